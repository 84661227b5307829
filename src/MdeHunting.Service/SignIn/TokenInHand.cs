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
        var from = result.ExpiresOn - Lead(result.ExpiresOn - now);

        // One that lives for a day is renewed when its issuer says.
        return new TokenInHand(result, result.AuthenticationResultMetadata?.RefreshOn is { } told && told < from ? told : from);
    }

    /// <summary>How long before its end the next token is got, of one that lives for so long yet.</summary>
    public static TimeSpan Lead(TimeSpan left)
    {
        var quarter = TimeSpan.FromTicks(left.Ticks / 4);
        return quarter < LongestLead ? quarter : LongestLead;
    }

    /// <summary>Whether it is used.</summary>
    public bool IsGood(DateTimeOffset now) => now < Result.ExpiresOn;
}
