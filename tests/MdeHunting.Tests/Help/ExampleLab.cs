using System.Net;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Settings;
using MdeHunting.Lab.Timestamps;
using MdeHunting.Lab.Tokens;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Help;

/// <summary>
/// A lab and sessions in which the examples of the help run as they are written. What an example cannot have here is put in its place:
/// <list type="bullet">
/// <item>its tenants and applications are the lab's (<see cref="Stand"/>), and every sign-in goes to the lab, a person's by a code that approves itself;</item>
/// <item>Contoso and Fabrikam are connected already, unless the example signs in itself;</item>
/// <item>its files lie in the session's folder;</item>
/// <item>what a person is asked is answered (<see cref="Person"/>).</item>
/// </list>
/// </summary>
public sealed class ExampleLab : IAsyncLifetime
{
    private const string Password = "of the example";

    // Read-Host answers what a person would type, and a report was copied: nobody sits at this host.
    private const string Person = """
        $responses = $args[0]
        $folder = $args[1]
        function Get-Clipboard { Get-Content -LiteralPath "$folder/report.md" }
        function Read-Host { param([switch] $AsSecureString, [string] $Prompt) $responses[$Prompt] }
        $PSDefaultParameterValues = @{ 'Connect-MdeTenant:Environment' = "$folder/lab.json"; 'Connect-MdeTenant:DeviceCode' = $true; 'Register-MdeApplication:Environment' = "$folder/lab.json"; 'Register-MdeApplication:DeviceCode' = $true }
        """;

    private readonly LabAuthority _authority = LabAuthority.Create();
    private LabServer _lab = null!;
    private LabTimestampServer _stamps = null!;

    /// <summary>The session's folder.</summary>
    internal string Folder { get; } = Directory.CreateTempSubdirectory("mdehunting-examples-").FullName;

    public async ValueTask InitializeAsync()
    {
        // All examples run within a minute or two here, and one after the other would wait for the quota of a minute.
        var quotas = LabQuota.Documented.ToDictionary(quota => quota.Key, quota => quota.Value with { CallsPerMinute = 4500 });
        _lab = await LabServer.StartAsync(
            new LabOptions
            {
                ApproveSignIns = true,
                Quotas = quotas,
                Tenants = [.. LabDefaults.Tenants.Select(Consented)],
            }
        );
        _stamps = await LabTimestampServer.StartAsync(_authority, TimeProvider.System);
        await _lab.WriteEnvironmentFileAsync(Path.Combine(Folder, "lab.json"));
        var credentials = _lab.State.CredentialsOf(LabApplications.Runbook.Id);
        await File.WriteAllBytesAsync(Path.Combine(Folder, "runbook.pfx"), credentials.Certificate!.Export(X509ContentType.Pfx, Password));
        Directory.CreateDirectory(Path.Combine(Folder, "hunts"));
        Directory.CreateDirectory(Path.Combine(Folder, "indicators"));
        Directory.CreateDirectory(Path.Combine(Folder, "night"));
        foreach (
            var (file, query) in new[]
            {
                ("report.md", "# The loader\n\nIt called hxxps://sync[.]onenote-cdn[.]example/a from 10.1.2.3.\n"),
                ("indicators/hosts.txt", "sync[.]onenote-cdn[.]example"),
                ("night/index.csv", "Connection,Name,Status,Rows,Technique\nContoso,LSASS,Found,3,T1003.001\n"),
                ("hosts.txt", "jkl-ws-03.corp.contoso.example"),
                ("lateral-movement.kql", "DeviceLogonEvents | where AccountName == \"adm-mkorhonen\" and ActionType == \"LogonSuccess\""),
                ("beacons.kql", "DeviceNetworkEvents | where RemoteUrl == \"sync.onenote-cdn.example\" | project Timestamp, DeviceName"),
                ("hunts/device.md", "# Logons of a device\nT1021, T1059.001\n```kql\nDeviceLogonEvents | where DeviceName == '{device}'\n```\n"),
                ("hunts/alerts.kql", "AlertInfo | where Severity == \"High\""),
                ("hunts/devices.kql", "DeviceInfo | summarize count() by DeviceName"),
            }
        )
        {
            await File.WriteAllTextAsync(Path.Combine(Folder, file), query);
        }

        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", _lab.State.ManagedIdentityEndpoint.AbsoluteUri);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", _lab.State.ManagedIdentityHeader);
    }

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
        await _lab.DisposeAsync();
        await _stamps.DisposeAsync();
        _authority.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>The lab's own state.</summary>
    internal LabState State => _lab.State;

    /// <summary>What a vault has of the runbook's application.</summary>
    internal Dictionary<string, object> Secrets =>
        new() { ["HuntingSecret"] = Secret(), ["RunbookPfx"] = new NetworkCredential(string.Empty, Password).SecurePassword };

    /// <summary>A token of the runbook's application, as Az gets one for a service principal.</summary>
    internal string ApplicationToken(string resource) =>
        _lab.State.CreateAccessToken(
            new TokenGrant(
                LabDefaults.Tenants.Single(tenant => tenant.Domain == "contoso.example"),
                LabApplications.Runbook,
                null,
                resource,
                [],
                [LabResources.All.Single(one => one.IsNamed(resource)).ApplicationRole],
                []
            ),
            TimeSpan.FromMinutes(60)
        );

    /// <summary>Runs an example in a session of its own.</summary>
    internal ShellResult Run(string code, out Screen screen) => Run(code, out screen, string.Empty);

    /// <summary>The same, after a script that brings what is not here.</summary>
    internal ShellResult Run(string code, out Screen screen, string before, params object?[] arguments)
    {
        using var shell = new Shell();
        screen = shell.Screen;
        foreach (var written in Directory.GetDirectories(Folder, "case-*"))
        {
            Directory.Delete(written, recursive: true);
        }

        Array.ForEach(Directory.GetFiles(Folder, "case-*"), File.Delete);

        if (code.Contains("tenants.csv", StringComparison.Ordinal))
        {
            File.WriteAllText(
                Path.Combine(Folder, "tenants.csv"),
                $"TenantId,ClientId,Name,Api\ncontoso.example,{LabApplications.Hunting.Id},Contoso,\nfabrikam.example,{LabApplications.Hunting.Id},,Graph\n"
            );
        }

        shell.Runspace.SessionStateProxy.Path.SetLocation(Folder);
        shell.Run(Person, Responses(), Folder).ThrowIfFailed();
        shell.Run(before, arguments).ThrowIfFailed();
        if (!code.Contains("Connect-MdeTenant", StringComparison.Ordinal))
        {
            shell
                .Run(
                    """
                    Connect-MdeTenant fabrikam.example $args[0] -ClientSecret $args[1] -Name Fabrikam
                    Connect-MdeTenant contoso.example $args[0] -ClientSecret $args[1] -Name Contoso
                    """,
                    LabApplications.Runbook.Id,
                    Secret()
                )
                .ThrowIfFailed();
        }

        return shell.Run(Stand(code));
    }

    // Who reads an example has consent to what it shows.
    private static LabTenant Consented(LabTenant tenant) =>
        tenant with
        {
            Applications =
            [
                .. tenant.Applications.Select(one =>
                    one.Id == LabApplications.GraphCommandLineToolsWithConsent.Id ? LabApplications.GraphCommandLineToolsWithConsent : one
                ),
            ],
        };

    // The names that Microsoft's documentation uses, and whom they stand for.
    private string Stand(string code) =>
        code.Replace("http://timestamp.digicert.com", _stamps.Address.AbsoluteUri, StringComparison.Ordinal)
            .Replace("contoso.onmicrosoft.com", "contoso.example", StringComparison.Ordinal)
            .Replace("fabrikam.onmicrosoft.com", "fabrikam.example", StringComparison.Ordinal)
            .Replace("00001111-aaaa-2222-bbbb-3333cccc4444", LabApplications.Hunting.Id.ToString(), StringComparison.Ordinal)
            .Replace("11112222-bbbb-3333-cccc-4444dddd5555", LabApplications.Runbook.Id.ToString(), StringComparison.Ordinal);

    private Dictionary<string, object> Responses()
    {
        var contoso = LabDefaults.Tenants.Single(tenant => tenant.Domain == "contoso.example");
        var grant = new TokenGrant(
            contoso,
            LabApplications.Hunting,
            contoso.Accounts[0],
            LabResources.Graph.Identifier,
            [LabResources.Graph.DelegatedScope],
            [],
            []
        );
        var token = new NetworkCredential(string.Empty, _lab.State.CreateAccessToken(grant, TimeSpan.FromMinutes(60))).SecurePassword;
        return new()
        {
            ["Password of the certificate"] = new NetworkCredential(string.Empty, Password).SecurePassword,
            ["Password of runbook.pfx"] = new NetworkCredential(string.Empty, Password).SecurePassword,
            ["Access token for Microsoft Graph"] = token,
            ["Token"] = token,
        };
    }

    private System.Security.SecureString Secret() => TestSecret.Of(_lab.State.CredentialsOf(LabApplications.Runbook.Id).Secrets[LabApplications.CurrentSecret]);
}
