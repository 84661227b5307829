using System.Net;
using System.Security.Authentication;
using System.Text.RegularExpressions;

namespace MdeHunting.Service.Sending;

/// <summary>Finds out what is behind an exception of the network.</summary>
internal static class NetworkFailure
{
    private static readonly Regex StatusNumber = new(@"\b([45][0-9]{2})\b(?![.:/@])(?<![.:/@][0-9]{3})", RegexOptions.CultureInvariant);

    /// <summary>Whether a certificate was not trusted.</summary>
    public static bool IsCertificate(Exception exception) => Chain(exception).Any(e => e is AuthenticationException);

    /// <summary>Whether a proxy wants credentials or refuses (HTTP 407, or another status to CONNECT).</summary>
    public static bool IsProxy(Exception exception) =>
        Chain(exception)
            .Any(e =>
#if NET
                e
                    is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError }
                        or HttpRequestException { StatusCode: HttpStatusCode.ProxyAuthenticationRequired }
            );
#else
            e is WebException { Response: HttpWebResponse { StatusCode: HttpStatusCode.ProxyAuthenticationRequired } });
#endif

    /// <summary>Whether more came than is taken in.</summary>
    public static bool IsTooLarge(Exception exception) =>
        Chain(exception).Any(e =>
#if NET
            e is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded });
#else
                // .NET Framework has no other sign, and writes the number into its sentence whatever its language.
                e is HttpRequestException
                && e.Message.IndexOf(FormattableString.Invariant($"{Services.ReceivingLimits.SmallResponse}"), StringComparison.Ordinal) >= 0
            );
#endif

    /// <summary>
    /// The status that a proxy refused with, as <c> (HTTP 407)</c>; empty where it is not known. Its own words and .NET's are not passed on: they may name the
    /// proxy with its password.
    /// </summary>
    public static string ProxyStatus(Exception exception) =>
        Chain(exception).Select(e => StatusNumber.Match(e.Message)).FirstOrDefault(match => match.Success) is { } status
            ? $" (HTTP {status.Groups[1].Value})"
            : string.Empty;

    /// <summary>The words of the innermost exception, which say most.</summary>
    public static string Words(Exception exception) => Chain(exception).Last().Message;

    /// <summary>An exception and those behind it.</summary>
    public static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
