using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Settings;
using Microsoft.AspNetCore.ResponseCompression;

namespace MdeHunting.Lab.Hosting;

/// <summary>A running lab: an identity server and three hunting services on HTTPS, on this machine's loopback alone.</summary>
public sealed class LabServer : IAsyncDisposable
{
    // So small that a write is done only when the system has it: what was written before a connection is reset is not lost with it.
    private const int WriteBuffer = 2;

    private readonly WebApplication _app;
    private readonly LabCertificates _certificates;
    private readonly LabServices _services;

    private LabServer(WebApplication app, LabCertificates certificates, LabServices services, Uri baseAddress, string environmentJson)
    {
        _app = app;
        _certificates = certificates;
        _services = services;
        BaseAddress = baseAddress;
        State = new LabState(services);
        EnvironmentJson = environmentJson;
    }

    /// <summary>Where the lab is, such as https://localhost:5001/.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The certificate that the lab's own is under, without its key.</summary>
    public X509Certificate2 RootCertificate => _certificates.Root;

    /// <summary>The content of an environment file for this lab.</summary>
    public string EnvironmentJson { get; }

    /// <summary>An address whose host no name server knows (RFC 6761, section 6.4), for <see cref="EnvironmentJsonWith"/>.</summary>
    public static Uri UnknownHost { get; } = new("https://nowhere.invalid");

    /// <summary>What tests see and change.</summary>
    public LabState State { get; }

    /// <summary>Starts a lab.</summary>
    /// <exception cref="LabPortInUseException">The port is taken.</exception>
    public static async Task<LabServer> StartAsync(LabOptions options, CancellationToken token = default)
    {
        options.Validate();
        var sockets = LoopbackSockets.Bind(options.Port);
        var baseAddress = new Uri($"https://localhost:{sockets.Port}");
        var certificates = LabCertificates.Create(options.UsesRsaCertificates);
        var services = new LabServices(options, baseAddress);
        var app = Build(sockets, certificates, services.Faults.Connections);
        var environment = LabEnvironment.Describe(baseAddress, certificates.Root.ExportCertificatePem(), options);
        var server = new LabServer(app, certificates, services, baseAddress, environment);
        services.Map(app);
        try
        {
            await app.StartAsync(token);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes the environment file: whole or not at all, for its owner alone.</summary>
    public Task WriteEnvironmentFileAsync(string path, CancellationToken token = default) => LabEnvironment.WriteAsync(path, EnvironmentJson, token);

    /// <summary>
    /// The content of an environment file in which one of the services is elsewhere, such as at a host that has no address, or where nobody listens.
    /// </summary>
    /// <param name="service">Identity, Graph, Endpoint or Xdr.</param>
    /// <param name="address">Where the file says it is.</param>
    /// <exception cref="ArgumentException">There is no such service.</exception>
    public string EnvironmentJsonWith(string service, Uri address) => LabEnvironment.Move(EnvironmentJson, service, address);

    /// <summary>Makes the rows of every tenant's tables now, and not at its first query.</summary>
    /// <returns>How many there are.</returns>
    public Task<long> MakeDataAsync(CancellationToken token = default) => Task.Run(_services.Data.MakeAll, token);

    /// <summary>Makes a client that trusts the lab's root certificate and no other, with the lab as its base address.</summary>
    public HttpClient CreateClient()
    {
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { RootCertificate },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        var handler = new SocketsHttpHandler
        {
            SslOptions = { CertificateChainPolicy = trust },
            AllowAutoRedirect = false,
            UseProxy = false,
        };
        return new HttpClient(handler) { BaseAddress = BaseAddress };
    }

    /// <summary>Stops the lab.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _certificates.Dispose();
        _services.Dispose();
    }

    // An empty builder: no configuration files, no environment variables, no logging.
    private static WebApplication Build(LoopbackSockets sockets, LabCertificates certificates, FaultyConnections connections)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoopLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddRoutingCore();
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.Providers.Add<GzipCompressionProvider>();
        });
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        builder
            .WebHost.UseKestrelCore()
            .UseSockets(transport =>
            {
                transport.CreateBoundListenSocket = sockets.Take;
                transport.MaxWriteBufferSize = WriteBuffer;
            })
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                foreach (var endPoint in sockets.EndPoints)
                {
                    kestrel.Listen(
                        endPoint,
                        listen =>
                        {
                            listen.Use(connections.Use);
                            listen.UseHttps(certificates.Server);
                        }
                    );
                }
            });
        return builder.Build();
    }
}

/// <summary>Leaves the process's signals to whoever started the lab.</summary>
internal sealed class NoopLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken token) => Task.CompletedTask;

    public Task StopAsync(CancellationToken token) => Task.CompletedTask;
}
