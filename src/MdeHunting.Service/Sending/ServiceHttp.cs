using System.Net;
using System.Net.Http.Headers;
using Microsoft.Identity.Client;
using MdeHunting.Service.Clouds;

namespace MdeHunting.Service.Sending;

/// <summary>The HTTP client of one environment, for signing in and for hunting alike: HTTPS, no redirects followed, no cookies kept.</summary>
internal sealed class ServiceHttp : IMsalHttpClientFactory, IDisposable
{
    private readonly HttpClient _client;

    public ServiceHttp(CloudEnvironment environment)
        : this(Handler(environment))
    {
    }

    /// <param name="handler">What carries the requests; a test's own.</param>
    public ServiceHttp(HttpMessageHandler handler)
    {
        // The .NET default of 100 seconds is shorter than the services' own limits; each call brings its own time limit instead.
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("MdeHunting", typeof(ServiceHttp).Assembly.GetName().Version!.ToString(3)));
    }

    /// <inheritdoc/>
    public HttpClient GetHttpClient() => _client;

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static HttpClientHandler Handler(CloudEnvironment environment)
    {
        var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None };
        if (environment.RootCertificate is { } root)
        {
            var trust = new LoopbackTrust(root, environment.Hosts);
            handler.ServerCertificateCustomValidationCallback = (request, certificate, _, errors) => trust.Accepts(request.RequestUri!.Host, certificate, errors);
        }

        return handler;
    }
}
