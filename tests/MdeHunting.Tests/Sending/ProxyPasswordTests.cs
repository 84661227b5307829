using System.Net;
using MdeHunting.Lab.Hosting;
using MdeHunting.Service.Sending;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using Xunit;

namespace MdeHunting.Tests.Sending;

/// <summary>A proxy whose password stands in its address, as it usually does on Linux.</summary>
[Collection("Process environment")]
public sealed class ProxyPasswordTests : IAsyncLifetime
{
    private readonly LabShell _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("user:C%40N%2fARY", "user:C@N/ARY")]
    [InlineData("user:CANARY", "user:CANARY")]
    [InlineData("CANARY", "CANARY:")]
    public async Task The_user_in_the_address_is_the_one_who_asks(string user, string expected)
    {
        await using var proxy = new LabProxy(expected);

        _lab.Connect($"-Proxy http://{user}@{proxy.Authority} -Name Through").ThrowIfFailed();

        Assert.Equal("contoso", _lab.Shell.Run("(Invoke-MdeHuntingQuery Owner -Connection Through).Name").ThrowIfFailed().Output.Single().ToString());
        Assert.Contains(proxy.Requests, request => request.StartsWith("CONNECT localhost:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://user:CANARY@{0}", "403 Forbidden", "ProxyRefused")]
    [InlineData("http://user:CANARY@{0}", "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"CANARY\"", "ProxyRefused")]
    [InlineData("http://user:CANARY@{0}", "407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate", "ProxyRefused")]
    [InlineData("http://user:CANARY@{0}", "502 No way for user:CANARY", "ProxyRefused")]
    [InlineData("http://CANARY@{0}", "403 Forbidden", "ProxyRefused")]
    [InlineData("http://user:CANARY@{0}", "CANARY is no status", "ServiceUnreachable")]
    [InlineData("http://user:C%41NARY@{0}", "403 Forbidden", "ProxyRefused")]
    [InlineData("http://user:CANARY@127.0.0.1:9", "", "ServiceUnreachable")]
    [InlineData("http://user:CANARY@nowhere.invalid:3128", "", "ServiceUnreachable")]
    [InlineData("ftp://user:CANARY@{0}", "", "ArgumentConflict")]
    [InlineData("user:CANARY@{0}", "", "ArgumentConflict")]
    [InlineData("http://user:CANARY@[{0}", "", "ParameterArgumentTransformationError")]
    [InlineData("CANARY", "", "ArgumentConflict")]
    public async Task The_password_is_nowhere_when_it_fails(string address, string response, string errorId)
    {
        await using var proxy = new LabProxy(null, _ => response);

        var result = _lab.Shell.Run(
            $"Connect-MdeTenant {TestLab.Contoso} {TestLab.ClientId} -DeviceCode -Environment $args[0] -Proxy $args[1] -RetryTimeout 0s -Verbose -Debug",
            _lab.EnvironmentFile,
            string.Format(null, address, proxy.Authority)
        );

        Assert.Equal(errorId, result.ErrorId);
        var record = result.Error;
        var chain = new List<string>();
        for (var e = record.Exception; e is not null; e = e.InnerException)
        {
            chain.AddRange([e.Message, e.ToString(), $"{e.Data.Count}"]);
        }

        var shown = string.Join(
            '\n',
            [
                _lab.Shell.Screen.Text,
                .. result.Verbose,
                .. result.Warnings,
                .. result.Debug,
                .. chain,
                record.ToString(),
                $"{record.TargetObject}",
                $"{record.ErrorDetails}",
            ]
        );
        Assert.DoesNotContain("CANARY", shown, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("C%41NARY", shown, StringComparison.OrdinalIgnoreCase);
        if (response.Length > 0 && char.IsAsciiDigit(response[0]))
        {
            Assert.Contains($"(HTTP {response[..3]})", shown);
        }
    }

    [Fact]
    public async Task ProxyCredential_is_taken_before_a_user_in_the_address()
    {
        await using var proxy = new LabProxy("right:password");

        _lab.Shell.Run(
                LabShell.ConnectCommand() + $"-Proxy http://wrong:one@{proxy.Authority} -ProxyCredential $args[1]",
                _lab.EnvironmentFile,
                new System.Management.Automation.PSCredential("right", TestSecret.Of("password"))
            )
            .ThrowIfFailed();
    }

    [Theory]
    [InlineData("http://proxy.example:3128/", null)]
    [InlineData("http://user:pass%20word@proxy.example:3128/", "user/pass word")]
    [InlineData("socks5://u%40domain:p@proxy.example:1080/", "u@domain/p")]
    [InlineData("http://domain%5Cuser@proxy.example:3128/", "domain\\user/")]
    public void A_proxy_of_the_system_is_asked_without_its_user_and_given_it_as_credentials(string address, string? expected)
    {
        var plain = new PlainProxy(new Fixed(new Uri(address)), new KnownSecrets());

        var asked = plain.GetProxy(new Uri("https://graph.microsoft.com"))!;
        var user = plain.Credentials!.GetCredential(asked, "Basic");

        Assert.Equal(string.Empty, asked.UserInfo);
        Assert.Equal(
            new Uri(address).GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped),
            asked.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)
        );
        Assert.Equal(expected, user is null ? null : $"{user.UserName}/{user.Password}");
    }

    [Fact]
    public async Task A_process_whose_environment_names_a_proxy_uses_it_and_tells_nothing_of_its_password_and_asks_a_managed_identity_without_it()
    {
        await using var proxy = new LabProxy("user:C@NARY");
        await InnerTests.RunAsync<ProxyPasswordTests>(InnerTests.Proxy($"http://user:C%40NARY@{proxy.Authority}"));

        Assert.Contains(proxy.Requests, request => request.StartsWith("CONNECT localhost:", StringComparison.Ordinal));
        Assert.DoesNotContain(
            proxy.Requests,
            request => request.Contains("127.0.0.1", StringComparison.Ordinal) || request.Contains("169.254.169.254", StringComparison.Ordinal)
        );
    }

    [Fact(Explicit = true)]
    public async Task Inside_that_process_sign_in_hunting_and_a_managed_identity_work()
    {
        InnerTests.RequireInside();
        _lab.Connect("-Name Through -Verbose").ThrowIfFailed();
        Assert.Equal("contoso", _lab.Shell.Run("(Invoke-MdeHuntingQuery Owner -Connection Through).Name").ThrowIfFailed().Output.Single().ToString());

        // The host's own endpoint is at another name than the lab's services, so that the proxy could tell.
        var state = _lab.Lab.State;
        var environment = _lab.Lab.EnvironmentJson.Replace(
            "\"Xdr\": {\n      \"baseAddress\": \"https://localhost",
            "\"Xdr\": {\n      \"baseAddress\": \"https://127.0.0.1",
            StringComparison.Ordinal
        );
        Assert.NotEqual(environment, _lab.Lab.EnvironmentJson);
        Environment.SetEnvironmentVariable(
            "IDENTITY_ENDPOINT",
            new UriBuilder(state.ManagedIdentityEndpoint) { Host = "127.0.0.1" }
                .Uri
                .AbsoluteUri
        );
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", state.ManagedIdentityHeader);
        _lab.Shell.Run("Connect-MdeTenant -Identity -Environment $args[0] -Name Host", _lab.Write(environment)).ThrowIfFailed();

        await using var refusing = new LabProxy(null, _ => "403 Forbidden");
        HttpClient.DefaultProxy = new WebProxy(new Uri($"http://user:C%40NARY@{refusing.Authority}"));
        _lab.Connect("-Name Other").ThrowIfFailed();
        var failure = _lab.Shell.Run("Invoke-MdeHuntingQuery Owner -Connection Other");
        Assert.Equal("HuntingProxyRefused", failure.ErrorId);
        Assert.DoesNotContain("NARY", failure.Error.Exception.ToString());
    }

    private sealed class Fixed(Uri address) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri GetProxy(Uri destination) => address;

        public bool IsBypassed(Uri host) => false;
    }
}
