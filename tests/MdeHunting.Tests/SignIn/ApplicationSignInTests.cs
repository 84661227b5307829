using System.Security.Cryptography.X509Certificates;
using MdeHunting.Contract;
using MdeHunting.Lab.Directory;
using MdeHunting.Service.Hunting;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>Applications by themselves: secret, certificate, federation.</summary>
[Collection("Process environment")]
public sealed class ApplicationSignInTests : IAsyncLifetime
{
    private readonly LabSignIn _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData(MdeApi.Graph)]
    [InlineData(MdeApi.Endpoint)]
    [InlineData(MdeApi.Xdr)]
    public async Task A_client_secret_signs_in(MdeApi api)
    {
        using var session = await ConnectAsync(Secret(LabApplications.CurrentSecret), api: api);

        await RequireApplicationAsync(session, SignInMethod.ClientSecret);
    }

    [Theory]
    [InlineData(LabApplications.ExpiredSecret, SignInFailure.SecretExpired)]
    [InlineData("wrong", SignInFailure.SecretInvalid)]
    public async Task A_wrong_or_an_expired_secret_says_which_and_is_not_repeated(string secret, SignInFailure expected)
    {
        var choice = Secret(secret);

        var failure = await FailAsync(choice);

        Assert.Equal(expected, failure.Failure);
        Assert.DoesNotContain(new System.Net.NetworkCredential(string.Empty, choice.Secret).Password, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("westeurope")]
    [InlineData("TryAutoDetect")]
    public async Task A_region_that_the_host_forces_on_its_programs_does_not_move_the_sign_in_to_another_host(string region)
    {
        Environment.SetEnvironmentVariable("MSAL_FORCE_REGION", region);
        try
        {
            using var session = await ConnectAsync(Secret(LabApplications.CurrentSecret));

            await RequireApplicationAsync(session, SignInMethod.ClientSecret);
        }
        finally
        {
            Environment.SetEnvironmentVariable("MSAL_FORCE_REGION", null);
        }
    }

    [Fact]
    public async Task A_certificate_signs_in()
    {
        using var session = await ConnectAsync(new CertificateChoice(_lab.Lab.State.CredentialsOf(LabApplications.Runbook.Id).Certificate!));

        await RequireApplicationAsync(session, SignInMethod.Certificate);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_refused_before_anything_is_sent()
    {
        using var expired = CertificateSourceTests.Make(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(-1));
        using var early = CertificateSourceTests.Make(DateTimeOffset.UtcNow.AddDays(1), DateTimeOffset.UtcNow.AddDays(2));
        using var full = CertificateSourceTests.Make();
        using var keyless = X509CertificateLoader.LoadCertificate(full.RawData);

        Assert.Equal(SignInFailure.CertificateExpired, (await FailAsync(new CertificateChoice(expired))).Failure);
        Assert.Equal(SignInFailure.CertificateExpired, (await FailAsync(new CertificateChoice(early))).Failure);
        Assert.Equal(SignInFailure.CertificateWithoutKey, (await FailAsync(new CertificateChoice(keyless))).Failure);
        Assert.Empty(_lab.Lab.State.Requests);

        var unknown = await FailAsync(new CertificateChoice(full));
        Assert.Equal(SignInFailure.CertificateUnknown, unknown.Failure);
        Assert.Contains("Upload", unknown.NextStep);
    }

    [Fact]
    public async Task A_federated_token_signs_in_given_or_in_a_file_that_is_read_anew()
    {
        var file = _lab.Write("federated.token", _lab.Lab.State.CreateFederatedToken() + "\n");
        using var given = await ConnectAsync(new FederationChoice(TestSecret.Of(_lab.Lab.State.CreateFederatedToken()), null));
        using var fromFile = await ConnectAsync(new FederationChoice(null, file));

        await RequireApplicationAsync(given, SignInMethod.Federation);
        await RequireApplicationAsync(fromFile, SignInMethod.Federation);
    }

    [Fact]
    public async Task A_federated_token_that_is_not_trusted_says_what_to_compare()
    {
        var failure = await FailAsync(
            new FederationChoice(TestSecret.Of(_lab.Lab.State.CreateFederatedToken(subject: "repo:evil/fork:ref:refs/heads/main")), null)
        );

        Assert.Equal(SignInFailure.FederationNotTrusted, failure.Failure);
        Assert.Contains("Get-MdeTokenInfo", failure.NextStep);
    }

    [Fact]
    public async Task The_environments_token_file_and_GitHubs_variables_are_picked_up()
    {
        await ProcessVariables.WithAsync(
            new() { ["AZURE_FEDERATED_TOKEN_FILE"] = _lab.Write("azure.token", _lab.Lab.State.CreateFederatedToken()) },
            async () => (await ConnectAsync(new FederationChoice(null, null))).Dispose()
        );
        await ProcessVariables.WithAsync(
            new()
            {
                ["ACTIONS_ID_TOKEN_REQUEST_URL"] = _lab.Lab.State.FederatedTokenRequestUrl.AbsoluteUri,
                ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = _lab.Lab.State.FederatedTokenRequestToken,
            },
            async () => (await ConnectAsync(new FederationChoice(null, null))).Dispose()
        );
        await ProcessVariables.WithAsync(
            new() { ["ACTIONS_ID_TOKEN_REQUEST_URL"] = _lab.Lab.State.FederatedTokenRequestUrl.AbsoluteUri, ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "wrong" },
            async () => Assert.Equal(SignInFailure.FederatedTokenUnreadable, (await FailAsync(new FederationChoice(null, null))).Failure)
        );
    }

    [Fact]
    public async Task An_application_without_the_role_gets_the_diagnosis_with_its_403()
    {
        var secret = _lab.Lab.State.CredentialsOf(LabApplications.NoRoles.Id).Secrets[LabApplications.CurrentSecret];
        using var session = await _lab.ConnectAsync(
            _lab.NewService(),
            _lab.Request(new ClientSecretChoice(TestSecret.Of(secret)), client: LabApplications.NoRoles.Id.ToString())
        );

        var failure = await Assert.ThrowsAsync<HuntingException>(() => _lab.OwnerAsync(session));

        Assert.Equal(HuntingFailure.Forbidden, failure.Failure);
        Assert.Contains("ThreatHunting.Read.All", failure.Message);
    }

    [Fact]
    public async Task A_renewal_needs_nobody()
    {
        _lab.Lab.State.Faults.AccessTokenLifetime = TimeSpan.Zero;
        using var session = await ConnectAsync(Secret(LabApplications.CurrentSecret));
        _lab.Lab.State.Faults.AccessTokenLifetime = null;

        await _lab.OwnerAsync(session);

        Assert.True(session.ExpiresOn > DateTime.UtcNow.AddMinutes(30));
    }

    private async Task RequireApplicationAsync(HuntingSession session, SignInMethod method)
    {
        Assert.Equal("contoso", await _lab.OwnerAsync(session));
        Assert.Equal(method, session.Method);
        Assert.Null(session.Account);
        Assert.Equal(TestLab.Contoso, session.TenantId);
        Assert.Equal(0, _lab.Prompts);
    }

    private ClientSecretChoice Secret(string name) =>
        new(TestSecret.Of(_lab.Lab.State.CredentialsOf(LabApplications.Runbook.Id).Secrets.TryGetValue(name, out var value) ? value : "not~the.secret"));

    private Task<HuntingSession> ConnectAsync(SignInChoice choice, MdeApi api = MdeApi.Graph) =>
        _lab.ConnectAsync(_lab.NewService(), _lab.RunbookRequest(choice, api));

    private Task<SignInException> FailAsync(SignInChoice choice) => _lab.FailAsync(_lab.NewService(), _lab.RunbookRequest(choice));
}
