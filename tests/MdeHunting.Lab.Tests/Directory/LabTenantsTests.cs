using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Settings;
using MdeHunting.Lab.Tests.Authorize;
using MdeHunting.TestKit;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace MdeHunting.Lab.Tests.Directory;

public sealed class LabTenantsTests
{
    private static readonly LabTenant Fabrikam = LabTenants.Fabrikam(_ => TinyEngine.Database("fabrikam"));

    [Fact]
    public async Task Every_tenant_is_found_by_domain_and_by_id()
    {
        await using var lab = await TestLab.StartAsync(options => options with { Tenants = LabDefaults.Tenants });
        foreach (var tenant in LabDefaults.Tenants)
        {
            foreach (var name in new[] { tenant.Domain, tenant.Id.ToString() })
            {
                var configuration = (await lab.GetAsync($"/{name}/v2.0/.well-known/openid-configuration")).Json;
                string Address(string path) => new Uri(lab.Server.BaseAddress, $"/{tenant.Id}{path}").AbsoluteUri;
                Assert.Equal(Address("/oauth2/v2.0/authorize"), (string)configuration["authorization_endpoint"]!);
                Assert.Equal(Address("/oauth2/v2.0/token"), (string)configuration["token_endpoint"]!);
                Assert.Equal(Address("/v2.0"), (string)configuration["issuer"]!);
            }
        }
    }

    [Fact]
    public async Task One_application_is_another_object_in_every_tenant_and_sees_that_tenant_alone()
    {
        await using var lab = await TestLab.StartAsync(options => options with { Tenants = [.. TestLab.Tenants, Fabrikam] });
        var secret = lab.Server.State.CredentialsOf(LabApplications.Runbook.Id).Secrets[LabApplications.CurrentSecret];
        var objects = new HashSet<string>();
        foreach (var (tenant, owner) in new[] { ("contoso.example", "contoso"), ("fabrikam.example", "fabrikam") })
        {
            var response = await RequestAsync(lab, tenant, LabApplications.Runbook, secret);
            var token = (string)response.Json["access_token"]!;
            Assert.True(objects.Add(new JsonWebToken(token).Subject));
            Assert.EndsWith($$"""[{"Name":"{{owner}}"}]}""", (await lab.QueryAsync("/v1.0/security/runHuntingQuery", token, """{"Query":"Owner"}""")).Text);
        }
        Assert.Equal(700016, (int)(await RequestAsync(lab, "fabrikam.example", LabApplications.OverPrivileged, secret)).Json["error_codes"]![0]!);
    }

    [Fact]
    public async Task An_analyst_of_fabrikam_signs_in_there()
    {
        await using var lab = await TestLab.StartAsync(options => options with { Tenants = [.. TestLab.Tenants, Fabrikam] });
        var signIn = new BrowserSignIn(lab) { Tenant = "fabrikam.example", Account = "analyst@fabrikam.example" };
        var tokens = await signIn.RedeemAsync((await signIn.RespondAsync())["code"]);
        Assert.Equal(Fabrikam.Id.ToString(), new JsonWebToken((string)tokens.Json["access_token"]!).Claims.Single(claim => claim.Type == "tid").Value);
    }

    private static Task<ReadResponse> RequestAsync(TestLab lab, string tenant, LabApplication application, string secret) =>
        lab.PostFormAsync(
            $"/{tenant}/oauth2/v2.0/token",
            ("grant_type", "client_credentials"),
            ("client_id", application.Id.ToString()),
            ("client_secret", secret),
            ("scope", "https://graph.microsoft.com/.default")
        );
}
