using System.Net;
using System.Net.Http.Headers;
using MdeHunting.Service.Services;
using Microsoft.Identity.Client;
using Accepts = System.Func<
    System.Net.Http.HttpRequestMessage,
    System.Security.Cryptography.X509Certificates.X509Certificate2,
    System.Security.Cryptography.X509Certificates.X509Chain,
    System.Net.Security.SslPolicyErrors,
    bool
>;

namespace MdeHunting.Service.Sending;

/// <summary>The HTTP client of one environment, for signing in and for hunting alike: HTTPS to its own hosts, no redirects followed, no cookies kept.</summary>
internal sealed class ServiceHttp : IMsalHttpClientFactory, IDisposable
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly HttpClient _client;
    private readonly ClockHandler _clock;
    private readonly TimeProvider _time;

    // Null where it has none of its own to leave.
    private RenewableHandler? _connections;

    /// <param name="handler">What carries the requests.</param>
    /// <param name="clock">The time.</param>
    /// <param name="secrets">Where what the requests must keep secret is remembered; null for a place of its own.</param>
    public ServiceHttp(HttpMessageHandler handler, TimeProvider clock, KnownSecrets? secrets = null)
    {
        _time = clock;
        Secrets = secrets ?? new KnownSecrets();
        _clock = new ClockHandler(clock, new SecretsHandler(Secrets, handler));

        _client = Client(_clock);
    }

    /// <summary>The secrets that were sent through it.</summary>
    public KnownSecrets Secrets { get; }

    /// <summary>What is wrong with this machine's clock by the servers' latest response; null within the five minutes that Entra ID allows.</summary>
    public string? ClockFault =>
        _clock.Offset.Duration() > ClockTolerance
            ? FormattableString.Invariant(
                $"This machine's clock is {_clock.Offset.Duration().TotalMinutes:0} minutes {(_clock.Offset < TimeSpan.Zero ? "behind" : "ahead")}"
            )
            : null;

    /// <summary>A client for the hosts of an environment.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="proxy">The proxy; null for that of the system or the process's environment.</param>
    /// <param name="clock">The time.</param>
    public static ServiceHttp Of(CloudEnvironment environment, IWebProxy? proxy, TimeProvider clock)
    {
        var secrets = new KnownSecrets();
        var plain = PlainProxy.Of(proxy, secrets);
        var connections = new RenewableHandler(() => Carrier.Of(environment, plain));
        return new ServiceHttp(new AllowedHostsHandler(environment.Origins, connections), clock, secrets) { _connections = connections };
    }

    /// <summary>
    /// A client for a managed identity's endpoint, which is wherever the host says and often http on the host itself. It goes through no proxy, whatever the
    /// system has: what it sends and gets is a secret of this host
    /// (https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token).
    /// </summary>
    /// <param name="environment">The environment.</param>
    /// <param name="clock">The time.</param>
    /// <param name="secrets">Where what the requests must keep secret is remembered.</param>
    /// <param name="accepts">Judges the endpoint's certificate; null for the usual rules.</param>
    public static ServiceHttp OfHost(CloudEnvironment environment, TimeProvider clock, KnownSecrets secrets, Accepts? accepts)
    {
        var carrier = Carrier.OfHost(environment);
        if (accepts is not null)
        {
            carrier.ServerCertificateCustomValidationCallback = (request, certificate, chain, errors) => accepts(request, certificate!, chain!, errors);
        }

        return new ServiceHttp(carrier, clock, secrets);
    }

    /// <summary>A client for the issuer of a federated token, which is wherever the process's environment says.</summary>
    public static ServiceHttp OfIssuer(CloudEnvironment environment, TimeProvider clock, KnownSecrets secrets) =>
        new(Carrier.Of(environment, PlainProxy.Of(null, secrets)), clock, secrets);

    /// <summary>A client for a time-stamp server, which is wherever the caller says, and is sent no credentials.</summary>
    /// <param name="proxy">The proxy; null for that of the system or the process's environment.</param>
    /// <param name="clock">The time.</param>
    public static ServiceHttp OfStamps(IWebProxy? proxy, TimeProvider clock)
    {
        var secrets = new KnownSecrets();
        return new ServiceHttp(Carrier.Of(null, PlainProxy.Of(proxy, secrets)), clock, secrets);
    }

    /// <inheritdoc/>
    public HttpClient GetHttpClient() => _client;

    /// <summary>The same way, through another handler first.</summary>
    /// <param name="outer">Makes that handler, with the time and what it hands on to.</param>
    public HttpClient Through(Func<TimeProvider, HttpMessageHandler, HttpMessageHandler> outer) => Client(outer(_time, _clock), ownsHandler: false);

    /// <summary>Leaves the connections behind that there are: the next request makes a new one.</summary>
    public void Reconnect() => _connections?.Renew();

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static HttpClient Client(HttpMessageHandler handler, bool ownsHandler = true)
    {
        // The .NET default of 100 seconds is shorter than the services' own limits; each call brings its own time limit instead.
        // Whoever does not read a body by himself, as hunting does, gets it whole, and so it must be small.
        var client = new HttpClient(handler, ownsHandler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = ReceivingLimits.SmallResponse };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("MdeHunting", typeof(ServiceHttp).Assembly.GetName().Version!.ToString(3)));
        return client;
    }
}
