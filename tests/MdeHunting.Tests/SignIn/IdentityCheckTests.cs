using MdeHunting.Contract;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Tokens;
using MdeHunting.Service;
using MdeHunting.Service.Hunting;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>Who signed in, and where: compared at the first sign-in, at each renewal and after each challenge.</summary>
public sealed class IdentityCheckTests : IAsyncLifetime
{
    private const string GuestAtHome = "visitor@fabrikam.example";
    private readonly LabSignIn _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData(SignInMethod.DeviceCode)]
    [InlineData(SignInMethod.Browser)]
    public async Task Another_account_than_the_one_asked_for_is_refused_and_not_kept(SignInMethod method)
    {
        var service = Service();

        var failure = await _lab.FailAsync(service, Request(method, GuestAtHome));

        Assert.Equal(SignInFailure.WrongAccount, failure.Failure);
        Assert.Equal(System.Management.Automation.ErrorCategory.SecurityError, failure.Category);
        Assert.Contains(TestLab.Responder, failure.Message);
        Assert.Contains(GuestAtHome, failure.Message);
        Assert.Equal(SignInFailure.SignInRequired, (await _lab.FailAsync(service, _lab.Request(LabSignIn.DeviceCode(mayPrompt: false)))).Failure);
    }

    [Theory]
    [InlineData("responder@contoso.example")]
    [InlineData("RESPONDER@Contoso.Example")]
    public async Task A_member_is_who_was_asked_for(string username)
    {
        using var session = await _lab.ConnectAsync(Service(), Request(SignInMethod.DeviceCode, username));

        Assert.Equal("contoso", await _lab.OwnerAsync(session));
        Assert.Empty(session.Notes);
        Assert.Empty(_lab.Warnings);
    }

    [Theory]
    [InlineData(GuestAtHome)]
    [InlineData("Visitor@Fabrikam.Example")]
    [InlineData("visitor_fabrikam.example#EXT#@contoso.example")]
    public async Task A_guest_is_who_was_asked_for_by_the_name_at_home_and_by_that_in_the_tenant(string username)
    {
        _lab.Account = LabAccounts.Guest.UserPrincipalName;
        var service = Service();
        using var session = await _lab.ConnectAsync(service, Request(SignInMethod.DeviceCode, username));
        using var silent = await _lab.ConnectAsync(service, _lab.Request(LabSignIn.DeviceCode(mayPrompt: false, username: username)));

        Assert.Equal("contoso", await _lab.OwnerAsync(session));
        Assert.Equal("contoso", await _lab.OwnerAsync(silent));
        Assert.Empty(session.Notes);
    }

    [Theory]
    [InlineData("visitor@contoso.example")]
    [InlineData("visitor_fabrikam.example")]
    [InlineData("fabrikam.example")]
    public async Task Half_a_name_is_not_a_name(string username)
    {
        _lab.Account = LabAccounts.Guest.UserPrincipalName;

        Assert.Equal(SignInFailure.WrongAccount, (await _lab.FailAsync(Service(), Request(SignInMethod.DeviceCode, username))).Failure);
    }

    [Theory]
    [InlineData("traveller_fabrikam.example#EXT#@contoso.onmicrosoft.com", "traveller@fabrikam.example", true)]
    [InlineData("first_last_fabrikam.example#ext#@contoso.onmicrosoft.com", "first_last@fabrikam.example", true)]
    [InlineData("live.com#traveller@outlook.example", "traveller@outlook.example", true)]
    [InlineData("first_last_fabrikam.example#EXT#@contoso.onmicrosoft.com", "first@last_fabrikam.example", false)]
    [InlineData("#EXT#@contoso.onmicrosoft.com", "@contoso.onmicrosoft.com", false)]
    [InlineData("mallory@contoso.example", "alice@contoso.example", false)]
    public void The_forms_of_a_guests_name(string told, string meant, bool isSame) =>
        Assert.Equal(isSame, MdeHunting.Service.SignIn.SignedInIdentity.IsOneOf([told], meant));

    [Fact]
    public async Task A_sign_in_that_tells_two_accounts_is_refused()
    {
        _lab.Lab.State.Faults.OnIdentity(
            "/token",
            LabIdentityFault.Lie(response =>
                response["id_token"] = Unsigned(
                    """{"oid":"12345678-6666-6666-6666-666666666666","tid":"55555555-5555-5555-5555-555555555555","sub":"s","iss":"i","aud":"a","exp":9999999999}"""
                )
            )
        );

        Assert.Equal(SignInFailure.WrongAccount, (await _lab.FailAsync(Service(), _lab.Request(LabSignIn.DeviceCode()))).Failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"name\":\"responder@contoso.example\"")]
    public async Task Where_nothing_tells_a_name_it_is_warned_of_and_noted(string displayName)
    {
        _lab.Lab.State.Faults.OnIdentity(
            "/token",
            LabIdentityFault.Lie(response =>
            {
                response["access_token"] = "opaque";
                response["id_token"] = Unsigned(
                    $$"""{"oid":"66666666-6666-6666-6666-666666666666","tid":"55555555-5555-5555-5555-555555555555","sub":"s","iss":"i","aud":"a","exp":9999999999{{displayName}}}"""
                );
            })
        );

        using var session = await _lab.ConnectAsync(Service(), Request(SignInMethod.DeviceCode, TestLab.Responder));

        Assert.Contains("couldn't", Assert.Single(_lab.Warnings));
        Assert.Contains(TestLab.Responder, Assert.Single(session.Notes));
    }

    [Fact]
    public async Task Another_account_after_a_challenge_is_refused_and_the_connection_stays_whose_it_was()
    {
        using var session = await _lab.ConnectAsync(Service(), _lab.Request(LabSignIn.DeviceCode()));
        Assert.Equal("contoso", await _lab.OwnerAsync(session));
        _lab.Lab.State.RevokeSessions(TestLab.Responder);
        _lab.Account = LabAccounts.Guest.UserPrincipalName;

        var failure = await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session));

        Assert.Equal(SignInFailure.WrongAccount, failure.Failure);
        Assert.Contains(GuestAtHome, failure.Message);
        Assert.Contains(TestLab.Responder, failure.Message);
        Assert.Equal(TestLab.Responder, session.Account);
        Assert.Equal(SignInFailure.WrongAccount, (await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session))).Failure);

        _lab.Account = TestLab.Responder;
        Assert.Equal("contoso", await _lab.OwnerAsync(session));
    }

    [Fact]
    public async Task A_renewal_that_brings_another_account_or_tenant_is_refused()
    {
        _lab.Lab.State.Faults.AccessTokenLifetime = TimeSpan.Zero;
        using var session = await _lab.ConnectAsync(Service(), _lab.Request(LabSignIn.DeviceCode()));
        var contoso = TestLab.Tenants.Single(t => t.Id == Guid.Parse(TestLab.Contoso));
        var seed = TestLab.Tenants.Single(t => t.Id == Guid.Parse(TestLab.Seed));

        Assert.Equal(SignInFailure.WrongTenant, await RenewAsync(session, Token(seed, seed.Accounts[0])));
        Assert.Equal(SignInFailure.WrongAccount, await RenewAsync(session, Token(contoso, LabAccounts.Guest)));
        Assert.Equal(SignInFailure.WrongTenant, await RenewAsync(session, Unsigned("""{"tid":"contoso","oid":"66666666-6666-6666-6666-666666666666"}""")));
        Assert.Equal(TestLab.Responder, session.Account);
        Assert.Equal(TestLab.Contoso, session.TenantId);
    }

    [Fact]
    public async Task An_applications_renewal_has_to_be_the_same_one()
    {
        _lab.Lab.State.Faults.AccessTokenLifetime = TimeSpan.Zero;
        using var session = await _lab.ConnectAsync(Service(), _lab.RunbookRequest());
        var contoso = TestLab.Tenants.Single(t => t.Id == Guid.Parse(TestLab.Contoso));

        Assert.Equal(SignInFailure.WrongAccount, await RenewAsync(session, Token(contoso, LabAccounts.Guest)));
    }

    [Theory]
    [InlineData("""{"tid":"contoso.example","oid":"1","aud":"https://graph.microsoft.com"}""")]
    [InlineData("""{"tid":7,"oid":"1","aud":"https://graph.microsoft.com"}""")]
    public async Task A_tenant_that_is_no_id_does_not_pass(string claims)
    {
        var failure = await _lab.FailAsync(Service(), _lab.Request(new AccessTokenChoice(TestSecret.Of(Unsigned(claims))), tenant: null, client: null));

        Assert.Equal(SignInFailure.WrongTenant, failure.Failure);
    }

    [Theory]
    [InlineData("oid", "whose it is (oid)")]
    [InlineData("tid", "its tenant (tid)")]
    public async Task A_first_token_that_does_not_tell_who_or_where_is_warned_of_and_noted_and_so_is_a_supplied_one(string claim, string said)
    {
        _lab.Lab.State.Faults.OnIdentity("/token", LabIdentityFault.Lie(response => response["access_token"] = Without(claim)));
        ConnectRequest[] ways =
        [
            _lab.Request(LabSignIn.DeviceCode()),
            _lab.RunbookRequest(),
            _lab.Request(new AccessTokenChoice(TestSecret.Of(Without(claim))), client: null),
        ];

        foreach (var way in ways)
        {
            _lab.Warnings.Clear();
            using var session = await _lab.ConnectAsync(Service(), way);

            Assert.Contains(said, Assert.Single(session.Notes));
            Assert.Contains("couldn't", Assert.Single(session.Notes));
            Assert.Contains(session.Notes[0], _lab.Warnings);
        }
    }

    [Fact]
    public async Task A_token_that_nobody_here_can_read_is_said_where_nothing_else_tells_its_tenant()
    {
        _lab.Lab.State.Faults.OnIdentity("/token", LabIdentityFault.Lie(response => response["access_token"] = "opaque"));

        using var session = await _lab.ConnectAsync(Service(), _lab.RunbookRequest());

        Assert.Contains($"the tenant {TestLab.Contoso}", Assert.Single(session.Notes));
        Assert.Equal(session.Notes, _lab.Warnings);
    }

    [Theory]
    [InlineData("oid", SignInFailure.WrongAccount)]
    [InlineData("tid", SignInFailure.WrongTenant)]
    [InlineData("", SignInFailure.WrongTenant)]
    public async Task A_renewed_token_that_does_not_tell_what_the_first_one_did_is_refused(string claim, SignInFailure expected)
    {
        _lab.Lab.State.Faults.AccessTokenLifetime = TimeSpan.Zero;
        using var session = await _lab.ConnectAsync(Service(), _lab.Request(LabSignIn.DeviceCode()));

        Assert.Equal(expected, await RenewAsync(session, claim.Length == 0 ? "opaque" : Without(claim)));
        _lab.Lab.State.Faults.AccessTokenLifetime = null;
        Assert.Equal("contoso", await _lab.OwnerAsync(session));
    }

    [Theory]
    [InlineData("""{"tid":"11111111-1111-1111-1111-111111111111","oid":"1"}""", SignInFailure.WrongTenant)]
    [InlineData("""{"tid":"55555555-5555-5555-5555-555555555555","oid":"1","exp":1000000000}""", SignInFailure.TokenExpired)]
    public async Task A_supplied_token_that_names_no_API_is_held_against_tenant_and_time_all_the_same(string claims, SignInFailure expected) =>
        Assert.Equal(expected, (await _lab.FailAsync(Service(), _lab.Request(new AccessTokenChoice(TestSecret.Of(Unsigned(claims))), client: null))).Failure);

    private static string Without(string claim)
    {
        var claims = new System.Text.Json.Nodes.JsonObject
        {
            ["tid"] = TestLab.Contoso,
            ["oid"] = "66666666-6666-6666-6666-666666666666",
            ["upn"] = TestLab.Responder,
            ["aud"] = "https://graph.microsoft.com",
            ["exp"] = 9999999999,
        };
        claims.Remove(claim);
        return Unsigned(claims.ToJsonString());
    }

    private async Task<SignInFailure> RenewAsync(HuntingSession session, string token)
    {
        _lab.Lab.State.Faults.OnIdentity("/token", LabIdentityFault.Lie(response => response["access_token"] = token), times: 1);
        return (await Assert.ThrowsAsync<SignInException>(() => _lab.OwnerAsync(session))).Failure;
    }

    private string Token(LabTenant tenant, LabAccount account) =>
        _lab.Lab.State.CreateAccessToken(
            new TokenGrant(tenant, LabApplications.Hunting, account, "https://graph.microsoft.com", ["ThreatHunting.Read.All"], [], ["cp1"]),
            TimeSpan.FromMinutes(2)
        );

    private static string Unsigned(string claims) =>
        $"{Base64Url("""{"alg":"RS256","typ":"JWT"}""")}.{Base64Url(claims)}.{System.Buffers.Text.Base64Url.EncodeToString(new byte[256])}";

    private static string Base64Url(string text) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(text));

    private MdeService Service() =>
        _lab.NewService(address =>
        {
            _ = Task.Run(() => _lab.Person.AcceptAsync(address));
            return Task.CompletedTask;
        });

    private ConnectRequest Request(SignInMethod method, string username) =>
        _lab.Request(new UserChoice(method, username, MayPrompt: true, CachePersistence.Memory));
}
