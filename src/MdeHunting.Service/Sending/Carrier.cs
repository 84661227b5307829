using System.Net;
using MdeHunting.Service.Services;
#if NET
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
#endif

namespace MdeHunting.Service.Sending;

/// <summary>
/// What carries requests: no redirects followed, no cookies kept, nothing decompressed on the way, and connections that notice within half a minute where the
/// other side is no longer there.
/// </summary>
internal static class Carrier
{
#if NET
    // Longer than any that comes about at all.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    /// <summary>A carrier for the hosts of an environment, which trusts its root certificate.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="proxy">The proxy; null for none.</param>
    public static HttpMessageHandler Of(CloudEnvironment environment, IWebProxy? proxy)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseProxy = proxy is not null,
            Proxy = proxy,
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = static async (context, token) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    TcpLiveness.Watch(socket);
                    await socket.ConnectAsync(context.DnsEndPoint, token).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        if (environment.RootCertificate is { } root)
        {
            var trust = new LoopbackRootTrust(root, environment.Hosts);
            handler.SslOptions.RemoteCertificateValidationCallback = (sender, certificate, _, errors) =>
                trust.Accepts(((SslStream)sender).TargetHostName, certificate as X509Certificate2, errors);
        }

        return handler;
    }
#else
    /// <summary>A carrier for the hosts of an environment, which trusts its root certificate.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="proxy">The proxy; null for none.</param>
    public static HttpMessageHandler Of(CloudEnvironment environment, IWebProxy? proxy)
    {
        var handler = OfHost(environment);
        handler.UseProxy = proxy is not null;
        handler.Proxy = proxy;
        return new ServicePointLiveness(proxy, handler);
    }
#endif

    /// <summary>A carrier for a place of this host: through no proxy, and with what .NET does for connections.</summary>
    public static HttpClientHandler OfHost(CloudEnvironment environment)
    {
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseProxy = false,
        };
        if (environment.RootCertificate is { } root)
        {
            var trust = new LoopbackRootTrust(root, environment.Hosts);
            handler.ServerCertificateCustomValidationCallback = (request, certificate, _, errors) =>
                trust.Accepts(request.RequestUri!.Host, certificate, errors);
        }

        return handler;
    }
}
