using System.Net;
using MdeHunting.Contract;
using MdeHunting.Service.Sending;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Sending;

/// <summary>A proxy in the environment that cannot be used is said, and nothing goes without it.</summary>
public sealed class ProxyVariablesTests : IMessageSink
{
    private readonly List<string> _warnings = [];

    [Theory]
    [InlineData("http://user:CANARY@proxy:99999", "port")]
    [InlineData("proxy:CANARY", "port")]
    [InlineData("proxy:0", "port")]
    [InlineData("proxy:-1", "port")]
    [InlineData("http://proxy:", "port")]
    [InlineData("http://user:CANARY@proxy:8080,http://other:1", "port")]
    [InlineData("http:/CANARY", "port")]
    [InlineData("socks5h://user:CANARY@proxy:1080", "'socks5h'")]
    [InlineData("ftp://user:CANARY@proxy", "'ftp'")]
    [InlineData("http://", "no host")]
    [InlineData("http://user:CANARY@", "no host")]
    [InlineData("http://CANARY CANARY:80", "host isn't valid")]
    [InlineData("::1", "host isn't valid")]
    [InlineData(" http://user:CANARY@proxy:80", "a blank around it")]
    [InlineData("http://user:CANARY@proxy:80\n", "a line end around it")]
    [InlineData("\"http://user:CANARY@proxy:80\"", "a quote around it")]
    [InlineData("\u200Bhttp://user:CANARY@proxy:80", "U+200B")]
    public async Task A_proxy_that_cannot_be_used_is_refused_with_its_variable_and_without_its_password(string value, string said)
    {
        foreach (var name in new[] { "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy" })
        {
            var failure = await Assert.ThrowsAsync<ConnectionException>(() => CheckAsync((name, value)));

            Assert.Equal(ConnectionFailure.InvalidProxyVariable, failure.Failure);
            Assert.Contains($"variable {name} ", failure.Message);
            Assert.Contains(said, failure.Message);
            Assert.Contains("-Proxy", failure.NextStep);
            Assert.DoesNotContain("CANARY", failure.ToString());
            Assert.DoesNotContain("CANARY", $"{failure.Target}");
        }
    }

    [Theory]
    [InlineData("http://proxy:8080")]
    [InlineData("http://proxy:8080/")]
    [InlineData("HTTP://proxy")]
    [InlineData("proxy:3128")]
    [InlineData("proxy")]
    [InlineData("https://user:p@ss/word@proxy.contoso.example:443")]
    [InlineData("socks5://user:p@proxy:1080")]
    [InlineData("http://[::1]:80")]
    [InlineData("[::1]")]
    [InlineData("10.0.0.1:3128")]
    [InlineData("  ")]
    [InlineData(null)]
    public async Task A_proxy_that_can_be_used_and_none_pass(string? value)
    {
        await CheckAsync(("HTTPS_PROXY", value), ("HTTP_PROXY", value));

        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task HTTP_PROXY_is_no_proxy_of_https_and_is_warned_of()
    {
        await CheckAsync(("HTTP_PROXY", "http://user:CANARY@proxy:99999"));

        Assert.Contains("HTTP_PROXY", Assert.Single(_warnings));
        Assert.DoesNotContain("CANARY", _warnings[0]);
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("*.microsoft.com", true)]
    [InlineData("microsoft.com", true)]
    [InlineData("localhost,https://graph.microsoft.com", true)]
    [InlineData("localhost, graph.microsoft.com:443", true)]
    [InlineData("localhost;graph.microsoft.com", true)]
    [InlineData("\"graph.microsoft.com\"", true)]
    [InlineData("10.0.0.0/8,.svc,.cluster.local,graph.example", false)]
    [InlineData("*.example", false)]
    [InlineData("soft.com", false)]
    public async Task An_exception_that_is_meant_for_a_host_and_not_read_as_one_is_warned_of(string exceptions, bool isTold)
    {
        await CheckAsync(("HTTPS_PROXY", "http://proxy:1"), ("NO_PROXY", exceptions));

        Assert.Equal(
            isTold,
            _warnings.Any(warning =>
                warning.Contains("NO_PROXY", StringComparison.Ordinal) && warning.Contains("graph.microsoft.com", StringComparison.Ordinal)
            )
        );
        Assert.Equal(isTold ? 1 : 0, _warnings.Count);
    }

    [Fact]
    public async Task A_process_of_its_own_refuses_before_anything_is_sent()
    {
        var result = await InstalledShell.RunAsync(
            "try { Connect-MdeTenant $args[0] $args[1] -DeviceCode } catch { \"$($_.FullyQualifiedErrorId): $_\" }",
            [TestLab.Contoso, TestLab.ClientId],
            new Dictionary<string, string?> { ["HTTPS_PROXY"] = "http://user:CANARY@proxy:99999" }
        );

        Assert.Contains($"{ConnectionFailure.InvalidProxyVariable}", result.Output);
        Assert.Contains("HTTPS_PROXY", result.Output);
        Assert.DoesNotContain("CANARY", result.Output);
    }

    Task IMessageSink.WarnAsync(string message)
    {
        _warnings.Add(message);
        return Task.CompletedTask;
    }

    Task IMessageSink.VerboseAsync(string message) => Task.CompletedTask;

    private Task CheckAsync(params (string Name, string? Value)[] variables) =>
        new ProxyVariables(name => Array.Find(variables, one => one.Name == name).Value).CheckAsync(
            ["graph.microsoft.com"],
            () => new WebProxy("http://proxy:1"),
            this
        );
}
