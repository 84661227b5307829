using System.Globalization;
using System.Text.RegularExpressions;
using MdeHunting.Contract;
using MdeHunting.Service.Sending;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.SignIn;

/// <summary>Turns what MSAL and the network throw into failures that say what to try next.</summary>
/// <param name="authority">Where the sign-in was tried.</param>
/// <param name="http">The client that it went through.</param>
internal sealed class SignInFailureMapper(string authority, ServiceHttp http)
{
    private const int LongestText = 4000;

    // One with more digits is none of Entra ID's.
    private static readonly Regex ErrorNumber = new(@"\bAADSTS(\d{1,9})(?!\d)", RegexOptions.CultureInvariant);

    // Behind the sentence itself Entra ID repeats its ids and the time, and MSAL where it asked.
    private static readonly Regex Trailer = new(
        @"\s*(Trace ID|Correlation ID|Timestamp|Authority used|Token Endpoint):.*$",
        RegexOptions.Singleline | RegexOptions.CultureInvariant
    );

    /// <summary>What is told of refusals that an administrator's consent helps with; null where it is not known whose sign-in it is.</summary>
    public ConsentAdvice? Consent { get; init; }

    /// <summary>Makes a call of a sign-in, and explains what it throws: whatever an identity service responds, nothing else comes of it.</summary>
    /// <exception cref="SignInException">It did not succeed.</exception>
    public async Task<T> ExplainAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (MdeException or OperationCanceledException or ObjectDisposedException))
        {
            // MSAL wraps what it does not know.
            if (NetworkFailure.Chain(e).OfType<MdeException>().FirstOrDefault() is { } known)
            {
                throw known;
            }

            throw Of(e) ?? Unusable(e);
        }
    }

    /// <summary>The failure behind an exception; null for one that is no refusal and none of the network.</summary>
    public SignInException? Of(Exception exception) =>
        exception switch
        {
            MsalException identity when identity.ErrorCode.IndexOf("managed_identity", StringComparison.Ordinal) >= 0 => OfManagedIdentity(identity),
            MsalException { InnerException: HttpRequestException inner } => OfNetwork(inner),
            MsalException { ErrorCode: MsalError.RequestTimeout } => OfNetwork(exception),
            MsalException msal => OfMsal(msal),
            HttpRequestException or IOException => OfNetwork(exception),
            _ => null,
        };

    /// <summary>The failure where an account of the cache is not enough, and nobody was asked.</summary>
    public SignInException OfSilence(MsalUiRequiredException e) => OfMsal(e, isSilent: true);

    // What MSAL cannot read it says in its own words, or throws as it comes; either may repeat what was read.
    private SignInException Unusable(Exception e) =>
        new(
            SignInFailure.InvalidIdentityResponse,
            $"The response of the identity service at {authority} can't be used: it isn't in the service's format.",
            "Run the command again. If the error persists, something on the way to the identity service changes its responses: check the network and its proxy.",
            CauseException.WithoutWords(e)
        )
        {
            Target = authority,
            Trouble = SignInTrouble.BadResponse,
        };

    private SignInException OfMsal(MsalException e, bool isSilent = false)
    {
        // Who answers with 200 has refused nothing, and MSAL has no sentence for some of what it misses.
        if (
            e.ErrorCode is MsalError.JsonParseError or MsalError.InvalidJwtError or MsalError.NonParsableOAuthError
            || e is MsalServiceException { StatusCode: 200 }
            || Sentence(e).Length == 0
        )
        {
            return Unusable(e);
        }

        var number = ErrorNumber.Match(e.Message);
        var code = number.Success ? int.Parse(number.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        var known = SignInRefusal.Find(code);
        var (failure, what, next) = known is { } refusal
            ? (refusal.Failure, $"{refusal.What.TrimEnd('.')} ({number.Value}).", refusal.NextStep)
            : OfErrorCode(e, isSilent);
        if (Consent?.Of(failure, code) is { } advice)
        {
            (what, next) = (number.Success ? $"{advice.What.TrimEnd('.')} ({number.Value})." : advice.What, advice.NextStep);
        }

        if (http.ClockFault is { } clock && (failure is SignInFailure.ClockSkewed || (known is null && failure is SignInFailure.SignInFailed)))
        {
            (failure, what, next) = (
                SignInFailure.ClockSkewed,
                $"{clock}, and the identity service rejected the sign-in: {Sentence(e)}",
                "Set the clock, and connect again."
            );
        }

        return new SignInException(failure, what, e.CorrelationId is { Length: > 0 } id ? $"{next} Correlation ID: {id}." : next, e)
        {
            Target = authority,
            ServiceCode = number.Success ? number.Value : e.ErrorCode,
            ServiceMessage = Shorten(e.Message),
            RequestId = e.CorrelationId,
        };
    }

    private static (SignInFailure Failure, string What, string NextStep) OfErrorCode(MsalException e, bool isSilent) =>
        e.ErrorCode switch
        {
            "authorization_declined" or "access_denied" or MsalError.AuthenticationCanceledError => (
                SignInFailure.SignInDeclined,
                "The sign-in was declined on the page.",
                "Run Connect-MdeTenant again, and accept there if you started the sign-in."
            ),
            "code_expired" or "expired_token" => (
                SignInFailure.DeviceCodeExpired,
                "The sign-in wasn't completed before the code expired.",
                "Run Connect-MdeTenant again and enter the new code."
            ),
            "bad_verification_code" => (
                SignInFailure.DeviceCodeRejected,
                "The identity service doesn't recognize the code of this sign-in.",
                "Run Connect-MdeTenant again. Each run has its own code."
            ),
            MsalError.UserMismatch => (
                SignInFailure.WrongAccount,
                "The identity service returned a token for another account or tenant than the connection's own.",
                "Sign in as the connection's own account, in a private browser window if another account is remembered there."
            ),
            _ when isSilent => (
                SignInFailure.SignInRequired,
                $"The sign-in requires user interaction: {Sentence(e)}",
                "Run Connect-MdeTenant again, without -NonInteractive."
            ),
            _ => (SignInFailure.SignInFailed, $"The identity service rejected the sign-in: {Sentence(e)}", "Show the message to the tenant's administrator."),
        };

    private SignInException OfNetwork(Exception e)
    {
        var failure = NetworkFailure.Of(
            e,
            $"the identity service at {authority}",
            $"sign-in at {authority}",
            "Specify its credentials with -ProxyCredential, or another proxy with -Proxy."
        );
        return new SignInException(
            failure.Fault switch
            {
                NetworkFault.Certificate => SignInFailure.CertificateRefused,
                NetworkFault.Proxy => SignInFailure.ProxyRefused,
                _ => SignInFailure.ServiceUnreachable,
            },
            failure.What,
            failure.NextStep,
            e
        )
        {
            Target = authority,
            Trouble = failure.Passes ? SignInTrouble.NoResponse : SignInTrouble.Lasting,
        };
    }

    private static SignInException OfManagedIdentity(MsalException e) =>
        new(
            SignInFailure.ManagedIdentityUnavailable,
            $"Couldn't get a managed identity token on this host: {Sentence(e)}",
            IsKeyFile(e)
                ? "Azure Arc uses a file to verify that requests come from this machine, and only some users can read it: on Linux, run this as a member of the group "
                    + "'himds' (sudo usermod -aG himds <user>, then sign in again) or as root; "
                    + "on Windows, as a member of 'Hybrid agent extension applications' or as an administrator."
                : "Run this on an Azure host (Automation, Functions, a virtual machine, Arc) whose managed identity is turned on. -ClientId is for a "
                    + "user-assigned one.",
            e
        )
        {
            ServiceCode = e.ErrorCode,
            ServiceMessage = Shorten(e.Message),
            RequestId = e.CorrelationId,
            Trouble = IsOutOfReach(e) ? SignInTrouble.BadResponse : SignInTrouble.Lasting,
        };

    // There may be none on this host, so that it is asked some times and not for long.
    private static bool IsOutOfReach(MsalException e) => NetworkFailure.Chain(e).Any(cause => cause is HttpRequestException);

    // https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication. Where the folder may not be looked into, the file seems not to be
    // there.
    private static bool IsKeyFile(MsalException e) =>
        NetworkFailure.Chain(e).Any(cause => cause is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException);

    private static string Shorten(string text) => text.Length > LongestText ? text.Substring(0, LongestText) + "…" : text;

    private static string Sentence(MsalException e)
    {
        // In front of what Entra ID says of an application MSAL puts a paragraph of its own.
        const string original = "Original exception: ";
        var at = e.Message.IndexOf(original, StringComparison.Ordinal);
        var said = at < 0 ? e.Message : e.Message.Substring(at + original.Length);

        // Of a managed identity it joins sentences that have full stops.
        return Shorten(Trailer.Replace(said, string.Empty).Replace(".. ", ". "));
    }
}
