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
    /// <param name="environment">The environment; null for hosts of none.</param>
    /// <param name="proxy">The proxy; null for none.</param>
    public static HttpMessageHandler Of(CloudEnvironment? environment, IWebProxy? proxy)
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
        var trust = environment?.RootCertificate is { } root ? new LoopbackRootTrust(root, environment!.Hosts) : null;
        handler.SslOptions.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
            Accepts(((SslStream)sender).TargetHostName, certificate as X509Certificate2, chain, errors, trust);
        return handler;
    }

    // As .NET itself judges, but for a root of the environment's own, and telling where it is for the time alone.
    private static bool Accepts(string host, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, LoopbackRootTrust? trust)
    {
        if (errors == SslPolicyErrors.None || trust?.Accepts(host, certificate, errors) == true)
        {
            return true;
        }

        if (errors == SslPolicyErrors.RemoteCertificateChainErrors)
        {
            CertificateTimeException.ThrowIfNothingElse(certificate, chain?.ChainStatus);
        }

        return false;
    }
#else
    /// <summary>A carrier for the hosts of an environment, which trusts its root certificate.</summary>
    /// <param name="environment">The environment; null for hosts of none.</param>
    /// <param name="proxy">The proxy; null for none.</param>
    public static HttpMessageHandler Of(CloudEnvironment? environment, IWebProxy? proxy)
    {
        var handler = OfHost(environment);
        handler.UseProxy = proxy is not null;
        handler.Proxy = proxy;
        return new ServicePointLiveness(proxy, handler);
    }
#endif

    /// <summary>A carrier for a place of this host: through no proxy, and with what .NET does for connections.</summary>
    public static HttpClientHandler OfHost(CloudEnvironment? environment)
    {
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseProxy = false,
        };
        if (environment?.RootCertificate is { } root)
        {
            var trust = new LoopbackRootTrust(root, environment!.Hosts);
            handler.ServerCertificateCustomValidationCallback = (request, certificate, _, errors) =>
                trust.Accepts(request.RequestUri!.Host, certificate, errors);
        }

        return handler;
    }
}
