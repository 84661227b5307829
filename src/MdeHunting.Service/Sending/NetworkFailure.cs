using System.Net;
using System.Security.Authentication;
using System.Text.RegularExpressions;

namespace MdeHunting.Service.Sending;

/// <summary>What kept a request from its response.</summary>
internal enum NetworkFault
{
    /// <summary>The certificate of the other side is not trusted.</summary>
    Certificate,

    /// <summary>A proxy did not let it through.</summary>
    Proxy,

    /// <summary>Anything else: no name, no way, no listener, a connection that broke off.</summary>
    Unreachable,
}

/// <summary>What an exception of the network means: for signing in and for hunting, the same.</summary>
/// <param name="Fault">What it was.</param>
/// <param name="What">What happened, as a sentence.</param>
/// <param name="NextStep">What to try next.</param>
internal sealed record NetworkFailure(NetworkFault Fault, string What, string NextStep)
{
    private static readonly Regex StatusNumber = new(@"\b([45][0-9]{2})\b(?![.:/@])(?<![.:/@][0-9]{3})", RegexOptions.CultureInvariant);

    /// <summary>
    /// Whether it may pass by itself: whatever is no way or no name, and a proxy that finds none itself (HTTP 502, 503, 504), but not what a certificate or a
    /// proxy means.
    /// </summary>
    public bool Passes => Fault is NetworkFault.Unreachable || IsOfProxysWay;

    private bool IsOfProxysWay { get; init; }

    /// <summary>What is behind an exception.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="peer">Who was to be reached.</param>
    /// <param name="request">What was sent there, as a proxy does not let it through.</param>
    /// <param name="nextForProxy">What to try where a proxy refused.</param>
    public static NetworkFailure Of(Exception exception, string peer, string request, string nextForProxy) =>
        Chain(exception).OfType<CertificateTimeException>().FirstOrDefault() is { } untimely
            ? new(
                NetworkFault.Certificate,
                $"The certificate of {peer} {untimely.Message}.",
                "Check this machine's clock, and set it if it's off. If it's right, the server's certificate has to be renewed."
            )
        : IsCertificate(exception)
            ? new(
                NetworkFault.Certificate,
                $"The certificate of {peer} isn't trusted.",
                "Check that the address is right, and that no proxy on the way inspects TLS. Certificate checks can't be turned off."
            )
        : IsProxy(exception) ? OfProxy(ProxyStatus(exception), request, nextForProxy)
        : new(
            NetworkFault.Unreachable,
            $"{(peer.StartsWith("the ", StringComparison.Ordinal) ? $"The {peer.Substring(4)}" : peer)} can't be reached: {Words(exception)}",
            "Check the network, its proxy, and the address."
        );

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

    private static bool IsCertificate(Exception exception) => Chain(exception).Any(e => e is AuthenticationException);

    // It wants credentials, or refuses: HTTP 407, or another status to CONNECT.
    private static bool IsProxy(Exception exception) =>
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

    // The proxy's own words and .NET's are not passed on: they may name the proxy with its password.
    private static NetworkFailure OfProxy(string? status, string request, string next) =>
        new(NetworkFault.Proxy, $"The proxy didn't allow the {request}{(status is null ? null : $" (HTTP {status})")}.", next)
        {
            IsOfProxysWay = status is "502" or "503" or "504",
        };

    // Null where it is not known.
    private static string? ProxyStatus(Exception exception) =>
        Chain(exception).Select(e => StatusNumber.Match(e.Message)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
}
