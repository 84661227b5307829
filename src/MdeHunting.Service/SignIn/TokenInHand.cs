using MdeHunting.Service.Tokens;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.SignIn;

/// <summary>A token and when the next one is got beside the work: ten minutes before its end, of one that lives for seconds in its last quarter.</summary>
/// <param name="Result">The token, as MSAL gives it.</param>
/// <param name="RenewFrom">From when on another one is got.</param>
internal sealed record TokenInHand(AuthenticationResult Result, DateTimeOffset RenewFrom)
{
    private static readonly TimeSpan LongestLead = TimeSpan.FromMinutes(10);

    /// <summary>The names in the token; null where it cannot be read.</summary>
    public ToldNames? Told { get; } = ToldNames.Of(Result.AccessToken);

    /// <summary>The token's text.</summary>
    public string Text => Result.AccessToken;

    /// <summary>A token that has just been got.</summary>
    public static TokenInHand Of(AuthenticationResult result, DateTimeOffset now)
    {
        var quarter = TimeSpan.FromTicks((result.ExpiresOn - now).Ticks / 4);
        var from = result.ExpiresOn - (quarter < LongestLead ? quarter : LongestLead);

        // One that lives for a day is renewed when its issuer says.
        return new TokenInHand(result, result.AuthenticationResultMetadata?.RefreshOn is { } told && told < from ? told : from);
    }

    /// <summary>Whether it is used.</summary>
    public bool IsGood(DateTimeOffset now) => now < Result.ExpiresOn;
}
