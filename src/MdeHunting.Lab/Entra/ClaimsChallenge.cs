using System.Text;

namespace MdeHunting.Lab.Entra;

/// <summary>
/// What a resource asks for instead of a token that was called back: one that is newer.
/// https://learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation
/// </summary>
/// <param name="At">When the token was called back.</param>
/// <param name="NamesAnotherScheme">Whether the header challenges with PoP too, before Bearer, as Graph's sometimes does.</param>
internal sealed record ClaimsChallenge(DateTimeOffset At, bool NamesAnotherScheme)
{
    public const string Description =
        "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp";

    /// <summary>The "claims" of the header.</summary>
    public string Claims =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($$$$"""{"access_token":{"nbf":{"essential":true,"value":"{{{{At.ToUnixTimeSeconds()}}}}"}}}"""));
}
