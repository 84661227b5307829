namespace MdeHunting.Service.Hunting;

/// <summary>The service refuses a token that is good by itself, and says which claims it wants in a new one.</summary>
/// <param name="claims">The claims, as JSON.</param>
internal sealed class ClaimsChallengeException(string claims) : Exception("The service wants a token with other claims.")
{
    /// <summary>The claims, as JSON.</summary>
    public string Claims => claims;
}
