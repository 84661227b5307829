using System.Management.Automation;
using System.Management.Automation.Language;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Tokens;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Commands;

/// <summary>An application that is registered in the lab's Graph hunts once an administrator has consented to it.</summary>
public sealed class RegisterApplicationTests : IAsyncLifetime
{
    private readonly LabShell _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("-AsScript")]
    public void A_certificate_and_a_repository_exclude_each_other(string options)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=hunting", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch.AddDays(1)
        );

        var result = _lab.Shell.Run(
            $"Register-MdeApplication {TestLab.Contoso} Hunting -Certificate $args[0] -FederatedCredential contoso/hunts {options}",
            certificate
        );

        Assert.Equal("ArgumentConflict", result.ErrorId);
        Assert.Contains("-Certificate and -FederatedCredential can't be used together. Specify one of them.", result.Error.ToString());
    }

    [Theory]
    [InlineData("Graph", "ThreatHunting.Read.All")]
    [InlineData("Endpoint", "AdvancedQuery.Read")]
    public async Task One_for_people_has_one_permission_and_hunts_after_consent(string api, string permission)
    {
        var application = Registered($"-Name \"Hunting's 'own'\" -Api {api}");

        Assert.Equal(("Hunting's 'own'", TestLab.Contoso, permission), (application.Name, application.TenantId, application.Permission));
        Assert.Equal(nameof(TokenKind.Delegated), application.PermissionKind);
        Assert.Equal("a Cloud Application Administrator or an Application Administrator", application.ConsentBy);
        Assert.Equal("ConsentMissing", Connect(application, $"-DeviceCode -Api {api}").ErrorId);

        await ConsentAsync(application.ConsentUri);
        var connection = (MdeConnection)Connect(application, $"-DeviceCode -Api {api}").ThrowIfFailed().Output.Single().BaseObject;
        Assert.Equal("Hunting's 'own'", connection.ApplicationName);
        Assert.Single(connection.Scopes, scope => scope.EndsWith(permission, StringComparison.Ordinal));
        Assert.Equal("contoso", _lab.Shell.Run("(Invoke-MdeHuntingQuery Owner).Name").ThrowIfFailed().Output.Single().ToString());
    }

    [Fact]
    public async Task One_with_a_certificate_signs_in_by_itself_and_its_key_is_not_sent()
    {
        using var certificate = LabCertificate();
        var application = Registered("-Name Nightly -Certificate $args[2]", certificate);

        Assert.Equal((nameof(TokenKind.Application), "ThreatHunting.Read.All"), (application.PermissionKind, application.Permission));
        Assert.Equal("a Privileged Role Administrator", application.ConsentBy);
        await ConsentAsync(application.ConsentUri);
        var connection = (MdeConnection)Connect(application, "-Certificate $args[2]", certificate).ThrowIfFailed().Output.Single().BaseObject;
        Assert.Null(connection.Account);
        Assert.Equal("Nightly", connection.ApplicationName);
        Assert.Single(_lab.Shell.Run("Invoke-MdeHuntingQuery Owner").ThrowIfFailed().Output);
    }

    [Theory]
    [InlineData("contoso/hunting", "repo:contoso/hunting:ref:refs/heads/main")]
    [InlineData("contoso/hunting:environment:production", LabApplications.FederatedSubject)]
    public async Task One_for_a_repository_trusts_its_tokens(string repository, string subject)
    {
        var application = Registered($"-Name Actions -FederatedCredential {repository}");

        Assert.Equal(subject, application.FederatedSubject);
        await ConsentAsync(application.ConsentUri);
        Connect(application, "-FederatedToken $args[2]", TestSecret.Of(_lab.Lab.State.CreateFederatedToken(subject))).ThrowIfFailed();
        Assert.Equal(
            "FederationNotTrusted",
            Connect(
                application,
                "-FederatedToken $args[2]",
                TestSecret.Of(_lab.Lab.State.CreateFederatedToken("repo:other/hunting:ref:refs/heads/main"))
            ).ErrorId
        );
    }

    [Fact]
    public void A_name_that_is_taken_is_refused_with_the_id_of_who_has_it()
    {
        var application = Registered("-Name Hunting");

        var result = Register("-Name Hunting");

        Assert.Equal("ApplicationExists", result.ErrorId);
        Assert.Equal(ErrorCategory.ResourceExists, result.Error.CategoryInfo.Category);
        Assert.Contains(application.ClientId.ToString(), result.Error.ToString());
    }

    [Fact]
    public void Who_may_not_register_is_told_who_may()
    {
        _lab.OnCode = (_, page, code) => _lab.AsAsync(LabAccounts.Guest.UserPrincipalName, guest => guest.ApproveAsync(page, code));

        var result = Register("-Name Hunting");

        Assert.Equal("RegistrationForbidden", result.ErrorId);
        Assert.Contains(LabAccounts.Guest.HomeName!, result.Error.ToString());
        Assert.Contains("-AsScript", result.Error.ToString());
        Assert.Equal("Authorization_RequestDenied", ((MdeException)result.Error.Exception).ServiceCode);
    }

    [Fact]
    public void Without_consent_to_registering_the_link_asks_for_that_permission()
    {
        var result = _lab.Shell.Run(
            $"Register-MdeApplication {TestLab.Contoso} Hunting -ClientId {LabApplications.NoConsent.Id} -DeviceCode -Environment $args[0]",
            _lab.EnvironmentFile
        );

        Assert.Equal("ConsentMissing", result.ErrorId);
        Assert.Contains("Application.ReadWrite.All", result.Error.ToString());
    }

    [Fact]
    public void WhatIf_says_all_of_it_and_sends_nothing()
    {
        _lab.Shell.Run($"Register-MdeApplication {TestLab.Contoso} Hunting -WhatIf -Environment $args[0]", _lab.EnvironmentFile).ThrowIfFailed();

        Assert.Contains("ThreatHunting.Read.All of Microsoft Graph", _lab.Shell.Screen.Text);
        Assert.Contains("Microsoft Graph Command Line Tools", _lab.Shell.Screen.Text);
        Assert.Empty(_lab.Lab.State.Requests);
    }

    [Theory]
    [InlineData("-Name ''", "RegistrationInvalid")]
    [InlineData("-Name \"a`nb\"", "RegistrationInvalid")]
    [InlineData("-Name x -FederatedCredential contoso", "RegistrationInvalid")]
    [InlineData("-Name x -FederatedCredential 'contoso/hunting:environment:*'", "RegistrationInvalid")]
    [InlineData("-Name x -FederatedCredential 'https://github.com/contoso/hunting'", "RegistrationInvalid")]
    [InlineData("-Name x -ClientId none", "InvalidClientId")]
    public void What_is_mistyped_is_told_before_anything_is_sent(string options, string id)
    {
        Assert.Equal(id, Register(options).ErrorId);
        Assert.Empty(_lab.Lab.State.Requests);
    }

    [Theory]
    [InlineData("Hunting")]
    [InlineData("'; Remove-Item x #")]
    [InlineData("’; Remove-Item x #")]
    [InlineData("$(Remove-Item x) `\" \"@ '@")]
    public async Task The_script_registers_the_same_with_az_whatever_the_name_is(string name)
    {
        var script = Script(name, string.Empty);

        _lab.Shell.Run(Az, (Func<string, string, string?, string>)Graph).ThrowIfFailed();
        _lab.Shell.Run(script).ThrowIfFailed();

        var shown = _lab.Shell.Screen.Text;
        var link = new Uri(shown.Split('\n').Last(line => line.Contains("/adminconsent?client_id=", StringComparison.Ordinal)).Trim());
        await ConsentAsync(link);
        var client = link.Query["?client_id=".Length..];
        var connection = (MdeConnection)
            _lab
                .Shell.Run($"Connect-MdeTenant {TestLab.Contoso} {client} -DeviceCode -Environment $args[0]", _lab.EnvironmentFile)
                .ThrowIfFailed()
                .Output.Single()
                .BaseObject;
        Assert.Equal(name, connection.ApplicationName);
        Assert.Contains("already", _lab.Shell.Run(script).Thrown!.Message);
    }

    [Theory]
    [InlineData(TestLab.Contoso)]
    [InlineData("contoso.example")]
    public void The_script_registers_nothing_in_another_tenant(string tenant)
    {
        var script = _lab
            .Shell.Run("Register-MdeApplication $args[1] Hunting -AsScript -Environment $args[0]", _lab.EnvironmentFile, tenant)
            .ThrowIfFailed()
            .Output.Single()
            .ToString();
        _lab.Shell.Run(Az, (Func<string, string, string?, string>)((_, _, _) => throw new InvalidOperationException("It was sent."))).ThrowIfFailed();

        var other = _lab.Shell.Run($"$global:azTenant = '{TestLab.Seed}'; {script}");

        Assert.Contains($"signed in to the tenant '{TestLab.Seed}'", other.Thrown!.Message);
        Assert.Contains("It was sent.", _lab.Shell.Run($"$global:azTenant = '{TestLab.Contoso}'; {script}").Thrown!.Message);
    }

    [Theory]
    [InlineData("Public", "https://graph.microsoft.com", "shell.azure.com", "AzureUSGovernment")]
    [InlineData("GCCHigh", "https://graph.microsoft.us", "az cloud set --name AzureUSGovernment", "shell.azure.com")]
    [InlineData("DoD", "https://dod-graph.microsoft.us", "az cloud set --name AzureUSGovernment", "shell.azure.com")]
    public void The_script_is_for_the_cloud_of_its_tenant(string cloud, string service, string said, string unsaid)
    {
        var script = _lab
            .Shell.Run("Register-MdeApplication $args[0] Hunting -AsScript -Cloud $args[1]", TestLab.Contoso, cloud)
            .ThrowIfFailed()
            .Output.Single()
            .ToString();

        Parser.ParseInput(script, out _, out var errors);
        Assert.Empty(errors);
        Assert.Contains($"$service = '{service}'\n", script);
        Assert.Contains("'--resource', $service", script);
        Assert.Contains(said, script);
        Assert.DoesNotContain(unsaid, script);
    }

    [Fact]
    public void The_script_leaves_what_the_session_has()
    {
        var script = Script("Hunting", string.Empty);
        _lab.Shell.Run(Az, (Func<string, string, string?, string>)Graph).ThrowIfFailed();
        var own = Path.GetTempFileName();

        var after = _lab
            .Shell.Run(
                $"$file = Get-Item -LiteralPath $args[0]; $name = 'mine'; $ErrorActionPreference = 'Continue'\n{script}\n$name, $ErrorActionPreference, $file.Exists",
                own
            )
            .ThrowIfFailed();

        Assert.Equal(["mine", "Continue", "True"], after.Output.Select(one => one.ToString()));
        Assert.True(File.Exists(own));
        File.Delete(own);
    }

    [Fact]
    public void The_script_of_one_by_itself_has_its_certificate_and_its_subject()
    {
        using var certificate = LabCertificate();

        var ofCertificate = Script("Nightly", "-Certificate $args[3]", certificate);
        var ofRepository = Script("Actions", "-FederatedCredential contoso/hunting");

        Assert.Contains(Convert.ToBase64String(certificate.RawData), ofCertificate);
        using var key = certificate.GetRSAPrivateKey()!;
        Assert.DoesNotContain(Convert.ToBase64String(key.ExportRSAPrivateKey())[440..504], ofCertificate);
        Assert.Contains("'Role'", ofCertificate);
        Assert.Contains("'repo:contoso/hunting:ref:refs/heads/main'", ofRepository);
        Assert.DoesNotContain("isFallbackPublicClient", ofRepository);
        Assert.All(
            [ofCertificate, ofRepository],
            script =>
            {
                Parser.ParseInput(script, out _, out var errors);
                Assert.Empty(errors);
            }
        );
        Assert.Empty(_lab.Lab.State.Requests);
    }

    // Sends what az rest is given, as whoever is signed in to az.
    private const string Az = """
        $global:graphCall = $args[0]
        $global:azTenant = '55555555-5555-5555-5555-555555555555'
        function global:Invoke-RestMethod { [pscustomobject]@{ issuer = 'https://login.microsoftonline.com/55555555-5555-5555-5555-555555555555/v2.0' } }
        function global:az {
            if ($args[0] -eq 'account') { return $global:azTenant }
            $given = @{}
            for ($i = 1; $i -lt $args.Count; $i += 2) { $given[$args[$i]] = $args[$i + 1] }
            $body = if ($given['--body']) { Get-Content -Raw -LiteralPath $given['--body'].Substring(1) }
            $global:LASTEXITCODE = 0
            $global:graphCall.Invoke($given['--method'], $given['--url'], $body)
        }
        function global:Start-Sleep { }
        """;

    private string Graph(string method, string url, string? body)
    {
        var tenant = TestLab.Tenants.Single(t => t.Id == Guid.Parse(TestLab.Contoso));
        var token = _lab.Lab.State.CreateAccessToken(
            new TokenGrant(tenant, LabApplications.Hunting, tenant.Accounts[0], "https://graph.microsoft.com", ["Application.ReadWrite.All"], [], []),
            TimeSpan.FromHours(1)
        );
        using var client = _lab.Lab.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), url)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var response = client.Send(request);
        using var reader = new StreamReader(response.Content.ReadAsStream());
        return reader.ReadToEnd();
    }

    private string Script(string name, string options, params object?[] arguments) =>
        _lab
            .Shell.Run(
                $"Register-MdeApplication $args[1] -Name $args[2] -AsScript -Environment $args[0] {options}",
                [_lab.EnvironmentFile, TestLab.Contoso, name, .. arguments]
            )
            .ThrowIfFailed()
            .Output.Single()
            .ToString();

    private ShellResult Register(string options, params object?[] arguments) =>
        _lab.Shell.Run($"Register-MdeApplication $args[1] -DeviceCode -Environment $args[0] {options}", [_lab.EnvironmentFile, TestLab.Contoso, .. arguments]);

    private MdeApplication Registered(string options, params object?[] arguments) =>
        (MdeApplication)Register(options, arguments).ThrowIfFailed().Output.Single().BaseObject;

    private ShellResult Connect(MdeApplication application, string options, params object?[] arguments) =>
        _lab.Shell.Run(
            $"Connect-MdeTenant {TestLab.Contoso} $args[1] -Environment $args[0] -WarningAction SilentlyContinue {options}",
            [_lab.EnvironmentFile, application.ClientId, .. arguments]
        );

    private Task ConsentAsync(Uri link) =>
        _lab.AsAsync(LabAccounts.Administrator.UserPrincipalName, person => person.ConsentAsync(link, TestContext.Current.CancellationToken));

    private X509Certificate2 LabCertificate()
    {
        var known = _lab.Lab.State.CredentialsOf(LabApplications.Runbook.Id).Certificate!;
        return X509CertificateLoader.LoadPkcs12(known.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);
    }
}
