using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Lab.Directory;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Commands;

/// <summary>Tenants from a table: <c>Import-Csv tenants.csv | Connect-MdeTenant</c>.</summary>
public sealed class ConnectRowTests : IAsyncLifetime
{
    private readonly LabShell _lab = new();
    private string[] _accounts = [TestLab.Responder, "JonathanGlass@HalfFullofSecurity.onmicrosoft.com"];

    public async ValueTask InitializeAsync()
    {
        await _lab.InitializeAsync();
        _lab.OnCode = async (_, page, code) =>
        {
            foreach (var account in _accounts)
            {
                // Whoever has no account in the tenant finds none on the page.
                if (await Record.ExceptionAsync(() => _lab.AsAsync(account, person => person.ApproveAsync(page, code))) is null)
                {
                    return;
                }
            }
        };
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public void Each_row_becomes_a_connection_and_the_last_one_is_current()
    {
        var result = Connect(
                $"""
                TenantId,ClientId,Name,Api,Cloud,CertificateThumbprint,CertificatePath
                contoso.example,{TestLab.ClientId},Contoso,Xdr,,,
                {TestLab.Seed},{TestLab.ClientId},,,,,
                """,
                "-DeviceCode"
            )
            .ThrowIfFailed();

        var connections = result.Output.Select(one => (MdeConnection)one.BaseObject).ToList();
        Assert.Equal(["Contoso", "HalfFullofSecurity.onmicrosoft.com/Graph"], connections.Select(one => one.Name));
        Assert.Equal([nameof(MdeApi.Xdr), nameof(MdeApi.Graph)], connections.Select(one => one.Api));
        Assert.Equal(["contoso.example", "HalfFullofSecurity.onmicrosoft.com"], connections.Select(one => one.TenantDomain));
        Assert.Equal(["False", "True"], Texts("(Get-MdeConnection).IsCurrent"));
        Assert.Equal(
            ["True", "False"],
            Texts("$null = Select-MdeConnection Contoso; 'Contoso', '*Graph' | ForEach-Object { (Get-MdeConnection $_).IsCurrent }")
        );
    }

    [Fact]
    public void A_name_that_an_earlier_row_has_is_an_error_of_its_row()
    {
        var result = Connect(
            $"""
            TenantId,ClientId,Name
            contoso.example,{TestLab.ClientId},X
            {TestLab.Seed},{TestLab.ClientId},x
            """,
            "-DeviceCode"
        );

        Assert.Equal("contoso.example", ((MdeConnection)Assert.Single(result.Output).BaseObject).TenantDomain);
        Assert.Contains("Row 2 (x): Row 1 already has a connection named 'x', which is kept.", Assert.Single(result.Errors).ToString());
        Assert.Equal(["contoso.example"], Texts("(Get-MdeConnection).TenantDomain"));
    }

    [Theory]
    [InlineData("contoso.example", "", "")]
    [InlineData("contoso.example", "-Api Xdr", "*The connection 'X' was to contoso.example (Graph, *), and is now to contoso.example (Xdr, *")]
    [InlineData(TestLab.Seed, "", "The connection 'X' was to contoso.example (Graph, *), and is now to HalfFullofSecurity.onmicrosoft.com (Graph, *")]
    public void A_name_that_goes_to_another_tenant_or_service_is_told(string tenant, string options, string said)
    {
        var connect = "Connect-MdeTenant $args[1] -Environment $args[0] -ClientId $args[2] -DeviceCode -Name X";
        _lab.Shell.Run($"$null = {connect}", _lab.EnvironmentFile, "contoso.example", TestLab.ClientId).ThrowIfFailed();

        var warnings = _lab
            .Shell.Run($"$null = {connect} {options} -WarningVariable said; $said", _lab.EnvironmentFile, tenant, TestLab.ClientId)
            .ThrowIfFailed()
            .Output.Select(one => one.ToString());

        Assert.True(new WildcardPattern(said.Length == 0 ? said : $"{said}*").IsMatch(string.Concat(warnings)), string.Concat(warnings));
    }

    [Fact]
    public void Columns_of_other_names_and_aliases_bind_and_what_is_typed_holds_for_every_row()
    {
        var result = Connect(
                $"""
                Customer,AppId,TenantId
                One,{TestLab.ClientId},contoso.example
                Two,{TestLab.ClientId},{TestLab.Seed}
                """,
                "-UseDeviceCode -Api Endpoint -WarningAction SilentlyContinue"
            )
            .ThrowIfFailed();

        Assert.All(result.Output, one => Assert.Equal(nameof(MdeApi.Endpoint), ((MdeConnection)one.BaseObject).Api));
        Assert.Equal(2, result.Output.Count);
    }

    [Fact]
    public void A_bad_row_is_an_error_that_names_it_and_the_others_go_on()
    {
        var result = Connect(
            $"""
            TenantId,ClientId,Name,Api
            contoso.example,{TestLab.ClientId},Good,
            nobody.example,{TestLab.ClientId},Gone,
            ,{TestLab.ClientId},,
            contoso.example,no id,,
            contoso.example,{TestLab.ClientId},,Grpah
            {TestLab.Seed},{TestLab.ClientId},Last,
            """,
            "-DeviceCode"
        );

        Assert.Null(result.Thrown);
        Assert.Equal(["Good", "Last"], result.Output.Select(one => ((MdeConnection)one.BaseObject).Name));
        Assert.Equal(
            ["TenantNotFound", "TenantIdMissing", "InvalidClientId", "ArgumentConflict"],
            result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0])
        );
        Assert.StartsWith("Row 2 (Gone): ", result.Errors[0].ToString());
        Assert.StartsWith("Row 3: ", result.Errors[1].ToString());
        Assert.StartsWith("Row 4 (contoso.example): ", result.Errors[2].ToString());
        Assert.Contains("The value 'Grpah' of -Api isn't valid. Did you mean 'Graph'? Specify one of these:", result.Errors[3].ToString());
        Assert.Equal("Last", Texts("(Get-MdeConnection | Where-Object IsCurrent).Name").Single());
    }

    [Fact]
    public void A_row_with_a_certificate_signs_in_as_the_application_also_where_other_rows_do_not()
    {
        var pem = _lab.Write(string.Empty, "runbook.pfx");
        File.WriteAllBytes(pem, _lab.Lab.State.CredentialsOf(LabApplications.Runbook.Id).Certificate!.Export(X509ContentType.Pfx));
        var result = Connect(
            $"""
            TenantId,ClientId,Name,CertificatePath,CertificateThumbprint
            contoso.example,{LabApplications.Runbook.Id},Job,{pem},
            contoso.example,{LabApplications.Runbook.Id},Both,{pem},ABCD
            contoso.example,{LabApplications.Runbook.Id},Stored,,ABCD
            """
        );

        var connection = (MdeConnection)Assert.Single(result.Output).BaseObject;
        Assert.Equal(nameof(SignInMethod.Certificate), connection.Method);
        Assert.Null(connection.Account);
        Assert.Equal("Runbook", connection.ApplicationName);
        Assert.Equal(["ArgumentConflict", "CertificateNotFound"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Contains("Runbook in contoso.example", Shown("Disconnect-MdeTenant Job -WhatIf"));
    }

    [Fact]
    public void A_device_code_and_a_certificate_are_not_both_taken()
    {
        var result = _lab.Shell.Run(
            $"Connect-MdeTenant {TestLab.Contoso} {TestLab.ClientId} -DeviceCode -CertificateThumbprint AB -Environment $args[0]",
            _lab.EnvironmentFile
        );

        Assert.Equal("ArgumentConflict", result.ErrorId);
        Assert.Contains("-DeviceCode and -CertificateThumbprint can't be used together", result.Error.ToString());
        Assert.Empty(_lab.Lab.State.Requests);
    }

    [Theory]
    [InlineData("-Name ''", "-Name is blank")]
    [InlineData("-Api ''", "-Api is blank")]
    [InlineData("-Cloud ' '", "-Cloud is blank")]
    [InlineData("-Api Grpah", "The value 'Grpah' of -Api isn't valid. Did you mean 'Graph'? Specify one of these: Graph, Endpoint, Xdr.")]
    [InlineData("-Cloud Publc", "The value 'Publc' of -Cloud isn't valid. Did you mean 'Public'?")]
    [InlineData("-CertificatePath ''", "-CertificatePath is blank")]
    [InlineData("-CertificateThumbprint ' '", "-CertificateThumbprint is blank")]
    public void What_is_typed_and_blank_is_refused(string options, string said)
    {
        var result = _lab.Shell.Run($"Connect-MdeTenant {TestLab.Contoso} {TestLab.ClientId} -Environment $args[0] {options}", _lab.EnvironmentFile);

        Assert.Equal("ArgumentConflict", result.ErrorId);
        Assert.Contains(said, result.Error.ToString());
    }

    [Fact]
    public void What_holds_for_all_rows_and_is_wrong_ends_the_command_once()
    {
        var result = Connect($"TenantId,ClientId\ncontoso.example,{TestLab.ClientId}\ncontoso.example,{TestLab.ClientId}", "-DeviceCode -Limit @{ rows = 1 }");

        Assert.Equal("ArgumentConflict", result.ErrorId);
    }

    [Fact]
    public void A_guest_connects_to_the_customers_tenant_by_the_name_at_home()
    {
        _accounts = [LabAccounts.Guest.UserPrincipalName];

        var result = _lab.Shell.Run(
            $"Connect-MdeTenant contoso.example {TestLab.ClientId} -DeviceCode -Username {LabAccounts.Guest.HomeName} -Environment $args[0]",
            _lab.EnvironmentFile
        );

        var connection = (MdeConnection)result.ThrowIfFailed().Output.Single().BaseObject;
        Assert.Equal((TestLab.Contoso, "contoso.example"), (connection.TenantId, connection.TenantDomain));
        Assert.Equal(LabAccounts.Guest.HomeName, connection.Account);
        Assert.Equal("contoso", Texts("(Invoke-MdeHuntingQuery Owner).Name").Single());
    }

    [Fact]
    public void The_tenants_domain_is_that_of_a_guests_name_there_where_the_tenant_was_given_by_its_id()
    {
        _accounts = [LabAccounts.Guest.UserPrincipalName];

        var connection = (MdeConnection)_lab.Connect().ThrowIfFailed().Output.Single().BaseObject;

        Assert.Equal("contoso.example", connection.TenantDomain);
        Assert.Equal("API for MDE", connection.ApplicationName);
    }

    [Theory]
    [InlineData("@{ rowLimit = 7 }", 7, 50_000_000)]
    [InlineData("@{ ROWLIMIT = '7'; byteLimit = 9000000000 }", 7, 9_000_000_000)]
    public void Limits_have_the_names_and_units_of_an_environment_file(string limits, int rows, long bytes)
    {
        var connection = (MdeConnection)_lab.Connect($"-Limit {limits}").ThrowIfFailed().Output.Single().BaseObject;

        Assert.Equal((rows, bytes), (connection.RowLimit, connection.ByteLimit));
    }

    [Fact]
    public void Quotas_in_Limit_are_those_of_the_connection()
    {
        _lab.Connect("-Limit @{ callsPerMinute = 11; callsPerHour = 12; runningSecondsPerHour = 13; runningSecondsPerDay = 14 }").ThrowIfFailed();

        Assert.Equal(["11", "12", "13", "14"], Texts("(Get-MdeQuota).Limit"));
    }

    [Theory]
    [InlineData("@{ rowLimt = 7 }", "no 'rowLimt'. Did you mean 'rowLimit'?")]
    [InlineData("@{ RunningMinutesPerHour = 7 }", "runningSecondsPerHour")]
    [InlineData("@{ callsPerMinute = 0 }", "callsPerMinute in -Limit isn't valid: '0'. Specify a whole number of calls from 1 to 2147483647")]
    [InlineData("@{ runningSecondsPerHour = '10m' }", "'10m'. Specify a whole number of seconds")]
    [InlineData("@{ byteLimit = -1 }", "a whole number of bytes")]
    [InlineData("@{ rowLimit = 3000000000 }", "a whole number of rows")]
    [InlineData("@{ rowLimit = 1.5 }", "'1.5'")]
    [InlineData("@{ rowLimit = $null }", "it's $null")]
    public void A_limit_that_is_not_known_or_not_valid_is_named(string limits, string said)
    {
        var result = _lab.Connect($"-Limit {limits}");

        Assert.Equal("ArgumentConflict", result.ErrorId);
        Assert.Contains(said, result.Error.ToString());
        Assert.Empty(_lab.Lab.State.Requests);
    }

    [Fact]
    public void Names_that_users_of_other_modules_type_are_aliases()
    {
        var parameters = ((CommandInfo)_lab.Shell.Run("Get-Command Connect-MdeTenant").ThrowIfFailed().Output.Single().BaseObject).Parameters;

        Assert.Equal(["AppId", "ApplicationId"], parameters["ClientId"].Aliases);
        Assert.Equal(["UseDeviceCode"], parameters["DeviceCode"].Aliases);
        _lab.Connect().ThrowIfFailed();
        Assert.Single(_lab.Shell.Run("Invoke-MdeHuntingQuery Processes -First 1").ThrowIfFailed().Output);
    }

    private ShellResult Connect(string csv, string options = "") =>
        _lab.Shell.Run($"$args[1] | ConvertFrom-Csv | Connect-MdeTenant -Environment $args[0] {options}", _lab.EnvironmentFile, csv);

    private IEnumerable<string> Texts(string script) => _lab.Shell.Run(script).ThrowIfFailed().Output.Select(one => one.ToString());

    private string Shown(string script)
    {
        _lab.Shell.Run(script).ThrowIfFailed();
        return _lab.Shell.Screen.Text;
    }
}
