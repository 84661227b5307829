using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Tokens;
using MdeHunting.TestKit;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace MdeHunting.Lab.Tests.Tokens;

public sealed class ClientCredentialsTests(SharedLab shared) : IClassFixture<SharedLab>
{
    private static readonly LabApplication Runbook = LabApplications.Runbook;

    private TestLab Lab => shared.Lab;

    private LabApplicationCredentials Credentials => Lab.Server.State.CredentialsOf(Runbook.Id);

    private string TokenAddress => new Uri(Lab.Server.BaseAddress, $"/{TestLab.Contoso}/oauth2/v2.0/token").AbsoluteUri;

    [Theory]
    [InlineData(LabApplications.CurrentSecret)]
    [InlineData(LabApplications.NextSecret)]
    public async Task A_secret_gives_the_application_a_token_of_its_own(string secret)
    {
        var response = await Lab.RequestAsync(Runbook, ("client_secret", Credentials.Secrets[secret]));
        var token = new JsonWebToken((string)response.Json["access_token"]!);

        string Claim(string name) => token.Claims.Single(claim => claim.Type == name).Value;
        Assert.Equal(
            [
                "aio",
                "app_displayname",
                "appid",
                "appidacr",
                "aud",
                "exp",
                "iat",
                "idp",
                "idtyp",
                "iss",
                "nbf",
                "oid",
                "rh",
                "roles",
                "sub",
                "tenant_region_scope",
                "tid",
                "uti",
                "ver",
            ],
            token.Claims.Select(claim => claim.Type).Distinct().Order(StringComparer.Ordinal)
        );
        Assert.Equal(("app", "1", "ThreatHunting.Read.All"), (Claim("idtyp"), Claim("appidacr"), Claim("roles")));
        Assert.Equal(Claim("oid"), Claim("sub"));
        Assert.NotEqual(Claim("appid"), Claim("oid"));
        Assert.Null(response.Json["refresh_token"]);
        Assert.Null(response.Json["id_token"]);
    }

    [Theory]
    [InlineData("https://graph.microsoft.com", "/v1.0/security/runHuntingQuery")]
    [InlineData("https://api.securitycenter.microsoft.com", "/api/advancedqueries/run")]
    [InlineData("https://api.security.microsoft.com", "/api/advancedhunting/run")]
    public async Task An_application_hunts_where_it_has_the_role(string resource, string path)
    {
        foreach (var (application, status) in new[] { (Runbook, 200), (LabApplications.OverPrivileged, 200), (LabApplications.NoRoles, 403) })
        {
            var secret = Lab.Server.State.CredentialsOf(application.Id).Secrets[LabApplications.CurrentSecret];
            var response = await Lab.RequestAsync(application, $"{resource}/.default", ("client_secret", secret));
            Assert.Equal(status, (await Lab.QueryAsync(path, (string)response.Json["access_token"]!, """{"Query":"Owner"}""")).Status);
        }
    }

    [Fact]
    public async Task Roles_beyond_hunting_are_in_the_token()
    {
        var secret = Lab.Server.State.CredentialsOf(LabApplications.OverPrivileged.Id).Secrets[LabApplications.CurrentSecret];
        var response = await Lab.RequestAsync(LabApplications.OverPrivileged, "https://api.securitycenter.microsoft.com/.default", ("client_secret", secret));
        var roles = new JsonWebToken((string)response.Json["access_token"]!).Claims.Where(claim => claim.Type == "roles").Select(claim => claim.Value);
        Assert.Equal(["AdvancedQuery.Read.All", "Machine.Isolate", "Machine.LiveResponse", "Machine.Offboard"], roles.Take(4));
    }

    [Fact]
    public async Task A_secret_that_is_not_good_is_refused()
    {
        AssertRefused(7000215, await Lab.RequestAsync(Runbook, ("client_secret", "guessed")));
        AssertRefused(7000222, await Lab.RequestAsync(Runbook, ("client_secret", Credentials.Secrets[LabApplications.ExpiredSecret])));
        AssertRefused(7000215, await Lab.RequestAsync(LabApplications.NoRoles, ("client_secret", Credentials.Secrets[LabApplications.CurrentSecret])));
        AssertRefused(7000216, await Lab.RequestAsync(Runbook));
        AssertRefused(700025, await Lab.RequestAsync(LabApplications.Hunting, ("client_secret", "any")));
        AssertRefused(7000216, await Lab.RequestAsync(LabApplications.Hunting));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("urn:ietf:params:oauth:grant-type:device_code")]
    [InlineData("refresh_token")]
    public async Task The_flows_of_public_clients_are_closed_to_an_application_with_credentials(string grant)
    {
        var response = await Lab.PostFormAsync(
            $"/{TestLab.Contoso}/oauth2/v2.0/token",
            ("client_id", Runbook.Id.ToString()),
            ("grant_type", grant),
            ("device_code", "any"),
            ("username", "any")
        );
        AssertRefused(7000218, response);
    }

    [Fact]
    public async Task A_secret_expires()
    {
        await using var lab = await TestLab.StartAsync();
        var secret = lab.Server.State.CredentialsOf(Runbook.Id).Secrets[LabApplications.CurrentSecret];
        lab.Clock.Advance(TimeSpan.FromDays(180));
        AssertRefused(7000222, await lab.RequestAsync(Runbook, ("client_secret", secret)));
    }

    [Fact]
    public async Task Every_lab_has_secrets_of_its_own()
    {
        await using var other = await TestLab.StartAsync();
        Assert.NotEqual(
            Credentials.Secrets[LabApplications.CurrentSecret],
            other.Server.State.CredentialsOf(Runbook.Id).Secrets[LabApplications.CurrentSecret]
        );
    }

    [Theory]
    [InlineData("https://graph.microsoft.com/ThreatHunting.Read.All", "invalid_scope", 1002012)]
    [InlineData("https://graph.microsoft.com/.default openid", "invalid_scope", 1002012)]
    [InlineData("https://nowhere.example/.default", "invalid_resource", 500011)]
    [InlineData("", "invalid_request", 900144)]
    public async Task Only_all_of_one_resource_can_be_asked_for(string scope, string error, int code)
    {
        var response = await Lab.RequestAsync(Runbook, scope, ("client_secret", Credentials.Secrets[LabApplications.CurrentSecret]));
        Assert.Equal((400, error, code), (response.Status, response.Error, (int)response.Json["error_codes"]![0]!));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_is_as_good(bool namesSha256)
    {
        var response = await RequestAsync(namesSha256 ? Sign() : Sign(signing: new X509SigningCredentials(Credentials.Certificate)));
        Assert.Equal(200, response.Status);
        Assert.Equal("2", new JsonWebToken((string)response.Json["access_token"]!).Claims.Single(claim => claim.Type == "appidacr").Value);
    }

    [Fact]
    public async Task An_assertion_is_checked_in_full()
    {
        using var other = RSA.Create(2048);
        var now = Lab.Clock.GetUtcNow();
        AssertRefused(700027, await RequestAsync(Sign(key: new RsaSecurityKey(other))));
        AssertRefused(700027, await RequestAsync(Sign(thumbprint: "bm90IHJlZ2lzdGVyZWQ")));
        AssertRefused(700021, await RequestAsync(Sign(subject: LabApplications.NoRoles.Id.ToString())));
        AssertRefused(700021, await RequestAsync(Sign(issuer: LabApplications.NoRoles.Id.ToString())));
        AssertRefused(700023, await RequestAsync(Sign(audience: "https://login.microsoftonline.com/common/oauth2/v2.0/token")));
        AssertRefused(700023, await RequestAsync(Sign(audience: TokenAddress.Replace(TestLab.Contoso, TestLab.Seed))));
        AssertRefused(700024, await RequestAsync(Sign(from: now - TimeSpan.FromMinutes(16))));
        AssertRefused(700024, await RequestAsync(Sign(from: now + TimeSpan.FromMinutes(6))));
        AssertRefused(50027, await RequestAsync("no.token"), 400);
        AssertRefused(50027, await Lab.RequestAsync(Runbook, ("client_assertion", Sign()), ("client_assertion_type", "saml")), 400);
        AssertRefused(
            700027,
            await Lab.RequestAsync(Runbook, ("client_assertion", Sign(thumbprint: "")), ("client_assertion_type", ClientAuthenticator.AssertionType))
        );
        Assert.Equal(200, (await RequestAsync(Sign(from: now + TimeSpan.FromMinutes(4)))).Status);
    }

    [Fact]
    public async Task An_assertion_is_good_once()
    {
        var assertion = Sign();
        Assert.Equal(200, (await RequestAsync(assertion)).Status);
        AssertRefused(50013, await RequestAsync(assertion));
    }

    [Fact]
    public async Task A_federated_token_stands_for_the_application()
    {
        var state = Lab.Server.State;
        var response = await RequestAsync(state.CreateFederatedToken());
        Assert.Equal("2", new JsonWebToken((string)response.Json["access_token"]!).Claims.Single(claim => claim.Type == "appidacr").Value);

        AssertRefused(700211, await RequestAsync(state.CreateFederatedToken(issuer: "https://token.actions.githubusercontent.com")));
        AssertRefused(700213, await RequestAsync(state.CreateFederatedToken("repo:contoso/other:ref:refs/heads/main")));
        AssertRefused(700212, await RequestAsync(state.CreateFederatedToken(audience: "https://github.com/contoso")));
        AssertRefused(
            70025,
            await Lab.RequestAsync(
                LabApplications.NoRoles,
                ("client_assertion", state.CreateFederatedToken()),
                ("client_assertion_type", ClientAuthenticator.AssertionType)
            )
        );

        await using var other = await TestLab.StartAsync();
        AssertRefused(50027, await RequestAsync(other.Server.State.CreateFederatedToken(issuer: Issuer)), 400);
    }

    [Fact]
    public async Task A_job_gets_its_token_as_from_github()
    {
        var state = Lab.Server.State;
        var address = $"{state.FederatedTokenRequestUrl.PathAndQuery}&audience=api://AzureADTokenExchange";
        Assert.Equal(401, (await Lab.GetAsync(address)).Status);

        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new("Bearer", state.FederatedTokenRequestToken);
        using var response = await Lab.Http.SendAsync(request);
        var token = (string)(await ReadResponse.ReadAsync(response)).Json["value"]!;

        var keys = new JsonWebKeySet((await Lab.GetAsync("/actions/.well-known/jwks")).Text);
        var parameters = new TokenValidationParameters
        {
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidIssuer = Issuer,
            ValidAudience = "api://AzureADTokenExchange",
            ValidateLifetime = false,
        };
        Assert.True((await new JsonWebTokenHandler().ValidateTokenAsync(token, parameters)).IsValid);
        Assert.Equal(200, (await RequestAsync(token)).Status);
    }

    private string Issuer => new Uri(Lab.Server.BaseAddress, "/actions").AbsoluteUri;

    private Task<ReadResponse> RequestAsync(string assertion) =>
        Lab.RequestAsync(Runbook, ("client_assertion", assertion), ("client_assertion_type", ClientAuthenticator.AssertionType));

    private string Sign(
        SigningCredentials? signing = null,
        string? thumbprint = null,
        SecurityKey? key = null,
        string? issuer = null,
        string? subject = null,
        string? audience = null,
        DateTimeOffset? from = null
    )
    {
        var certificate = Credentials.Certificate!;
        var start = from ?? Lab.Clock.GetUtcNow();
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Claims = new Dictionary<string, object>
                {
                    ["iss"] = issuer ?? Runbook.Id.ToString(),
                    ["sub"] = subject ?? Runbook.Id.ToString(),
                    ["aud"] = audience ?? TokenAddress,
                    ["jti"] = Guid.NewGuid().ToString(),
                    ["nbf"] = start.ToUnixTimeSeconds(),
                    ["exp"] = start.AddMinutes(10).ToUnixTimeSeconds(),
                },
                SigningCredentials = signing ?? new SigningCredentials(key ?? new RsaSecurityKey(certificate.GetRSAPrivateKey()), "PS256"),
                AdditionalHeaderClaims = signing is not null
                    ? null
                    : new Dictionary<string, object>
                    {
                        ["x5t#S256"] = thumbprint ?? Base64UrlEncoder.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256)),
                    },
            }
        );
    }

    private static void AssertRefused(int code, ReadResponse response, int status = 401) =>
        Assert.Equal(
            (status, status == 401 ? "invalid_client" : "invalid_request", code),
            (response.Status, response.Error, (int)response.Json["error_codes"]![0]!)
        );
}
