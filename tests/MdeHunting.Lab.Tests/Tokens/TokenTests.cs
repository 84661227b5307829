using System.Text.Json.Nodes;
using MdeHunting.Lab.Directory;
using MdeHunting.TestKit;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace MdeHunting.Lab.Tests.Tokens;

public sealed class TokenTests(SharedLab shared) : IClassFixture<SharedLab>
{
    private TestLab Lab => shared.Lab;

    [Fact]
    public async Task An_access_token_has_the_claims_of_a_v1_token_and_nothing_unasked()
    {
        var token = new JsonWebToken((string)(await Lab.SignInAsync())["access_token"]!);

        string Claim(string name) => token.Claims.Single(claim => claim.Type == name).Value;
        Assert.Equal(["alg", "kid", "typ", "x5t"], token.EncodedHeader is var header ? Keys(header) : []);
        Assert.Equal(
            [
                "acr",
                "aio",
                "amr",
                "app_displayname",
                "appid",
                "appidacr",
                "aud",
                "exp",
                "family_name",
                "given_name",
                "iat",
                "ipaddr",
                "iss",
                "name",
                "nbf",
                "oid",
                "rh",
                "scp",
                "sub",
                "tenant_region_scope",
                "tid",
                "unique_name",
                "upn",
                "uti",
                "ver",
                "wids",
            ],
            Keys(token.EncodedPayload)
        );
        Assert.Equal("https://graph.microsoft.com", Claim("aud"));
        Assert.Equal($"https://sts.windows.net/{TestLab.Contoso}/", Claim("iss"));
        Assert.Equal(["pwd", "mfa"], token.Claims.Where(claim => claim.Type == "amr").Select(claim => claim.Value));
        Assert.Equal("API for MDE", Claim("app_displayname"));
        Assert.Equal(TestLab.ClientId, Claim("appid"));
        Assert.Equal("0", Claim("appidacr"));
        Assert.Equal("Robin Responder", Claim("name"));
        Assert.Equal("ThreatHunting.Read.All", Claim("scp"));
        Assert.Equal("EU", Claim("tenant_region_scope"));
        Assert.Equal(TestLab.Contoso, Claim("tid"));
        Assert.Equal(TestLab.Responder, Claim("upn"));
        Assert.Equal("1.0", Claim("ver"));
        Assert.Equal(Lab.Clock.GetUtcNow().UtcDateTime, token.ValidFrom);
        Assert.Equal(Lab.Clock.GetUtcNow().UtcDateTime.AddMinutes(75), token.ValidTo);
    }

    [Fact]
    public async Task The_published_key_checks_both_tokens()
    {
        var configuration = (await Lab.GetAsync("/CONTOSO.example/v2.0/.well-known/openid-configuration")).Json;
        var keys = new JsonWebKeySet((await Lab.GetAsync(new Uri((string)configuration["jwks_uri"]!).AbsolutePath)).Text);
        var tokens = await Lab.SignInAsync();

        var parameters = new TokenValidationParameters
        {
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidateAudience = false,
            ValidateLifetime = false,
        };
        var access = await new JsonWebTokenHandler().ValidateTokenAsync(
            (string)tokens["access_token"]!,
            Clone(parameters, $"https://sts.windows.net/{TestLab.Contoso}/")
        );
        var id = await new JsonWebTokenHandler().ValidateTokenAsync((string)tokens["id_token"]!, Clone(parameters, (string)configuration["issuer"]!));

        Assert.True(access.IsValid, access.Exception?.Message);
        Assert.True(id.IsValid, id.Exception?.Message);
        Assert.Equal(TestLab.Responder, id.Claims["preferred_username"]);
        Assert.Equal(TestLab.ClientId, id.Claims["aud"]);
        Assert.Equal("2.0", id.Claims["ver"]);
        Assert.Equal(new Uri(Lab.Server.BaseAddress, $"/{TestLab.Contoso}/oauth2/v2.0/token").AbsoluteUri, (string)configuration["token_endpoint"]!);
    }

    [Fact]
    public async Task Capabilities_are_in_the_token_when_they_were_asked_for()
    {
        var code = (
            await Lab.PostFormAsync(
                $"/{TestLab.Contoso}/oauth2/v2.0/devicecode",
                ("client_id", TestLab.ClientId),
                ("scope", TestLab.GraphScope),
                ("claims", """{"access_token":{"xms_cc":{"values":["cp1"]}}}""")
            )
        ).Json;
        await Lab.ApproveAsync(code);
        var tokens = (await Lab.PollAsync(code)).Json;
        var refreshed = (await Lab.RefreshAsync((string)tokens["refresh_token"]!)).Json;

        foreach (var response in new[] { tokens, refreshed })
        {
            Assert.Equal("cp1", new JsonWebToken((string)response["access_token"]!).Claims.Single(claim => claim.Type == "xms_cc").Value);
        }
    }

    [Fact]
    public async Task A_refresh_token_reaches_the_other_services_and_is_good_once()
    {
        await using var lab = await TestLab.StartAsync(options => options with { RotateStrictly = true });
        var first = (string)(await lab.SignInAsync())["refresh_token"]!;
        var refreshed = await lab.RefreshAsync(first, "https://api.security.microsoft.com/.default offline_access");
        var second = (string)refreshed.Json["refresh_token"]!;
        var reused = await lab.RefreshAsync(first);

        Assert.Equal(200, refreshed.Status);
        Assert.Equal("https://api.security.microsoft.com", new JsonWebToken((string)refreshed.Json["access_token"]!).Audiences.Single());
        Assert.NotEqual(first, second);
        Assert.Equal(("invalid_grant", 70000), (reused.Error, (int)reused.Json["error_codes"]![0]!));
        Assert.Equal(200, (await lab.RefreshAsync(second)).Status);
    }

    [Fact]
    public async Task An_old_refresh_token_stays_good_for_a_day()
    {
        await using var lab = await TestLab.StartAsync();
        var first = (string)(await lab.SignInAsync())["refresh_token"]!;
        Assert.Equal(200, (await lab.RefreshAsync(first)).Status);
        lab.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await lab.RefreshAsync(first)).Status);
        lab.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(700082, (int)(await lab.RefreshAsync(first)).Json["error_codes"]![0]!);
    }

    [Fact]
    public async Task A_refused_scope_does_not_cost_the_refresh_token()
    {
        var token = (string)(await Lab.SignInAsync())["refresh_token"]!;
        Assert.Equal("invalid_scope", (await Lab.RefreshAsync(token, "https://graph.microsoft.com/Mail.Read")).Error);
        Assert.Equal(200, (await Lab.RefreshAsync(token)).Status);
    }

    [Fact]
    public async Task A_refresh_token_is_refused_by_another_tenant_and_when_revoked_or_left_too_long()
    {
        await using var lab = await TestLab.StartAsync();
        var token = (string)(await lab.SignInAsync())["refresh_token"]!;
        Assert.Equal(70000, (int)(await lab.RefreshAsync(token, tenant: TestLab.Seed)).Json["error_codes"]![0]!);

        lab.Clock.Advance(TimeSpan.FromDays(90));
        Assert.Equal(700082, (int)(await lab.RefreshAsync(token)).Json["error_codes"]![0]!);

        var other = (string)(await lab.SignInAsync())["refresh_token"]!;
        lab.Server.State.RevokeRefreshTokens();
        Assert.Equal(50173, (int)(await lab.RefreshAsync(other)).Json["error_codes"]![0]!);
    }

    [Fact]
    public async Task A_test_shortens_the_lifetime()
    {
        await using var lab = await TestLab.StartAsync();
        lab.Server.State.Faults.AccessTokenLifetime = TimeSpan.FromSeconds(30);
        Assert.Equal(30, (int)(await lab.SignInAsync())["expires_in"]!);
    }

    [Fact]
    public async Task What_nobody_consented_to_is_not_granted()
    {
        var unconsented = LabApplications.Hunting with { ConsentedScopes = [] };
        await using var lab = await TestLab.StartAsync(options => options with { Tenants = [TestLab.Tenants[1] with { Applications = [unconsented] }] });
        var code = (await lab.BeginAsync()).Json;
        await lab.ApproveAsync(code);
        var response = await lab.PollAsync(code);
        Assert.Equal(("invalid_grant", 65001), (response.Error, (int)response.Json["error_codes"]![0]!));
        Assert.Equal("consent_required", (string)response.Json["suberror"]!);
    }

    [Fact]
    public async Task A_confidential_application_cannot_use_a_device_code()
    {
        var confidential = LabApplications.Hunting with { IsPublicClient = false };
        await using var lab = await TestLab.StartAsync(options => options with { Tenants = [TestLab.Tenants[1] with { Applications = [confidential] }] });
        var response = await lab.BeginAsync();
        Assert.Equal((401, "invalid_client", 7000218), (response.Status, response.Error, (int)response.Json["error_codes"]![0]!));
    }

    private static IEnumerable<string> Keys(string part) =>
        JsonNode.Parse(Base64UrlEncoder.Decode(part))!.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal);

    private static TokenValidationParameters Clone(TokenValidationParameters parameters, string issuer)
    {
        var clone = parameters.Clone();
        clone.ValidIssuer = issuer;
        return clone;
    }
}
