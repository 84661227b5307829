using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Web;
using MdeHunting.TestKit;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace MdeHunting.Lab.Tests.Authorize;

public sealed class AuthorizeTests(SharedLab shared) : IClassFixture<SharedLab>
{
    private BrowserSignIn SignIn => new(shared.Lab);

    [Fact]
    public async Task A_code_becomes_tokens_once()
    {
        var signIn = SignIn;
        var response = await signIn.RespondAsync();
        Assert.Equal("a state", response["state"]);

        var tokens = await signIn.RedeemAsync(response["code"]);
        Assert.Equal(200, tokens.Status);
        Assert.Equal(TestLab.Responder, Claim(tokens, "access_token", "upn"));
        Assert.Equal("a nonce", Claim(tokens, "id_token", "nonce"));
        Assert.NotNull(tokens.Json["refresh_token"]);
        Assert.NotNull(tokens.Json["client_info"]);
        AssertRefused("invalid_grant", 54005, await signIn.RedeemAsync(response["code"]));
    }

    [Fact]
    public async Task A_code_is_its_clients_own()
    {
        var signIn = SignIn;
        var code = (await signIn.RespondAsync())["code"];

        AssertRefused("invalid_grant", 50148, await signIn.RedeemAsync(code, verifier: new string('a', 43)));
        AssertRefused("invalid_client", 500112, await signIn.RedeemAsync(code, redirectUri: "http://localhost:1/"));
        AssertRefused("invalid_grant", 70000, await signIn.RedeemAsync(code, tenant: TestLab.Seed));
        AssertRefused("invalid_grant", 70000, await signIn.RedeemAsync("made-up"));
        Assert.Equal(200, (await signIn.RedeemAsync(code)).Status);
    }

    [Fact]
    public async Task A_code_lasts_ten_minutes()
    {
        await using var lab = await TestLab.StartAsync();
        var signIn = new BrowserSignIn(lab);
        var code = (await signIn.RespondAsync())["code"];
        lab.Clock.Advance(TimeSpan.FromMinutes(10));
        AssertRefused("invalid_grant", 70008, await signIn.RedeemAsync(code));
    }

    [Fact]
    public async Task Cancelling_is_told_to_the_application()
    {
        var response = await SignIn.RespondAsync("cancel");
        Assert.Equal("access_denied", response["error"]);
        Assert.StartsWith("AADSTS65004: User declined to consent to access the app. Trace ID: ", response["error_description"]);
        Assert.Equal("cancel", response["error_subcode"]);
        Assert.Equal("a state", response["state"]);
    }

    [Theory]
    [InlineData("query")]
    [InlineData("fragment")]
    [InlineData("form_post")]
    public async Task The_answer_comes_as_it_was_asked_for(string mode)
    {
        var signIn = SignIn with { Changes = new() { ["response_mode"] = mode } };
        var response = await signIn.DecideAsync();
        Assert.Equal(
            mode,
            response.Fields is not null ? "form_post"
                : response.Address.Fragment.Length > 0 ? "fragment"
                : "query"
        );
        Assert.StartsWith(BrowserSignIn.RedirectUri, response.Address.AbsoluteUri);
        Assert.Equal(200, (await signIn.RedeemAsync(BrowserSignIn.Read(response)["code"])).Status);
    }

    [Theory]
    [InlineData("http://localhost")]
    [InlineData("http://localhost/")]
    [InlineData("http://localhost:1")]
    [InlineData("http://LOCALHOST:65535/")]
    public async Task Any_port_of_localhost_is_answered(string redirectUri)
    {
        var response = await (SignIn with { Changes = new() { ["redirect_uri"] = redirectUri } }).RespondAsync();
        Assert.Contains("code", response.Keys);
    }

    [Theory]
    [InlineData("http://localhost:1/other")]
    [InlineData("http://localhost:1/#fragment")]
    [InlineData("https://localhost:1/")]
    [InlineData("http://localhost.evil.example/")]
    [InlineData("http://localhost@evil.example/")]
    [InlineData("http://evil@localhost:1/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("https://evil.example/")]
    [InlineData("nonsense")]
    public async Task Any_other_address_is_never_answered(string redirectUri)
    {
        var signIn = SignIn with { Changes = new() { ["redirect_uri"] = redirectUri } };
        var response = await shared.Lab.GetAsync(signIn.Address.PathAndQuery);
        Assert.Equal(400, response.Status);
        Assert.DoesNotContain("Location", response.Headers.Keys);
        Assert.StartsWith("AADSTS50011: The redirect URI ", HtmlForm.TextOf(response.Text, "[role=alert]"));
    }

    [Fact]
    public async Task A_registered_path_is_compared()
    {
        var application = LabApplications.Hunting with { RedirectUris = ["http://localhost/callback"] };
        await using var lab = await TestLab.StartAsync(options => options with { Tenants = [TestLab.Tenants[1] with { Applications = [application] }] });
        Assert.Contains("code", (await new BrowserSignIn(lab) { Changes = new() { ["redirect_uri"] = "http://localhost:7/callback" } }.RespondAsync()).Keys);
        await Assert.ThrowsAsync<LabPageException>(() => new BrowserSignIn(lab).RespondAsync());
    }

    [Theory]
    [InlineData("client_id", "99999999-9999-9999-9999-999999999999", "AADSTS700016")]
    [InlineData("client_id", null, "AADSTS900144")]
    [InlineData("redirect_uri", null, "AADSTS500113")]
    [InlineData("response_mode", "web_message", "AADSTS70007")]
    public async Task What_leaves_nobody_to_answer_is_told_on_a_page(string parameter, string? value, string message)
    {
        var problem = await Assert.ThrowsAsync<LabPageException>(() => (SignIn with { Changes = new() { [parameter] = value } }).RespondAsync());
        Assert.StartsWith(message, problem.Message);
    }

    [Fact]
    public async Task An_unknown_tenant_is_told_on_a_page()
    {
        var problem = await Assert.ThrowsAsync<LabPageException>(() => (SignIn with { Tenant = "nowhere.example" }).RespondAsync());
        Assert.StartsWith("AADSTS90002: Tenant 'nowhere.example' not found.", problem.Message);
    }

    [Theory]
    [InlineData("response_type", "token", "unsupported_response_type", "AADSTS700051")]
    [InlineData("response_type", null, "invalid_request", "AADSTS900144")]
    [InlineData("scope", null, "invalid_request", "AADSTS900144")]
    [InlineData("scope", "Mail.Read", "invalid_scope", "AADSTS650053")]
    [InlineData("scope", "https://nowhere.example/.default", "invalid_resource", "AADSTS500011")]
    [InlineData("code_challenge", null, "invalid_request", "AADSTS9002325")]
    [InlineData("code_challenge", "short", "invalid_request", "AADSTS501491")]
    [InlineData("code_challenge_method", "plain", "invalid_request", "AADSTS9002313")]
    [InlineData("prompt", "always", "invalid_request", "AADSTS90023")]
    [InlineData("prompt", "none", "login_required", "AADSTS50058")]
    [InlineData("claims", "{", "invalid_request", "AADSTS9002313")]
    public async Task What_is_wrong_otherwise_is_told_to_the_application(string parameter, string? value, string error, string message)
    {
        var response = await (SignIn with { Changes = new() { [parameter] = value } }).RespondAsync();
        Assert.Equal(error, response["error"]);
        Assert.StartsWith(message, response["error_description"]);
        Assert.Equal("a state", response["state"]);
    }

    [Fact]
    public async Task A_hint_spares_the_choice_of_an_account()
    {
        var hinted = SignIn with { Changes = new() { ["login_hint"] = TestLab.Responder.ToUpperInvariant() } };
        var asked = SignIn with
        {
            Changes = new() { ["login_hint"] = TestLab.Responder, ["prompt"] = "select_account" },
        };
        var unknown = SignIn with { Changes = new() { ["login_hint"] = "nobody@contoso.example" } };
        Assert.Contains("shown-number", (await shared.Lab.GetAsync(hinted.Address.PathAndQuery)).Text);
        var choice = (await shared.Lab.GetAsync(asked.Address.PathAndQuery)).Text;
        Assert.Contains("Pick an account", choice);
        Assert.Contains($"value=\"{TestLab.Responder}\" required checked>", choice);
        Assert.Contains("Pick an account", (await shared.Lab.GetAsync(unknown.Address.PathAndQuery)).Text);
    }

    [Fact]
    public async Task The_pages_may_lead_to_the_applications_address_alone()
    {
        var page = await shared.Lab.GetAsync(SignIn.Address.PathAndQuery);
        Assert.EndsWith("form-action 'self' http://localhost:4321; frame-ancestors 'none'; base-uri 'none'", page.Headers["Content-Security-Policy"]);
        Assert.DoesNotContain("<script", page.Text);
    }

    [Fact]
    public async Task A_posted_request_is_as_good()
    {
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(SignIn.Address.Query);
        var page = await shared.Lab.PostFormAsync(SignIn.Address.AbsolutePath, [.. query.Select(one => (one.Key, one.Value.ToString()))]);
        Assert.Equal(200, page.Status);
        Assert.Contains("Pick an account", page.Text);
    }

    [Fact]
    public async Task No_step_can_be_left_out()
    {
        var page = await shared.Lab.GetAsync(SignIn.Address.PathAndQuery);
        var form = HtmlForm.Find(page.Text)!;
        var context = form.Fields.Single(field => field.Name == "ctx").Value;

        var withoutAccount = await shared.Lab.PostFormAsync(form.Action, ("ctx", context), ("decision", "accept"));
        await shared.Lab.PostFormAsync(form.Action, ("ctx", context), ("account", TestLab.Responder));
        var withoutNumber = await shared.Lab.PostFormAsync(form.Action, ("ctx", context), ("decision", "accept"));
        var elsewhere = await shared.Lab.PostFormAsync($"/{TestLab.Seed}/login", ("ctx", context), ("decision", "accept"));

        Assert.Equal("Choose the account to sign in with.", HtmlForm.TextOf(withoutAccount.Text, "[role=alert]"));
        Assert.Equal("That is not the number. Enter the number that is shown.", HtmlForm.TextOf(withoutNumber.Text, "[role=alert]"));
        Assert.Equal("That sign-in is over. Go back to the app and begin again.", HtmlForm.TextOf(elsewhere.Text, "[role=alert]"));
    }

    [Fact]
    public async Task A_confidential_client_proves_itself_instead_of_a_verifier()
    {
        var web = LabApplications.Hunting with
        {
            Id = LabApplications.Runbook.Id,
            IsPublicClient = false,
            Secrets = [new("only", TimeSpan.FromDays(1))],
            RedirectUris = ["https://app.example/signin"],
        };
        await using var lab = await TestLab.StartAsync(options => options with { Tenants = [TestLab.Tenants[1] with { Applications = [web] }] });
        var signIn = new BrowserSignIn(lab)
        {
            ClientId = web.Id.ToString(),
            Changes = new()
            {
                ["redirect_uri"] = web.RedirectUris[0],
                ["code_challenge"] = null,
                ["code_challenge_method"] = null,
            },
        };
        var code = (await signIn.RespondAsync())["code"];
        AssertRefused("invalid_client", 7000218, await signIn.RedeemAsync(code, redirectUri: web.RedirectUris[0]));

        var tokens = await lab.PostFormAsync(
            $"/{TestLab.Contoso}/oauth2/v2.0/token",
            ("grant_type", "authorization_code"),
            ("client_id", signIn.ClientId),
            ("code", code),
            ("redirect_uri", web.RedirectUris[0]),
            ("client_secret", lab.Server.State.CredentialsOf(web.Id).Secrets["only"])
        );
        Assert.Equal(("1", "ThreatHunting.Read.All"), (Claim(tokens, "access_token", "appidacr"), Claim(tokens, "access_token", "scp")));
    }

    [Fact]
    public async Task A_lab_that_approves_answers_at_once()
    {
        await using var lab = await TestLab.StartAsync(options => options with { ApproveSignIns = true });
        var signIn = new BrowserSignIn(lab);
        var response = await lab.GetAsync(signIn.Address.PathAndQuery);
        Assert.Equal(302, response.Status);
        Assert.StartsWith($"{BrowserSignIn.RedirectUri}?code=", response.Headers["Location"]);
    }

    [Fact]
    public async Task Capabilities_are_in_the_token_when_they_were_asked_for()
    {
        var signIn = SignIn with { Changes = new() { ["claims"] = """{"access_token":{"xms_cc":{"values":["cp1"]}}}""" } };
        var tokens = await signIn.RedeemAsync((await signIn.RespondAsync())["code"]);
        Assert.Equal("cp1", Claim(tokens, "access_token", "xms_cc"));
    }

    private static string Claim(ReadResponse tokens, string token, string claim) =>
        new JsonWebToken((string)tokens.Json[token]!).Claims.Single(one => one.Type == claim).Value;

    private static void AssertRefused(string error, int code, ReadResponse response) =>
        Assert.Equal((error, code), (response.Error, (int)response.Json["error_codes"]![0]!));
}
