using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Contract;
using MdeHunting.Lab.Hosting;
using MdeHunting.Tests.Hosting;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>
/// A managed identity is asked without a proxy wherever the host has it: what is sent and got is a secret of this host, and a proxy that is itself such a host
/// would answer with its own identity.
/// </summary>
public sealed class ManagedIdentityDirectTests : IAsyncLifetime
{
    private static readonly string[] Variables =
    [
        "IDENTITY_ENDPOINT",
        "IDENTITY_HEADER",
        "IDENTITY_SERVER_THUMBPRINT",
        "IMDS_ENDPOINT",
        "MSI_ENDPOINT",
        "MSI_SECRET",
        "AZURE_POD_IDENTITY_AUTHORITY_HOST",
        "DEFAULT_IDENTITY_CLIENT_ID",
    ];

    private readonly LabSignIn _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task A_process_whose_environment_names_a_proxy_asks_no_source_through_it()
    {
        await using var proxy = new LabProxy(null, _ => "403 Forbidden");

        await InnerTests.RunAsync<ManagedIdentityDirectTests>(InnerTests.Proxy($"http://{proxy.Authority}"));

        Assert.Empty(proxy.Requests);
    }

    [Theory(Explicit = true)]
    [InlineData("IMDS", "AZURE_POD_IDENTITY_AUTHORITY_HOST={0}/")]
    [InlineData("App Service", "IDENTITY_ENDPOINT={0}/token IDENTITY_HEADER=h")]
    [InlineData("Azure Arc", "IDENTITY_ENDPOINT={0}/token IMDS_ENDPOINT={0}/")]
    [InlineData("Cloud Shell", "MSI_ENDPOINT={0}/token")]
    [InlineData("Machine Learning", "MSI_ENDPOINT={0}/token MSI_SECRET=s DEFAULT_IDENTITY_CLIENT_ID=22222222-2222-2222-2222-222222222222")]
    [InlineData("Service Fabric", "IDENTITY_ENDPOINT={0}/token IDENTITY_HEADER=h IDENTITY_SERVER_THUMBPRINT={1}")]
    public async Task Inside_that_process_each_source_is_asked_by_itself(string source, string variables)
    {
        InnerTests.RequireInside();
        Assert.SkipWhen(HttpClient.DefaultProxy.IsBypassed(new Uri("http://127.0.0.1/")), "The proxy does not count for this machine.");
        await using var host = new HostEndpoint(source == "Service Fabric");
        foreach (var name in Variables)
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        foreach (var variable in string.Format(null, variables, host.Address, host.Thumbprint).Split(' '))
        {
            Environment.SetEnvironmentVariable(variable.Split('=')[0], variable.Split('=')[1]);
        }

        var failure = await _lab.FailAsync(_lab.NewService(), _lab.Request(new ManagedIdentityChoice(), null, client: null));

        Assert.True(host.Asked.IsCompleted, "The source was not asked: " + failure.Message);
        Assert.Contains(" /", await host.Asked, StringComparison.Ordinal);
    }

    /// <summary>An endpoint of a host, which refuses; over TLS with a certificate of its own making, as Service Fabric's.</summary>
    private sealed class HostEndpoint : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly TaskCompletionSource<string> _asked = new();
        private readonly X509Certificate2? _certificate;
        private readonly Task _answering;

        public HostEndpoint(bool isTls)
        {
            _certificate = isTls ? CertificateSourceTests.Make() : null;
            _listener.Start();
            _answering = RespondAsync();
        }

        public string Address => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public string? Thumbprint => _certificate?.Thumbprint;

        /// <summary>The first request.</summary>
        public Task<string> Asked => _asked.Task;

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _answering.ContinueWith(_ => { }, TaskScheduler.Default);
            _certificate?.Dispose();
        }

        private async Task RespondAsync()
        {
            using var client = await _listener.AcceptTcpClientAsync();
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                var secure = new System.Net.Security.SslStream(stream);
                await secure.AuthenticateAsServerAsync(_certificate);
                stream = secure;
            }

            var buffer = new byte[4096];
            _asked.SetResult(System.Text.Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer)));
            await stream.WriteAsync(
                "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"u8.ToArray()
            );
            await stream.DisposeAsync();
        }
    }
}
