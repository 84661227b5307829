using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting.Connections;

/// <summary>
/// Finds the token in what a provider returned: a text or a SecureString, or an object that has one, as Get-AzAccessToken, MSAL and the token endpoints
/// themselves return. What it holds is not repeated.
/// </summary>
internal static class ProvidedTokenReader
{
    private const int MostNamed = 3;
    private const string Forms = "It must return one token: a string, a SecureString, or an object with a property Token, AccessToken or access_token";

    private static readonly string[] TokenNames = ["Token", "AccessToken", "access_token"];
    private static readonly string[] ExpiryNames = ["ExpiresOn", "expires_on"];

    /// <summary>The token.</summary>
    /// <param name="output">What the provider returned, and the errors that it wrote.</param>
    /// <param name="nextStep">What to try where there is none.</param>
    /// <exception cref="SignInException">There is none, or more than one.</exception>
    public static ProvidedToken Read(IReadOnlyList<PSObject?> output, string nextStep)
    {
        var errors = output.Select(one => one?.BaseObject).OfType<ErrorRecord>().ToList();
        var complaints = errors.ConvertAll(error => error.ToString());
        var returned = output.Where(one => one is not null && one.BaseObject is not ErrorRecord).ToList();
        if (returned.Count == 0 && errors.Count > 0)
        {
            throw Failed(errors[0], errors[0].Exception, nextStep);
        }

        if (returned.Count != 1)
        {
            var what =
                returned.Count == 0
                    ? "nothing"
                    : FormattableString.Invariant(
                        $"{returned.Count} objects ({string.Join(", ", returned.Take(MostNamed).Select(one => one!.BaseObject.GetType().Name))})"
                    );
            var hint = returned.Count > 1 ? " Assign any other output in it to a variable, or to $null." : string.Empty;
            throw Without($"The token provider returned {what}.", $"{Forms}.{hint} {nextStep}");
        }

        var one = returned[0]!;
        if (Text(one.BaseObject) is { } bare)
        {
            return Of(bare, null, complaints, nextStep);
        }

        if (one.BaseObject is PSCredential)
        {
            throw Without(
                "The token provider returned a credential.",
                $"{Forms}. If the token is the credential's password, return its property Password. {nextStep}"
            );
        }

        foreach (var name in TokenNames)
        {
            if (Value(one, name) is { } value)
            {
                var text =
                    Text(BareValue.Of(value))
                    ?? throw Without(
                        $"The token provider returned an object whose property {name} is a {BareValue.Of(value)!.GetType().Name}.",
                        $"{Forms}. {nextStep}"
                    );
                return Of(text, ExpiryNames.Select(expiry => Time(Value(one, expiry))).FirstOrDefault(time => time is not null), complaints, nextStep);
            }
        }

        throw Without($"The token provider returned an object of the type {one.BaseObject.GetType().Name}, without a token.", $"{Forms}. {nextStep}");
    }

    /// <summary>The failure of a provider, in its own words and with its place.</summary>
    public static SignInException Failed(ErrorRecord? error, Exception cause, string nextStep) =>
        new(
            SignInFailure.TokenProviderFailed,
            $"The token provider failed: {(error?.ToString() ?? cause.Message).TrimEnd('.')}.{Place(error)}",
            nextStep,
            cause
        );

    // What Write-Error writes has the place of the call of its script, which is in ours.
    private static string Place(ErrorRecord? error) =>
        error?.InvocationInfo is { ScriptLineNumber: > 0 } at && at.Line.Trim() != ScriptTokenProvider.Wrapper
            ? FormattableString.Invariant(
                $" It failed at {(at.ScriptName is { Length: > 0 } file ? $"{file}, " : string.Empty)}line {at.ScriptLineNumber}, character {at.OffsetInLine}."
            )
            : string.Empty;

    private static ProvidedToken Of(string text, DateTime? expiresOn, IReadOnlyList<string> complaints, string nextStep) =>
        string.IsNullOrWhiteSpace(text)
            ? throw Without("The token provider returned an empty token.", $"{Forms}. {nextStep}")
            : new ProvidedToken(text, expiresOn, complaints);

    private static string? Text(object? value) =>
        value switch
        {
            string text => text,
            SecureString secret => SecretText.Of(secret),
            _ => null,
        };

    private static object? Value(PSObject one, string name) =>
        one.BaseObject is IDictionary members
            ? members.Keys.OfType<string>().FirstOrDefault(key => string.Equals(key, name, StringComparison.OrdinalIgnoreCase)) is { } key
                ? members[key]
                : null
            : one.Properties[name]?.Value;

    // As a time, or as the token endpoints tell it: seconds since 1970.
    private static DateTime? Time(object? value) =>
        BareValue.Of(value) switch
        {
            DateTimeOffset time => time.UtcDateTime,
            DateTime { Kind: not DateTimeKind.Unspecified } time => time.ToUniversalTime(),
            var other => Seconds(other) is { } seconds and > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime : null,
        };

    private static long? Seconds(object? value) =>
        value switch
        {
            int number => number,
            long number => number,
            string text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };

    private static SignInException Without(string what, string nextStep) => new(SignInFailure.TokenProviderWithoutToken, what, nextStep);
}
