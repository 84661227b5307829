using System.Net;
using System.Net.Http.Headers;
using MdeHunting.Service.Clouds;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.Sending;

/// <summary>The HTTP client of one environment, for signing in and for hunting alike: HTTPS to its own hosts, no redirects followed, no cookies kept.</summary>
internal sealed class ServiceHttp : IMsalHttpClientFactory, IDisposable
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly HttpClient _client;
    private readonly ClockHandler _clock;

    /// <param name="handler">What carries the requests.</param>
    /// <param name="clock">The time.</param>
    public ServiceHttp(HttpMessageHandler handler, TimeProvider clock)
    {
        _clock = new ClockHandler(clock, handler);

        // The .NET default of 100 seconds is shorter than the services' own limits; each call brings its own time limit instead.
        // Whoever does not read a body by himself, as hunting does, gets it whole, and so it must be small.
        _client = new HttpClient(_clock) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = ReceivingLimits.SmallResponse };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("MdeHunting", typeof(ServiceHttp).Assembly.GetName().Version!.ToString(3)));
    }

    /// <summary>What is wrong with this machine's clock by the servers' latest answer; null where it is within the five minutes that Entra ID allows.</summary>
    public string? ClockFault => _clock.Offset.Duration() > ClockTolerance
        ? $"This machine's clock is {_clock.Offset.Duration().TotalMinutes:0} minutes {(_clock.Offset < TimeSpan.Zero ? "behind" : "ahead")}"
        : null;

    /// <summary>A client for the hosts of an environment.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="proxy">The proxy; null for that of the system or the process's environment.</param>
    /// <param name="clock">The time.</param>
    public static ServiceHttp Of(CloudEnvironment environment, IWebProxy? proxy, TimeProvider clock) =>
        new(new OwnHostsHandler(environment.Origins, Carrier(environment, proxy)), clock);

    /// <summary>A client for a managed identity's endpoint, which is wherever the host says and often http on the host itself.</summary>
    public static ServiceHttp OfHost(CloudEnvironment environment, TimeProvider clock) => new(Carrier(environment, null), clock);

    /// <inheritdoc/>
    public HttpClient GetHttpClient() => _client;

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static HttpClientHandler Carrier(CloudEnvironment environment, IWebProxy? proxy)
    {
        var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None };
        if (proxy is not null)
        {
            handler.Proxy = proxy;
        }

        if (environment.RootCertificate is { } root)
        {
            var trust = new LoopbackTrust(root, environment.Hosts);
            handler.ServerCertificateCustomValidationCallback = (request, certificate, _, errors) => trust.Accepts(request.RequestUri!.Host, certificate, errors);
        }

        return handler;
    }
}
