using System.Net;
using System.Security.Authentication;

namespace MdeHunting.Service.Sending;

/// <summary>Finds out what is behind an exception of the network.</summary>
internal static class Causes
{
    /// <summary>Whether a certificate was not trusted.</summary>
    public static bool IsCertificate(Exception exception) => Chain(exception).Any(e => e is AuthenticationException);

    /// <summary>Whether a proxy wants credentials or refuses (HTTP 407, or another status to CONNECT).</summary>
    public static bool IsProxy(Exception exception) => Chain(exception).Any(e =>
#if NET
        e is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } or HttpRequestException { StatusCode: HttpStatusCode.ProxyAuthenticationRequired });
#else
        e is WebException { Response: HttpWebResponse { StatusCode: HttpStatusCode.ProxyAuthenticationRequired } });
#endif

    /// <summary>Whether more came than is taken in.</summary>
    public static bool IsTooLarge(Exception exception) => Chain(exception).Any(e =>
#if NET
        e is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded });
#else
        // .NET Framework has no other sign, and writes the number into its sentence whatever its language.
        e is HttpRequestException && e.Message.IndexOf(FormattableString.Invariant($"{ReceivingLimits.SmallResponse}"), StringComparison.Ordinal) >= 0);
#endif

    /// <summary>The words of the innermost exception, which say most.</summary>
    public static string Words(Exception exception) => Chain(exception).Last().Message;

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
