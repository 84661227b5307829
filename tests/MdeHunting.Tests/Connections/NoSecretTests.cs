using System.Management.Automation;
using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Tokens;
using MdeHunting.Lab.Web;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using Xunit;

namespace MdeHunting.Tests.Connections;

/// <summary>Signs in by every method at every verbosity, well and badly, and searches all that can be seen of it for every secret.</summary>
[Collection("Process environment")]
public sealed partial class NoSecretTests : IAsyncLifetime
{
    private readonly LabShell _lab = new();
    private readonly List<string> _seen = [];
    private readonly List<string> _secrets = [];

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task No_secret_is_in_any_stream_error_or_object_by_any_method()
    {
        var state = _lab.Lab.State;
        var credentials = state.CredentialsOf(LabApplications.Runbook.Id);
        var secret = Secret(credentials.Secrets[LabApplications.CurrentSecret]);
        var wrong = Secret("wrong~but.secret.all.the.same");
        var federated = Secret(state.CreateFederatedToken());
        var password = Secret("the pass word of the file");
        var file = _lab.Write("", "runbook.pfx");
        File.WriteAllBytes(file, credentials.Certificate!.Export(X509ContentType.Pfx, "the pass word of the file"));
        using (var key = credentials.Certificate.GetRSAPrivateKey()!)
        {
            // Behind the modulus, which is public.
            _secrets.Add(Convert.ToBase64String(key.ExportRSAPrivateKey())[440..504]);
        }

        var tenant = TestLab.Tenants.Single(t => t.Id == Guid.Parse(TestLab.Contoso));
        var supplied = Secret(
            state.CreateAccessToken(
                new TokenGrant(tenant, LabApplications.Hunting, tenant.Accounts[0], "https://graph.microsoft.com", ["ThreatHunting.Read.All"], [], []),
                TimeSpan.FromHours(1)
            )
        );
        var runbook = LabApplications.Runbook.Id.ToString();

        Try("-DeviceCode");
        _lab.Shell.Run("Disconnect-MdeTenant Tried -ForgetAccount").ThrowIfFailed();
        Try("-DeviceCode -Username nobody@contoso.example -NonInteractive");
        Try("-ClientSecret $s", secret, runbook);
        Try("-ClientSecret $s", wrong, runbook);
        Try("-Certificate $s", credentials.Certificate, runbook);
        Try($"-CertificatePath '{file}' -CertificatePassword $s", password, runbook);
        Try($"-CertificatePath '{file}' -CertificatePassword $s", wrong, runbook);
        Try("-FederatedToken $s", federated, runbook);
        Try("-FederatedToken $s", wrong, runbook);
        Try("-AccessToken $s", supplied);
        Try("-AccessToken $s", wrong);
        Try("-TokenProvider { $s }", supplied);
        Try("-TokenProvider { $s }", wrong);
        Try("-TokenProvider { $s; $s }", supplied);
        Try("-TokenProvider { @{ Token = @{ Text = $s } } }", supplied);
        Try("-TokenProvider { Write-Error 'A fault.'; [pscustomobject]@{ Token = $s } }", supplied);
        Try("-ClientSecret $s", "wrong~but.secret.all.the.same");
        Register("-Certificate $args[1]", credentials.Certificate);
        Register("-FederatedCredential contoso/hunting");
        SignInByManagedIdentity();
        if (!OperatingSystem.IsWindows())
        {
            await SignInByBrowserAsync();
        }

        _seen.Add(_lab.Shell.Screen.Text);
        _seen.AddRange(
            _lab.Shell.Run("$Error | ForEach-Object { $_.ToString(); $_.Exception.ToString(); $_.TargetObject; $_.ErrorDetails; $_.ScriptStackTrace }")
                .Output.Select(o => o?.ToString() ?? string.Empty)
        );
        var all = string.Join("\n", _seen);

        Assert.Contains("HTTP 200", all);
        Assert.Contains("SecretInvalid", all);
        Assert.Contains("Registered 'Nightly'", all);
        Assert.Contains("ApplicationExists", all);
        Assert.All(_secrets, s => Assert.DoesNotContain(s, all));
        Assert.False(Secrets.IsToken(all));

        // Refresh tokens and authorization codes have no other mark than their length.
        Assert.DoesNotMatch(LongRun(), all);
    }

    [GeneratedRegex(@"[\w-]{100,}")]
    private static partial Regex LongRun();

    private void SignInByManagedIdentity()
    {
        var state = _lab.Lab.State;
        _secrets.Add(state.ManagedIdentityHeader);
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", state.ManagedIdentityEndpoint.AbsoluteUri);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", state.ManagedIdentityHeader);
        try
        {
            Assert.Null(Try("-Identity", client: LabManagedIdentities.User.ClientId.ToString()).Thrown);
        }
        finally
        {
            Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
            Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
        }
    }

    // The system's browser, as the module starts it: a program that hands the address on to the lab's person.
    [UnsupportedOSPlatform("windows")]
    private async Task SignInByBrowserAsync()
    {
        var pipe = _lab.Write("", "pipe");
        File.Delete(pipe);
        await ChildProcess.MakePipeAsync(pipe);

        var browser = _lab.Write($"#!/bin/sh\nprintf %s \"$1\" > '{pipe}'\n", "browser.sh");
        File.SetUnixFileMode(browser, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var person = Task.Run(async () =>
        {
            var address = new Uri(await File.ReadAllTextAsync(pipe));
            using var client = _lab.Lab.CreateClient();
            return await new BrowserUser(client, TestLab.Responder).AcceptAsync(address);
        });

        Environment.SetEnvironmentVariable("BROWSER", browser);
        try
        {
            Assert.Null(Try("").Thrown);
        }
        finally
        {
            Environment.SetEnvironmentVariable("BROWSER", null);
        }

        // Ends the wait for an address where no browser was started: who opens a pipe for both waits for nobody.
        new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite).Dispose();
        Assert.Contains("You can close this window", await person);
    }

    private ShellResult Try(string options, object? secret = null, string? client = null)
    {
        var result = _lab.Shell.Run(
            $$"""
            $s = $args[1]
            Connect-MdeTenant {{TestLab.Contoso}} {{client ?? TestLab.ClientId}} -Environment $args[0] {{options}} -Name Tried -Verbose -Debug
            Invoke-MdeHuntingQuery Owner -Connection Tried -Verbose -Debug
            Invoke-MdeHuntingQuery Nothing -Connection Tried -Verbose -Debug
            Get-MdeTokenInfo -Connection Tried -Verbose -Debug
            """,
            _lab.EnvironmentFile,
            secret
        );
        return Look(result);
    }

    private void Register(string options, object? argument = null) =>
        Look(
            _lab.Shell.Run(
                $"Register-MdeApplication {TestLab.Contoso} Nightly -DeviceCode -Environment $args[0] {options} -Verbose -Debug",
                _lab.EnvironmentFile,
                argument
            )
        );

    private ShellResult Look(ShellResult result)
    {
        _seen.AddRange(result.Output.SelectMany(o => o.Properties.Select(p => $"{p.Value}")).Concat(result.Output.Select(o => o.ToString())));
        _seen.AddRange(
            result
                .Verbose.Concat(result.Warnings)
                .Concat(result.Information.Select(i => i.ToString()))
                .Concat(result.Progress.Select(p => $"{p.Activity} {p.StatusDescription} {p.CurrentOperation}"))
        );
        _seen.AddRange(result.Errors.Select(e => $"{e.FullyQualifiedErrorId} {e} {e.Exception} {e.TargetObject}"));
        if (result.Thrown is IContainsErrorRecord thrown)
        {
            _seen.Add($"{thrown.ErrorRecord.FullyQualifiedErrorId} {thrown.ErrorRecord} {thrown.ErrorRecord.Exception} {thrown.ErrorRecord.TargetObject}");
        }

        return result;
    }

    private object Secret(string text)
    {
        _secrets.Add(text);
        return TestSecret.Of(text);
    }
}
