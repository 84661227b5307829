using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Settings;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.Hosting;

public sealed class LabServerTests(SharedLab shared) : IClassFixture<SharedLab>
{
    // A lab has no quotas unless it is told to.
    private const string Boundless = "\"callsPerMinute\":1000000,\"callsPerHour\":1000000,\"runningSecondsPerHour\":1000000,\"runningSecondsPerDay\":1000000";

    private LabServer Server => shared.Lab.Server;

    [Fact]
    public void The_environment_says_where_everything_is()
    {
        var address = $"https://localhost:{Server.BaseAddress.Port}";
        var environment = JsonNode.Parse(Server.EnvironmentJson)!.AsObject();
        var certificate = (string)environment["rootCertificate"]!;
        environment.Remove("rootCertificate");

        Assert.Equal(
            $$$$"""
            {"name":"Lab","authority":"{{{{address}}}}","apis":{"Graph":{"baseAddress":"{{{{address}}}}","resource":"https://graph.microsoft.com",{{{{Boundless}}}}},
            "Endpoint":{"baseAddress":"{{{{address}}}}","resource":"https://api.securitycenter.microsoft.com",{{{{Boundless}}}}},
            "Xdr":{"baseAddress":"{{{{address}}}}","resource":"https://api.security.microsoft.com",{{{{Boundless}}}}}}}
            """.ReplaceLineEndings(""),
            environment.ToJsonString()
        );
        Assert.Equal(Server.RootCertificate.ExportCertificatePem(), certificate);
        Assert.False(Server.RootCertificate.HasPrivateKey);
    }

    [Fact]
    public async Task The_environment_file_is_whole_and_its_owners()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "lab.json");
            await File.WriteAllTextAsync(path, "an older one");
            await Server.WriteEnvironmentFileAsync(path);
            Assert.Equal(Server.EnvironmentJson, await File.ReadAllTextAsync(path));
            Assert.Equal([path], System.IO.Directory.GetFiles(folder.FullName));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task The_certificate_holds_for_every_name_of_the_machine_under_the_root(string host)
    {
        if (host == "[::1]" && !System.Net.Sockets.Socket.OSSupportsIPv6)
        {
            return;
        }

        using var root = X509Certificate2.CreateFromPem((string)JsonNode.Parse(Server.EnvironmentJson)!["rootCertificate"]!);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            chain!.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(root);
            return (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == 0 && chain.Build((X509Certificate2)certificate!);
        };
        using var client = new HttpClient(handler);
        using var response = await client.GetAsync($"https://{host}:{Server.BaseAddress.Port}/devicelogin");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Nobody_else_trusts_the_certificate()
    {
        using var client = new HttpClient();
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri(Server.BaseAddress, "/devicelogin")));
        Assert.IsType<AuthenticationException>(failure.InnerException);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Both_versions_of_http_are_spoken(string version)
    {
        using var client = Server.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/devicelogin")
        {
            Version = new Version(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await client.SendAsync(request);
        Assert.Equal(new Version(version), response.Version);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        var failure = await Assert.ThrowsAsync<LabPortInUseException>(() => LabServer.StartAsync(new LabOptions { Port = Server.BaseAddress.Port }));
        Assert.Equal(Server.BaseAddress.Port, failure.Port);
    }

    public static TheoryData<LabOptions> Impossible =>
        [
            new LabOptions { DeviceCodeInterval = TimeSpan.Zero },
            new LabOptions { RowLimit = 0 },
            new LabOptions { ByteLimit = 0 },
            new LabOptions { TimeLimit = TimeSpan.Zero },
            new LabOptions { TimeLimit = TimeSpan.FromDays(2) },
            new LabOptions { RowsPerSecond = 0 },
            new LabOptions { Retention = TimeSpan.Zero },
            new LabOptions { Quotas = new Dictionary<string, LabQuota> { ["Sentinel"] = new() } },
            new LabOptions { Quotas = new Dictionary<string, LabQuota> { ["Graph"] = new() { CallsPerMinute = 0 } } },
            new LabOptions { Quotas = new Dictionary<string, LabQuota> { ["Xdr"] = new() { CallsPerHour = -1 } } },
            new LabOptions { Quotas = new Dictionary<string, LabQuota> { ["Endpoint"] = new() { TimePerHour = TimeSpan.Zero } } },
        ];

    [Theory, MemberData(nameof(Impossible))]
    public async Task Options_that_no_lab_can_run_with_are_refused(LabOptions options) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => LabServer.StartAsync(options));
}
