namespace MdeHunting.Contract;

/// <summary>How a query, or a registration, turns to the person: what a sign-in in the middle asks, for what it waits, and what went over the wire.</summary>
internal interface IHuntingPrompt : ISignInPrompt
{
    /// <summary>What went over the wire, for those who ask with <c>-Debug</c>: headers, never the one with the token.</summary>
    Task DebugAsync(string message);
}
