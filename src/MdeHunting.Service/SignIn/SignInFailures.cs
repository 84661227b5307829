using System.Security.Authentication;
using System.Text.RegularExpressions;
using MdeHunting.Connections;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.SignIn;

/// <summary>Turns what MSAL and the network throw into failures that say what to try next.</summary>
internal static class SignInFailures
{
    private static readonly Regex ErrorNumber = new(@"\bAADSTS\d+", RegexOptions.CultureInvariant);

    // Behind the sentence itself Entra ID repeats its ids and the time.
    private static readonly Regex Trailer = new(@"\s*(Trace ID|Correlation ID|Timestamp):.*$", RegexOptions.Singleline | RegexOptions.CultureInvariant);

    /// <summary>The failure; null for an exception that is none of a sign-in, a cancellation among them.</summary>
    public static SignInException? Explain(Exception exception, string authority) => exception switch
    {
        MsalException msal => OfMsal(msal),
        HttpRequestException or IOException => OfNetwork(exception, authority),
        _ => null,
    };

    private static SignInException OfMsal(MsalException e)
    {
        var (failure, what, next) = e.ErrorCode switch
        {
            "authorization_declined" or "access_denied" => (
                SignInFailure.SignInDeclined, "The sign-in was declined on the page.", "Run Connect-MdeTenant again, and accept there if it was you who asked."),
            "code_expired" or "expired_token" => (
                SignInFailure.DeviceCodeExpired, "Nobody finished the sign-in while the code could be used.", "Run Connect-MdeTenant again and enter the new code."),
            "bad_verification_code" => (
                SignInFailure.DeviceCodeRejected, "The identity service does not know the code of this sign-in.", "Run Connect-MdeTenant again: each run has a code of its own."),
            _ when e is MsalUiRequiredException => (
                SignInFailure.SignInRequired, $"The sign-in is not good any more: {Sentence(e)}", "Run Connect-MdeTenant again."),
            _ => (
                SignInFailure.SignInFailed, $"The identity service refused the sign-in: {Sentence(e)}", "Show the message to the tenant's administrator, with its correlation id."),
        };

        var number = ErrorNumber.Match(e.Message);
        return new SignInException(failure, what, next, e)
        {
            ServiceCode = number.Success ? number.Value : e.ErrorCode,
            ServiceMessage = e.Message,
            RequestId = e.CorrelationId,
        };
    }

    private static SignInException OfNetwork(Exception e, string authority) => Causes(e).Any(c => c is AuthenticationException)
        ? new SignInException(
            SignInFailure.CertificateRefused,
            $"The certificate of the identity service at {authority} is not trusted.",
            "Check that the address is right, and that no proxy on the way opens TLS; checks cannot be switched off.",
            e)
        {
            Target = authority,
        }
        : new SignInException(
            SignInFailure.ServiceUnreachable,
            $"The identity service at {authority} cannot be reached: {Causes(e).Last().Message}",
            "Check the network, its proxy and the address.",
            e)
        {
            Target = authority,
        };

    private static string Sentence(MsalException e) => Trailer.Replace(e.Message, string.Empty);

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
