namespace MdeHunting.Contract;

/// <summary>How a query turns to the person: what a sign-in in the middle asks, and for what it waits.</summary>
internal interface IHuntingPrompt : ISignInPrompt
{
    /// <summary>What went over the wire, for those who ask with <c>-Debug</c>: headers, never the one with the token.</summary>
    Task DebugAsync(string message);

    /// <summary>Shows that the query waits; null where the wait is over.</summary>
    Task ShowWaitAsync(WaitNotice? wait);
}
