using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;

using MdeHunting.Lab.Faults;
using MdeHunting.Lab.HuntingApi;
using MdeHunting.Lab.Identity;

using Microsoft.AspNetCore.ResponseCompression;

namespace MdeHunting.Lab.Hosting;

/// <summary>A running lab: an identity server and three hunting services on HTTPS, on this machine's loopback alone.</summary>
public sealed class LabServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LabCertificates _certificates;
    private readonly SigningKey _key;

    private LabServer(WebApplication app, LabCertificates certificates, SigningKey key, Uri baseAddress, LabState state)
    {
        _app = app;
        _certificates = certificates;
        _key = key;
        BaseAddress = baseAddress;
        State = state;
        EnvironmentJson = LabEnvironment.Describe(baseAddress, certificates.Root.ExportCertificatePem());
    }

    /// <summary>Where the lab is, such as https://localhost:5001/.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The certificate that the lab's own is under, without its key.</summary>
    public X509Certificate2 RootCertificate => _certificates.Root;

    /// <summary>The content of an environment file for this lab.</summary>
    public string EnvironmentJson { get; }

    /// <summary>What tests see and change.</summary>
    public LabState State { get; }

    /// <summary>Starts a lab.</summary>
    /// <exception cref="LabPortInUseException">The port is taken.</exception>
    public static async Task<LabServer> StartAsync(LabOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.DeviceCodeInterval, TimeSpan.FromSeconds(1));
        var sockets = LoopbackSockets.Bind(options.Port);
        var baseAddress = new Uri($"https://localhost:{sockets.Port}");
        var certificates = LabCertificates.Create();
        var key = new SigningKey();
        var app = Build(sockets, certificates);
        var server = new LabServer(app, certificates, key, baseAddress, Map(app, options, key, baseAddress));
        try
        {
            await app.StartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes the environment file: whole or not at all, for its owner alone.</summary>
    public Task WriteEnvironmentFileAsync(string path, CancellationToken cancellationToken = default) =>
        LabEnvironment.WriteAsync(path, EnvironmentJson, cancellationToken);

    /// <summary>Makes a client that trusts the lab's root certificate and no other, with the lab as its base address.</summary>
    public HttpClient CreateClient()
    {
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { RootCertificate },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust }, AllowAutoRedirect = false, UseProxy = false };
        return new HttpClient(handler) { BaseAddress = BaseAddress };
    }

    /// <summary>Stops the lab.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _certificates.Dispose();
        _key.Dispose();
    }

    // An empty builder: no configuration files, no environment variables, no logging.
    private static WebApplication Build(LoopbackSockets sockets, LabCertificates certificates)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddRoutingCore();
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.Providers.Add<GzipCompressionProvider>();
        });
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        builder.WebHost.UseKestrelCore().UseSockets(transport => transport.CreateBoundListenSocket = sockets.Take).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            foreach (var endPoint in sockets.EndPoints) kestrel.Listen(endPoint, listen => listen.UseHttps(certificates.Server));
        });
        return builder.Build();
    }

    private static LabState Map(WebApplication app, LabOptions options, SigningKey key, Uri baseAddress)
    {
        var log = new RequestLog();
        var faults = new LabFaults();
        var directory = new LabDirectory(options.Tenants);
        var issuer = new TokenIssuer(key, baseAddress, options.Clock);
        var signIns = new DeviceSignIns(options.Clock, options.DeviceCodeLifetime, options.ApproveSignIns, faults);
        var refreshTokens = new RefreshTokens(options.Clock);
        var sessions = new BrowserSessions();
        var codes = new AuthorizationCodes(options.Clock);
        var identity = new IdentityEndpoints(
            directory,
            options.Clock,
            new MetadataEndpoint(baseAddress, key, issuer),
            new DeviceCodeEndpoint(signIns, options, baseAddress),
            new AuthorizeEndpoint(sessions, codes, options),
            new TokenEndpoint(codes, signIns, refreshTokens, issuer, options, faults),
            new DeviceLoginEndpoint(signIns, sessions));
        var bearers = new BearerCheck(key, directory, options.Clock);
        var data = new TenantData(options.Tenants, options.Clock.GetUtcNow().UtcDateTime);
        HuntingDialect[] dialects = [new GraphDialect(baseAddress, options.Clock), LegacyDialect.Endpoint(baseAddress), LegacyDialect.Xdr(baseAddress)];

        app.Use((context, next) => log.RecordAsync(context, next));
        app.UseResponseCompression();
        app.UseRouting();
        identity.Map(app);
        foreach (var dialect in dialects) new HuntingEndpoint(dialect, bearers, data, options).Map(app);
        return new LabState(log, faults, refreshTokens, issuer);
    }
}
