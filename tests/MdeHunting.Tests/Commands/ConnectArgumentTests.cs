using System.Management.Automation;
using System.Security;
using MdeHunting.TestKit;
using MdeHunting.Tests.SignIn;
using Xunit;

namespace MdeHunting.Tests.Commands;

[Collection("Process environment")]
public sealed class ConnectArgumentTests : IAsyncLifetime
{
    private readonly LabShell _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("-ClientSecret 'hunter2'")]
    [InlineData("-AccessToken 'hunter2'")]
    [InlineData("-FederatedToken 'hunter2'")]
    [InlineData("-CertificatePath a.pfx -CertificatePassword 'hunter2'")]
    public void A_secret_in_plain_text_is_refused_without_being_repeated(string options)
    {
        var result = Connect(options);

        var error = result.Error;
        Assert.Contains("SecureString", error.ToString());
        Assert.Contains("Read-Host -AsSecureString", error.ToString());
        Assert.DoesNotContain("hunter2", error.Exception.ToString());
        Assert.DoesNotContain("hunter2", error.TargetObject?.ToString() ?? string.Empty);
        Assert.Empty(_lab.Lab.State.Requests);
    }

    [Theory]
    [InlineData("-DeviceCode -ClientSecret $s")]
    [InlineData("-Identity -AccessToken $s")]
    public void Two_methods_at_once_are_refused(string options)
    {
        var result = Connect(options);

        Assert.Equal("AmbiguousParameterSet", result.ErrorId);
        Assert.Empty(_lab.Lab.State.Requests);
    }

    [Theory]
    [InlineData("-FederatedToken $s -FederatedTokenFile a.txt", "-FederatedToken and -FederatedTokenFile")]
    [InlineData("-CertificateThumbprint AB -CertificatePath a.pfx", "-CertificateThumbprint and -CertificatePath")]
    [InlineData("-CertificatePassword $s", "-CertificatePassword was specified without a certificate")]
    [InlineData("-Cloud GCC", "-Cloud and -Environment")]
    [InlineData("-Proxy 'ftp://proxy.example'", "'ftp://proxy.example' isn't a valid proxy address")]
    [InlineData("-Proxy 'proxy'", "-Proxy isn't a valid proxy address")]
    [InlineData("-ProxyCredential $c", "without -Proxy")]
    public void Arguments_that_do_not_go_together_are_named(string options, string named)
    {
        var result = Connect(options);

        Assert.Equal("ArgumentConflict", result.ErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, result.Error.CategoryInfo.Category);
        Assert.Contains(named, result.Error.ToString());
    }

    [Fact]
    public void China_is_refused_with_the_reason()
    {
        var result = _lab.Shell.Run($"Connect-MdeTenant {TestLab.Contoso} {TestLab.ClientId} -Cloud China");

        Assert.Equal("ArgumentConflict", result.ErrorId);
        Assert.Contains("Public, GCC, GCCHigh, DoD.", result.Error.ToString());
        Assert.Contains("21Vianet", result.Error.ToString());
    }

    [Theory]
    [InlineData("USGov", "GCCHigh")]
    [InlineData("AzureUSGovernment", "GCCHigh")]
    [InlineData("USGovDoD", "DoD")]
    [InlineData("gcchigh", "GCCHigh")]
    [InlineData("Global", "Public")]
    public void The_name_of_an_environment_of_other_modules_leads_to_the_cloud(string environment, string cloud)
    {
        var result = _lab.Shell.Run($"Connect-MdeTenant {TestLab.Contoso} {TestLab.ClientId} -Environment {environment}");

        Assert.Equal("EnvironmentNotFound", result.ErrorId);
        Assert.Contains($"use -Cloud {cloud} ", result.Error.ToString());
    }

    [Fact]
    public void A_connection_is_called_after_the_tenants_domain_where_its_id_was_given()
    {
        Assert.Equal("contoso.example/Graph", ((MdeConnection)_lab.Connect().ThrowIfFailed().Output[0].BaseObject).Name);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Name = 'One' } | Select-MdeConnection", "One")]
    [InlineData("'Name','One' | ConvertFrom-Csv | Select-MdeConnection", "One")]
    [InlineData("Get-MdeConnection One | Select-MdeConnection", "One")]
    [InlineData("'One' | Select-MdeConnection", "One")]
    [InlineData("[pscustomobject]@{ Name = 'One' } | Get-MdeConnection", "One")]
    [InlineData("'Name','Two','One' | ConvertFrom-Csv | Get-MdeConnection | Select-Object -Last 1", "One")]
    [InlineData("'Name','Two' | ConvertFrom-Csv | Disconnect-MdeTenant; Get-MdeConnection", "One")]
    public void Connections_bind_by_the_name_of_a_column(string script, string name)
    {
        _lab.Connect("-Name One").ThrowIfFailed();
        _lab.Connect("-Name Two").ThrowIfFailed();

        Assert.Equal(name, ((MdeConnection)_lab.Shell.Run(script).ThrowIfFailed().Output.Single().BaseObject).Name);
    }

    [Fact]
    public Task A_client_id_of_the_environment_that_is_none_is_told_with_its_variable() =>
        ProcessVariables.WithAsync(
            new() { ["MDEHUNTING_CLIENT_ID"] = "no id" },
            () =>
            {
                var result = _lab.Shell.Run($"Connect-MdeTenant {TestLab.Contoso} -DeviceCode -Environment $args[0]", _lab.EnvironmentFile);

                Assert.Equal("InvalidClientId", result.ErrorId);
                Assert.StartsWith("'no id' in the environment variable MDEHUNTING_CLIENT_ID isn't an application (client) ID.", result.Error.ToString());
                return Task.CompletedTask;
            }
        );

    [Fact]
    public void Without_a_client_id_the_error_gives_the_three_ways()
    {
        var result = _lab.Shell.Run($"Connect-MdeTenant {TestLab.Contoso} -DeviceCode -Environment $args[0]", _lab.EnvironmentFile);

        Assert.Equal("ClientIdMissing", result.ErrorId);
        Assert.Contains("MDEHUNTING_CLIENT_ID", result.Error.ToString());
        Assert.Contains("-ClientId GraphCommandLineTools", result.Error.ToString());
        Assert.Contains("-AccessToken", result.Error.ToString());
        Assert.Empty(_lab.Lab.State.Requests);
    }

    [Fact]
    public void Without_a_client_id_an_application_by_itself_is_told_of_its_own_registration_alone()
    {
        var result = _lab.Shell.Run($"Connect-MdeTenant {TestLab.Contoso} -CertificateThumbprint AB -Environment $args[0]", _lab.EnvironmentFile);

        Assert.Equal("ClientIdMissing", result.ErrorId);
        Assert.DoesNotContain("GraphCommandLineTools", result.Error.ToString());
    }

    [Theory]
    [InlineData("GraphCommandLineTools")]
    [InlineData("graphcommandlinetools")]
    [InlineData("14d82eec-204b-4c2f-b7e8-296a70dab67e")]
    public void Microsofts_shared_application_is_taken_by_name_and_by_id(string client)
    {
        var result = _lab.Shell.Run(
            "Connect-MdeTenant -TenantId $args[0] -ClientId $args[1] -DeviceCode -Environment $args[2]",
            TestLab.Contoso,
            client,
            _lab.EnvironmentFile
        );

        Assert.Equal("ConsentMissing", result.ErrorId);
        Assert.Equal(ErrorCategory.PermissionDenied, result.Error.CategoryInfo.Category);
        Assert.Contains("/v2.0/adminconsent?client_id=14d82eec-204b-4c2f-b7e8-296a70dab67e&scope=", result.Error.ToString());
    }

    [Theory]
    [InlineData("GraphCommandLineTools -Api Endpoint -DeviceCode", "AdvancedQuery.Read of WindowsDefenderATP")]
    [InlineData("GraphCommandLineTools -Api Xdr", "AdvancedHunting.Read of Microsoft Threat Protection")]
    [InlineData("14d82eec-204b-4c2f-b7e8-296a70dab67e -Api Xdr", "only gets permissions of Microsoft Graph")]
    [InlineData("GraphCommandLineTools -CertificateThumbprint AB", "only a person can sign in with it")]
    [InlineData("AzureCli", "without ThreatHunting.Read.All")]
    [InlineData("04b07795-8ddb-461a-bbee-02f9e1bf7b46", "without ThreatHunting.Read.All")]
    [InlineData("1950A258-227B-4E31-A9CF-717495945FC2", "without ThreatHunting.Read.All")]
    [InlineData("AzurePowerShell", "-ClientId GraphCommandLineTools")]
    public void Where_the_shared_application_does_not_fit_that_is_said_before_anything_is_sent(string options, string said)
    {
        var result = _lab.Shell.Run($"Connect-MdeTenant {TestLab.Contoso} -Environment $args[0] -ClientId {options}", _lab.EnvironmentFile);

        Assert.Equal("SharedApplicationUnfit", result.ErrorId);
        Assert.Contains(said, result.Error.ToString());
        Assert.Empty(_lab.Lab.State.Requests);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void Its_name_mistyped_is_suggested()
    {
        var result = _lab.Shell.Run($"Connect-MdeTenant {TestLab.Contoso} GraphComandLineTools -Environment $args[0]", _lab.EnvironmentFile);

        Assert.Equal("InvalidClientId", result.ErrorId);
        Assert.Contains("Did you mean 'GraphCommandLineTools'?", result.Error.ToString());
    }

    [Theory]
    [InlineData("-ClientId Gr")]
    [InlineData("-ClientId ")]
    public void Its_name_is_suggested_with_what_it_is(string typed)
    {
        var line = $"Connect-MdeTenant contoso.example {typed}";

        var found = _lab
            .Shell.Run("(TabExpansion2 $args[0] $args[0].Length).CompletionMatches", line)
            .ThrowIfFailed()
            .Output.Select(o => (CompletionResult)o.BaseObject);

        var shared = Assert.Single(found, one => one.CompletionText == "GraphCommandLineTools");
        Assert.Contains("Microsoft's shared application", shared.ToolTip);
        Assert.Contains("14d82eec-204b-4c2f-b7e8-296a70dab67e", shared.ToolTip);
    }

    [Fact]
    public void A_federated_sign_in_needs_a_tenant_from_somewhere()
    {
        var result = _lab.Shell.Run($"Connect-MdeTenant -ClientId {TestLab.ClientId} -FederatedTokenFile token -Environment $args[0]", _lab.EnvironmentFile);

        Assert.Equal("TenantIdMissing", result.ErrorId);
        Assert.Contains("AZURE_TENANT_ID", result.Error.ToString());
    }

    [Fact]
    public void Without_a_browser_the_error_names_the_switch_and_nobody_is_asked_for_a_code()
    {
        var before = Environment.GetEnvironmentVariable("BROWSER");
        Environment.SetEnvironmentVariable("BROWSER", "/nowhere/browser");
        try
        {
            var result = _lab.Shell.Run($"Connect-MdeTenant {TestLab.Contoso} {TestLab.ClientId} -Environment $args[0]", _lab.EnvironmentFile);

            Assert.Equal("BrowserUnavailable", result.ErrorId);
            Assert.Contains("-DeviceCode", result.Error.ToString());
            Assert.Empty(result.Information);
        }
        finally
        {
            Environment.SetEnvironmentVariable("BROWSER", before);
        }
    }

    [Fact]
    public void A_federated_token_that_is_not_there_is_said()
    {
        var file = Connect("-FederatedTokenFile /nowhere/token");
        Assert.Equal("FederatedTokenUnreadable", file.ErrorId);
        Assert.Contains("/nowhere/token", file.Error.ToString());

        var none = Connect("-Federated");
        Assert.Equal("FederatedTokenUnreadable", none.ErrorId);
        Assert.Contains("AZURE_FEDERATED_TOKEN_FILE", none.Error.ToString());
    }

    [Fact]
    public void Another_connection_becomes_the_current_one_by_name_or_itself()
    {
        _lab.Connect("-Name A").ThrowIfFailed();
        _lab.Connect("-Name B", TestLab.Seed).ThrowIfFailed();

        Assert.Equal("A", ((MdeConnection)_lab.Shell.Run("Select-MdeConnection a").ThrowIfFailed().Output.Single().BaseObject).Name);
        Assert.Equal("contoso", Owner(_lab.Shell));
        _lab.Shell.Run("Get-MdeConnection B | Select-MdeConnection").ThrowIfFailed();
        Assert.Equal("seed", Owner(_lab.Shell));
        Assert.Equal("ConnectionNotFound", _lab.Shell.Run("Select-MdeConnection C").ErrorId);

        using var other = _lab.NewShell();
        other.Run("Select-MdeConnection $args[0]", _lab.Shell.Run("Get-MdeConnection A").Output.Single()).ThrowIfFailed();
        Assert.Equal("contoso", Owner(other));
    }

    [Fact]
    public void Two_runspaces_hunt_side_by_side_each_in_its_own_tenant()
    {
        using var other = _lab.NewShell();
        _lab.Connect().ThrowIfFailed();
        _lab.Connect(tenant: TestLab.Seed, shell: other).ThrowIfFailed();

        var owners = new Dictionary<Shell, IEnumerable<string>>();
        Parallel.ForEach(
            [_lab.Shell, other],
            shell =>
            {
                var rows = shell
                    .Run("1..20 | ForEach-Object { Invoke-MdeHuntingQuery Owner } | ForEach-Object Name")
                    .ThrowIfFailed()
                    .Output.Select(o => o.ToString())
                    .ToList();
                lock (owners)
                {
                    owners[shell] = rows;
                }
            }
        );

        Assert.Equal(Enumerable.Repeat("contoso", 20), owners[_lab.Shell]);
        Assert.Equal(Enumerable.Repeat("seed", 20), owners[other]);
    }

    [Fact]
    public void A_forgotten_account_is_asked_for_again_and_WhatIf_forgets_nothing()
    {
        _lab.Connect("-Name A").ThrowIfFailed();
        _lab.Shell.Run("Disconnect-MdeTenant -ForgetAccount -WhatIf").ThrowIfFailed();
        Assert.Empty(_lab.Connect("-Name B").ThrowIfFailed().Information);

        _lab.Shell.Run("Disconnect-MdeTenant -ForgetAccount").ThrowIfFailed();
        Assert.Single(_lab.Connect("-Name B").ThrowIfFailed().Information);
    }

    [Fact]
    public void A_connection_that_was_dropped_elsewhere_is_closed()
    {
        var connection = _lab.Connect().ThrowIfFailed().Output.Single();
        using var other = _lab.NewShell();
        other.Run("Select-MdeConnection $args[0]", connection).ThrowIfFailed();
        _lab.Shell.Run("Disconnect-MdeTenant").ThrowIfFailed();

        Assert.Equal("ConnectionClosed", other.Run("Invoke-MdeHuntingQuery Owner").ErrorId);
    }

    private static string Owner(Shell shell) => shell.Run("(Invoke-MdeHuntingQuery Owner).Name").ThrowIfFailed().Output.Single().ToString();

    private ShellResult Connect(string options)
    {
        using var secret = new SecureString();
        secret.AppendChar('x');
        return _lab.Shell.Run(
            $"$s = $args[1]; $c = [pscredential]::new('u', $s); Connect-MdeTenant {TestLab.Contoso} {TestLab.ClientId} -Environment $args[0] {options}",
            _lab.EnvironmentFile,
            secret.Copy()
        );
    }
}
