#if !NET
using System.Net;

namespace MdeHunting.Service.Sending;

/// <summary>
/// Has Windows find out within half a minute that the other side of a connection is gone. It sends ten probes before it gives up, however far they lie apart;
/// what was sent and not received, it gives up by itself about as soon.
/// </summary>
internal sealed class ServicePointLiveness(IWebProxy? proxy, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int IdleMilliseconds = 15_000;
    private const int IntervalMilliseconds = 1_000;

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
    {
        // For the connections that are made from now on; those that there are have it already.
        var point = proxy is null ? ServicePointManager.FindServicePoint(request.RequestUri) : ServicePointManager.FindServicePoint(request.RequestUri, proxy);
        point.SetTcpKeepAlive(true, IdleMilliseconds, IntervalMilliseconds);
        return base.SendAsync(request, token);
    }
}
#endif
