using System.Net;
using System.Net.Sockets;
using System.Text;
using MdeHunting.Tests.SignIn;
using Xunit;

namespace MdeHunting.Tests.Sending;

public sealed class ProxyTests : IAsyncLifetime
{
    private readonly LabSignIn _lab = new();
    private readonly TcpListener _proxy = new(IPAddress.Loopback, 0);

    public async ValueTask InitializeAsync()
    {
        await _lab.InitializeAsync();
        _proxy.Start();
    }

    public async ValueTask DisposeAsync()
    {
        _proxy.Stop();
        await _lab.DisposeAsync();
    }

    [Theory]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")]
    public async Task A_proxy_that_refuses_is_told_apart_from_the_service_and_its_parameters_are_named(string response)
    {
        var asked = RespondAsync(response);
        var environment = _lab.Write(
            "far.json",
            """{"name":"Far","authority":"https://identity.example","apis":{"Graph":{"baseAddress":"https://graph.example","resource":"https://graph.example"}}}"""
        );
        var request = _lab.Request(LabSignIn.DeviceCode()) with
        {
            EnvironmentPath = environment,
            Proxy = new WebProxy($"http://127.0.0.1:{((IPEndPoint)_proxy.LocalEndpoint).Port}"),
        };

        var failure = await _lab.FailAsync(_lab.NewService(), request);

        Assert.Equal(SignInFailure.ProxyRefused, failure.Failure);
        Assert.Contains("-ProxyCredential", failure.NextStep);
        Assert.StartsWith("CONNECT identity.example:443", await asked);
    }

    private async Task<string> RespondAsync(string response)
    {
        var token = TestContext.Current.CancellationToken;
        using var client = await _proxy.AcceptTcpClientAsync(token);
        await using var stream = client.GetStream();
        var asked = new StringBuilder();
        var buffer = new byte[4096];
        while (!asked.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer, token) is > 0 and var count)
        {
            asked.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(response), token);
        return asked.ToString();
    }
}
