using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting.Service.Sending;

/// <summary>
/// The proxy that the process's environment names. .NET passes by a value that it cannot read, without a word, and connects without a proxy; here it is refused
/// before anything is sent. https://learn.microsoft.com/dotnet/api/system.net.http.httpclient.defaultproxy
/// </summary>
/// <param name="variable">Reads a variable.</param>
internal sealed class ProxyVariables(Func<string, string?> variable)
{
    // In the order in which they are looked at for https, which alone is asked.
    private static readonly string[] Names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
    private static readonly string[] NamesOfHttp = ["http_proxy", "HTTP_PROXY"];
    private static readonly string[] NamesOfExceptions = ["no_proxy", "NO_PROXY"];
    private static readonly string[] Schemes = ["http", "https", "socks4", "socks4a", "socks5"];
    private static readonly Regex Scheme = new("^([A-Za-z][A-Za-z0-9+.-]{0,20})://", RegexOptions.CultureInvariant);

    /// <summary>Those of this process.</summary>
    public static ProxyVariables OfProcess { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>Requires that the proxy can be used, and warns of variables that are ignored.</summary>
    /// <param name="hosts">The hosts that will be asked.</param>
    /// <param name="proxy">What .NET has made of the variables.</param>
    /// <param name="messages">Receives the warnings.</param>
    /// <exception cref="ConnectionException">It cannot be used.</exception>
    public async Task CheckAsync(IEnumerable<string> hosts, Func<IWebProxy> proxy, IMessageSink messages)
    {
        if (Array.Find(Names, IsSet) is not { } name)
        {
            await WarnOfHttpAsync(messages).ConfigureAwait(false);
            return;
        }

        if (Fault(variable(name)!) is { } fault)
        {
            throw new ConnectionException(
                ConnectionFailure.InvalidProxyVariable,
                $"The environment variable {name} isn't a valid proxy address: {fault}. Nothing was sent, because requests would have bypassed the proxy.",
                "Set it as http://proxy.contoso.example:8080 and restart PowerShell, remove it, or specify the proxy with -Proxy."
            )
            {
                Target = name,
            };
        }

        await WarnOfHttpAsync(messages).ConfigureAwait(false);
        if (IsPassedBy(proxy()))
        {
            await messages
                .WarnAsync(
                    $"The environment variable {name} was set after this process's first request, and isn't read anymore: requests bypass that proxy. "
                        + "Restart PowerShell, or specify the proxy with -Proxy."
                )
                .ConfigureAwait(false);
            return;
        }

        foreach (var host in hosts)
        {
            await WarnOfExceptionAsync(host, proxy(), messages).ConfigureAwait(false);
        }
    }

    private bool IsSet(string name) => !string.IsNullOrWhiteSpace(variable(name));

    private async Task WarnOfHttpAsync(IMessageSink messages)
    {
        if (Array.Find(NamesOfHttp, IsSet) is { } name && Fault(variable(name)!) is { } fault)
        {
            await messages
                .WarnAsync(
                    $"The environment variable {name} isn't a valid proxy address: {fault}. It's ignored; requests of this module are https, for "
                        + "which HTTPS_PROXY names the proxy."
                )
                .ConfigureAwait(false);
        }
    }

    // .NET reads hosts, and domains that begin with a dot; other programs read more.
    private async Task WarnOfExceptionAsync(string host, IWebProxy proxy, IMessageSink messages)
    {
        var address = new Uri($"https://{host}");
        if (
            Array.Find(NamesOfExceptions, IsSet) is { } name
            && !proxy.IsBypassed(address)
            && proxy.GetProxy(address) is not null
            && Array.Find(variable(name)!.Split(',', ';', ' ', '\t'), entry => IsMeant(entry, host)) is { } meant
        )
        {
            await messages
                .WarnAsync(
                    $"The environment variable {name} has '{meant}', which .NET doesn't read as {host}: requests to it go through the proxy. "
                        + $"Name hosts ({host}) or domains that begin with a dot, with commas between them."
                )
                .ConfigureAwait(false);
        }
    }

    private static bool IsMeant(string entry, string host)
    {
        var name = Scheme.Replace(PastedText.Trim(entry), string.Empty);
        name = name.Substring(name.LastIndexOf('@') + 1).Split('/')[0];
        name = (name.LastIndexOf(':') is var port and > 0 && name.IndexOf(']') < port ? name.Substring(0, port) : name).TrimEnd('.').TrimStart('*');
        return entry.Trim() == "*"
            || (
                name.TrimStart('.') is { Length: > 0 } bare
                && (string.Equals(bare, host, StringComparison.OrdinalIgnoreCase) || host.EndsWith($".{bare}", StringComparison.OrdinalIgnoreCase))
            );
    }

    // No more is repeated of it than its scheme: it may have a password in it.
    private static string? Fault(string value)
    {
        if (PastedText.Trim(value) is var trimmed && trimmed.Length != value.Length)
        {
            return $"it has {PastedText.NamesAround(value, trimmed)} around it";
        }

        var scheme = Scheme.Match(value);
        if (scheme.Success && !Schemes.Contains(scheme.Groups[1].Value, StringComparer.OrdinalIgnoreCase))
        {
            return $"its scheme '{scheme.Groups[1].Value}' isn't one of {string.Join(", ", Schemes)}";
        }

        var authority = value.Substring(Math.Max(value.LastIndexOf('@') + 1, scheme.Length)).Split('/')[0];
        var colon = authority.LastIndexOf(':');
        var hasPort = colon >= 0 && colon > authority.IndexOf(']');
        var host = hasPort ? authority.Substring(0, colon) : authority;
        if (hasPort && !(ushort.TryParse(authority.Substring(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0))
        {
            return "its port isn't a number from 1 to 65535";
        }

        return host.Length == 0 ? "it has no host"
            : Uri.CheckHostName(host) is UriHostNameType.Unknown || (host.IndexOf(':') >= 0 && host[0] != '[') ? "its host isn't valid"
            : null;
    }

    // A proxy that somebody has set by a program is none of .NET's own.
    private static bool IsPassedBy(IWebProxy proxy) =>
        proxy.GetType().Assembly == typeof(HttpClient).Assembly && proxy.GetType().Name != "HttpEnvironmentProxy";
}
