using System.Management.Automation;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Web;
using MdeHunting.Service.Sending;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using Xunit;

namespace MdeHunting.Tests.Commands;

public sealed class ConnectTests : IAsyncLifetime
{
    private readonly LabShell _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("Graph", "https://graph.microsoft.com/ThreatHunting.Read.All")]
    [InlineData("Endpoint", "https://api.securitycenter.microsoft.com/AdvancedQuery.Read")]
    [InlineData("Xdr", "https://api.security.microsoft.com/AdvancedHunting.Read")]
    public void A_connection_tells_who_where_and_until_when_and_holds_no_token(string api, string scope)
    {
        var result = _lab.Connect($"-Api {api} -Name Mine").ThrowIfFailed();

        var connection = Assert.IsType<MdeConnection>(Assert.Single(result.Output).BaseObject);
        Assert.Equal("Mine", connection.Name);
        Assert.Equal(TestLab.Contoso, connection.TenantId);
        Assert.Equal(TestLab.Responder, connection.Account);
        Assert.Equal(Guid.Parse(TestLab.ClientId), connection.ClientId);
        Assert.Equal(api, connection.Api.ToString());
        Assert.Equal("Lab", connection.Cloud);
        Assert.Equal(nameof(SignInMethod.DeviceCode), connection.Method);
        Assert.Contains(scope, connection.Scopes);
        var expiry = Assert.NotNull(connection.ExpiresOn);
        Assert.Equal(DateTimeKind.Utc, expiry.Kind);
        Assert.InRange(expiry, DateTime.UtcNow, DateTime.UtcNow.AddDays(1));
        Assert.DoesNotContain(result.Output[0].Properties, p => Secrets.IsToken(p.Value));
    }

    [Fact]
    public void Graph_is_the_default_and_does_not_warn()
    {
        var result = _lab.Connect().ThrowIfFailed();

        Assert.Equal(nameof(MdeApi.Graph), ((MdeConnection)result.Output.Single().BaseObject).Api);
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("Endpoint")]
    [InlineData("Xdr")]
    public void The_services_that_Microsoft_stops_warn_once_with_the_date_and_the_way_on(string api)
    {
        _lab.Connect($"-Api {api}").ThrowIfFailed();
        var warning = Assert.Single(_lab.Connect($"-Api {api}").ThrowIfFailed().Warnings);

        Assert.Contains("1 February 2027", warning);
        Assert.Contains("-Api Graph", warning);
        Assert.Empty(_lab.Shell.Run("Invoke-MdeHuntingQuery Owner").ThrowIfFailed().Warnings);
    }

    [Fact]
    public void The_message_goes_to_the_host_and_the_information_stream_and_the_time_left_to_progress()
    {
        var result = _lab.Connect().ThrowIfFailed();

        var message = Assert.Single(result.Information).MessageData.ToString()!;
        Assert.Contains("enter the code", message);
        Assert.Contains(message, _lab.Shell.Screen.Text);
        Assert.IsType<MdeConnection>(Assert.Single(result.Output).BaseObject);
        Assert.InRange(result.Progress[0].SecondsRemaining, 800, 900);
        Assert.Contains("/devicelogin", result.Progress[0].StatusDescription);
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
    }

    [Fact]
    public void A_declined_sign_in_says_so()
    {
        _lab.OnCode = (person, page, code) => person.DeclineAsync(page, code);

        RequireRefusal(_lab.Connect(), "SignInDeclined", ErrorCategory.PermissionDenied, "declined");
    }

    [Theory]
    [InlineData(DeviceCodePollFault.Expired, "DeviceCodeExpired", ErrorCategory.OperationTimeout, "new code")]
    [InlineData(DeviceCodePollFault.BadVerificationCode, "DeviceCodeRejected", ErrorCategory.AuthenticationError, "Connect-MdeTenant")]
    [InlineData(DeviceCodePollFault.SlowDown, "SignInFailed", ErrorCategory.AuthenticationError, "Slow down")]
    public void Each_other_ending_is_its_own_error_with_a_next_step(DeviceCodePollFault fault, string id, ErrorCategory category, string said)
    {
        _lab.OnCode = (_, _, _) => Task.CompletedTask;
        _lab.Lab.State.Faults.AnswerDeviceCodePolls(fault);

        RequireRefusal(_lab.Connect(), id, category, said);
    }

    [Fact]
    public async Task A_wrong_code_on_the_page_leaves_the_sign_in_waiting_for_the_right_one()
    {
        _lab.OnCode = async (person, page, code) =>
        {
            await Assert.ThrowsAsync<LabPageException>(() => person.ApproveAsync(page, "WRONGCODE"));
            await person.ApproveAsync(page, code);
        };

        _lab.Connect().ThrowIfFailed();
        await _lab.Person;
    }

    [Fact]
    public async Task Ctrl_C_ends_the_waiting_and_leaves_no_connection()
    {
        var shown = new TaskCompletionSource();
        _lab.OnCode = (_, _, _) =>
        {
            shown.SetResult();
            return Task.CompletedTask;
        };

        using var shell = _lab.Shell.Prepare(LabShell.ConnectCommand(), _lab.EnvironmentFile);
        var running = shell.InvokeAsync();
        await shown.Task;
        await shell.StopAsync(null, null);

        await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
        Assert.Empty(_lab.Shell.Run("Get-MdeConnection").ThrowIfFailed().Output);
    }

    [Theory]
    [InlineData("99999999-9999-9999-9999-999999999999", TestLab.ClientId, "AADSTS90002", "TenantNotFound")]
    [InlineData(TestLab.Contoso, "99999999-9999-9999-9999-999999999999", "AADSTS700016", "ApplicationNotFound")]
    public void What_the_identity_service_refuses_is_said_with_its_code_and_correlation_id(string tenant, string client, string code, string id)
    {
        var result = _lab.Shell.Run($"Connect-MdeTenant {tenant} {client} -DeviceCode -Environment $args[0]", _lab.EnvironmentFile);

        Assert.Equal(id, result.ErrorId);
        var failure = Assert.IsType<SignInException>(result.Error.Exception);
        Assert.Equal(code, failure.ServiceCode);
        Assert.Contains(code, failure.Message);
        Assert.DoesNotContain("Trace ID", failure.Message);
        Assert.True(Guid.TryParse(failure.RequestId, out _));
        Assert.Contains(failure.RequestId!, failure.Message);
    }

    [Fact]
    public void A_domain_that_is_no_tenant_is_named_before_anybody_is_asked()
    {
        var result = _lab.Connect(tenant: "nobody.example");

        Assert.Equal("TenantNotFound", result.ErrorId);
        Assert.Contains("'nobody.example'", result.Error.ToString());
        Assert.Empty(result.Information);
    }

    [Theory]
    [InlineData("not a tenant", TestLab.ClientId, "InvalidTenantId", "'not a tenant'")]
    [InlineData("", TestLab.ClientId, "InvalidTenantId", "''")]
    [InlineData("common", TestLab.ClientId, "InvalidTenantId", "'common'")]
    [InlineData("https://contoso.example", TestLab.ClientId, "InvalidTenantId", "https://contoso.example")]
    [InlineData("contoso.example/../other", TestLab.ClientId, "InvalidTenantId", "other")]
    [InlineData("00000000-0000-0000-0000-000000000000", TestLab.ClientId, "InvalidTenantId", "00000000")]
    [InlineData(TestLab.Contoso, "my app", "InvalidClientId", "'my app'")]
    [InlineData(TestLab.Contoso, "", "InvalidClientId", "''")]
    public void What_is_mistyped_is_named_before_anything_is_sent(string tenant, string client, string id, string named)
    {
        var result = _lab.Shell.Run(
            "Connect-MdeTenant -TenantId $args[0] -ClientId $args[1] -DeviceCode -Environment $args[2]",
            tenant,
            client,
            _lab.EnvironmentFile
        );

        Assert.Equal(id, result.ErrorId);
        Assert.Contains(named, result.Error.ToString());
        Assert.Empty(_lab.Lab.State.Requests);
    }

    [Fact]
    public void A_tenant_may_be_given_by_its_domain() =>
        Assert.Equal(TestLab.Contoso, ((MdeConnection)_lab.Connect(tenant: "contoso.example").ThrowIfFailed().Output.Single().BaseObject).TenantId);

    [Fact]
    public void An_environment_that_is_not_there_or_lacks_the_api_is_named()
    {
        Assert.Equal("EnvironmentNotFound", _lab.Shell.Run(LabShell.ConnectCommand(), "/nowhere/lab.json").ErrorId);

        var file = _lab.Write("""{"name":"Small","authority":"https://localhost:1","apis":{"Xdr":{"baseAddress":"https://localhost:1","resource":"r"}}}""");
        var result = _lab.Shell.Run(LabShell.ConnectCommand(), file);
        Assert.Equal("ApiNotInEnvironment", result.ErrorId);
        Assert.Contains("Xdr", result.Error.ToString());
    }

    [Fact]
    public void Without_its_root_certificate_the_lab_is_not_trusted()
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(_lab.Lab.EnvironmentJson)!.AsObject();
        json.Remove("rootCertificate");

        Assert.Equal("CertificateRefused", _lab.Shell.Run(LabShell.ConnectCommand(), _lab.Write(json.ToJsonString())).ErrorId);
    }

    [Fact]
    public void An_address_where_nobody_answers_is_named()
    {
        var file = _lab.Write("""{"name":"Off","authority":"https://localhost:9","apis":{"Graph":{"baseAddress":"https://localhost:9","resource":"r"}}}""");
        var result = _lab.Shell.Run($"{LabShell.ConnectCommand()} -RetryTimeout 0s", file);

        Assert.Equal("ServiceUnreachable", result.ErrorId);
        Assert.Contains("https://localhost:9", result.Error.ToString());
    }

    [Fact]
    public void A_root_is_trusted_for_its_own_loopback_hosts_alone()
    {
        var root = _lab.Lab.RootCertificate;
        using var server = ServerCertificate(_lab.Lab.BaseAddress);
        var trust = new LoopbackRootTrust(root, ["localhost", "127.0.0.1", "hunting.example"]);

        Assert.True(trust.Accepts("localhost", server, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.True(trust.Accepts("127.0.0.1", server, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.False(trust.Accepts("hunting.example", server, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.False(trust.Accepts("::1", server, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.False(trust.Accepts("localhost", server, SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.False(trust.Accepts("localhost", null, SslPolicyErrors.RemoteCertificateNotAvailable));
        Assert.True(trust.Accepts("hunting.example", server, SslPolicyErrors.None));

        using var other = X509CertificateLoader.LoadCertificate(server.RawData);
        Assert.False(new LoopbackRootTrust(other, ["localhost"]).Accepts("localhost", server, SslPolicyErrors.RemoteCertificateChainErrors));
    }

    [Fact]
    public void The_latest_connection_is_current_and_a_name_is_used_again()
    {
        _lab.Connect("-Name A").ThrowIfFailed();
        _lab.Connect("-Name B", TestLab.Seed).ThrowIfFailed();

        Assert.Equal(["A", "B"], Names());
        Assert.Equal("seed", Owner(""));
        Assert.Equal("contoso", Owner("-Connection a"));

        _lab.Connect("-Name a", TestLab.Seed).ThrowIfFailed();
        Assert.Equal(["B", "a"], Names());
        Assert.Equal("seed", Owner("-Connection A"));
        Assert.Equal(["B"], _lab.Shell.Run("(Get-MdeConnection b).Name").ThrowIfFailed().Output.Select(o => o.ToString()));
        Assert.Equal("ConnectionNotFound", _lab.Shell.Run("Get-MdeConnection none").ErrorId);
    }

    [Fact]
    public void Disconnecting_drops_the_connection_and_asks_first_where_told_to()
    {
        _lab.Connect("-Name A").ThrowIfFailed();
        _lab.Connect("-Name B", TestLab.Seed).ThrowIfFailed();

        _lab.Shell.Run("Disconnect-MdeTenant -WhatIf").ThrowIfFailed();
        Assert.Equal(["A", "B"], Names());

        _lab.Shell.Run("Disconnect-MdeTenant").ThrowIfFailed();
        Assert.Equal(["A"], Names());
        Assert.Equal("contoso", Owner(""));

        _lab.Shell.Run("Get-MdeConnection | Disconnect-MdeTenant").ThrowIfFailed();
        Assert.Empty(Names());
        Assert.Equal("NotConnected", _lab.Shell.Run("Disconnect-MdeTenant").ErrorId);
    }

    [Fact]
    public void A_session_does_not_see_the_connections_of_another()
    {
        _lab.Connect().ThrowIfFailed();
        using var other = _lab.NewShell();

        Assert.Empty(other.Run("Get-MdeConnection").ThrowIfFailed().Output);
        Assert.Equal("NotConnected", other.Run("Invoke-MdeHuntingQuery Owner").ErrorId);
    }

    [Fact]
    public void Names_are_suggested_and_quoted_where_they_must_be()
    {
        _lab.Connect("-Name 'Customer 1'").ThrowIfFailed();
        _lab.Connect("-Name Custom").ThrowIfFailed();

        var found = _lab.Shell.Run("(TabExpansion2 'Invoke-MdeHuntingQuery x -Connection cus' 40).CompletionMatches.CompletionText").ThrowIfFailed();

        Assert.Equal(["'Customer 1'", "Custom"], found.Output.Select(o => o.ToString()));
    }

    [Fact]
    public void No_token_is_in_any_stream_at_any_verbosity()
    {
        var result = _lab.Connect("-Verbose -Debug").ThrowIfFailed();
        var hunt = _lab.Shell.Run(
            "Invoke-MdeHuntingQuery Owner -Verbose -Debug; Get-MdeTokenInfo -Verbose -Debug; Invoke-MdeHuntingQuery Nothing -Verbose -Debug -ErrorAction "
                + "SilentlyContinue"
        );

        var all =
            string.Join(
                "\n",
                new[] { result, hunt }.SelectMany(r =>
                    r.Output.Select(o => o.ToString() + string.Join("\n", o.Properties.Select(p => p.Value?.ToString())))
                        .Concat(r.Verbose)
                        .Concat(r.Warnings)
                        .Concat(r.Information.Select(i => i.ToString()))
                        .Concat(r.Errors.Select(e => e + e.Exception.ToString()))
                )
            ) + _lab.Shell.Screen.Text;

        Assert.Contains("HTTP 200", all);
        Assert.False(Secrets.IsToken(all));
        Assert.DoesNotContain("Bearer", all);
    }

    private static X509Certificate2 ServerCertificate(Uri address)
    {
        X509Certificate2? seen = null;
        using var client = new HttpClient(
            new HttpClientHandler
            {
                ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
                {
                    seen = X509CertificateLoader.LoadCertificate(certificate!.RawData);
                    return false;
                },
            }
        );
        Assert.Throws<HttpRequestException>(() => client.Send(new HttpRequestMessage(HttpMethod.Get, address)));
        return seen!;
    }

    private static void RequireRefusal(ShellResult result, string id, ErrorCategory category, string said)
    {
        Assert.Equal(id, result.ErrorId);
        Assert.Equal(category, result.Error.CategoryInfo.Category);
        Assert.Contains(said, result.Error.ToString());
        Assert.NotEmpty(Assert.IsType<SignInException>(result.Error.Exception).NextStep);
        Assert.Empty(result.Output);
    }

    private IEnumerable<string> Names() => _lab.Shell.Run("Get-MdeConnection | ForEach-Object Name").ThrowIfFailed().Output.Select(o => o.ToString());

    private string Owner(string options) => _lab.Shell.Run($"(Invoke-MdeHuntingQuery Owner {options}).Name").ThrowIfFailed().Output.Single().ToString();
}
