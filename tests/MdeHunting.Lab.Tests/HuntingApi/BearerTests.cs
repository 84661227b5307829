using MdeHunting.Lab.Directory;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.HuntingApi;

public sealed class BearerTests(SharedLab shared) : IClassFixture<SharedLab>
{
    private const string Body = """{"Query":"Owner"}""";

    private TestLab Lab => shared.Lab;

    public static TheoryData<string> Services => ["Graph", "Endpoint", "Xdr"];

    [Theory, MemberData(nameof(Services))]
    public async Task A_token_sees_its_own_tenant(string service)
    {
        var (path, resource) = Find(service);
        foreach (var (tenant, owner) in new[] { (TestLab.Tenants[0], "seed"), (TestLab.Tenants[1], "contoso") })
        {
            var response = await Lab.QueryAsync(path, Lab.Token(resource, tenant), Body);
            Assert.Equal(200, response.Status);
            Assert.EndsWith($$"""[{"Name":"{{owner}}"}]}""", response.Text);
        }
    }

    [Theory, MemberData(nameof(Services))]
    public async Task A_sign_in_gives_a_token_that_works(string service)
    {
        var (path, resource) = Find(service);
        var tokens = await Lab.SignInAsync($"{resource.Identifier}/{resource.DelegatedScope}");
        Assert.Equal(200, (await Lab.QueryAsync(path, (string)tokens["access_token"]!, Body)).Status);
    }

    [Theory, MemberData(nameof(Services))]
    public async Task An_expired_token_is_refused(string service)
    {
        await using var lab = await TestLab.StartAsync();
        var (path, resource) = Find(service);
        var token = lab.Token(resource);
        lab.Clock.Advance(TimeSpan.FromMinutes(75) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await lab.QueryAsync(path, token, Body)).Status);
        lab.Clock.Advance(TimeSpan.FromSeconds(1));
        AssertUnauthorized(
            service,
            await lab.QueryAsync(path, token, Body),
            service == "Graph"
                ? "Lifetime validation failed, the token is expired."
                : $"Invalid Authorization payload. AppId: {TestLab.ClientId}, Audience: {resource.Identifier}, Issuer: "
                    + $"https://sts.windows.net/{TestLab.Contoso}/, "
                    + "Validity: valid from 2026-11-23T21:00:00Z to 2026-11-23T22:15:00Z"
        );
    }

    [Theory, MemberData(nameof(Services))]
    public async Task A_token_for_another_service_is_refused(string service)
    {
        var (path, resource) = Find(service);
        foreach (var other in LabResources.All.Where(other => other != resource))
        {
            AssertUnauthorized(
                service,
                await Lab.QueryAsync(path, Lab.Token(other, scopes: [resource.DelegatedScope]), Body),
                service == "Graph"
                    ? "Access token validation failure. Invalid audience."
                    : $"Invalid Authorization payload. AppId: {TestLab.ClientId}, Audience: {other.Identifier}, Issuer: "
                        + $"https://sts.windows.net/{TestLab.Contoso}/, "
                        + "Validity: valid from 2026-11-23T21:00:00Z to 2026-11-23T22:15:00Z"
            );
        }
    }

    [Theory, MemberData(nameof(Services))]
    public async Task A_request_without_a_token_is_refused(string service)
    {
        AssertUnauthorized(
            service,
            await Lab.QueryAsync(Find(service).Path, null, Body),
            service == "Graph" ? "Access token is empty." : "The Authorization header is missing or is not a bearer."
        );
    }

    [Theory, MemberData(nameof(Services))]
    public async Task What_is_no_token_is_refused(string service)
    {
        foreach (var text in new[] { "nonsense", "a.b.c", "eyJhbGciOiJub25lIn0.e30." })
        {
            Assert.Equal(401, (await Lab.QueryAsync(Find(service).Path, text, Body)).Status);
        }
    }

    [Theory, MemberData(nameof(Services))]
    public async Task A_token_of_another_lab_is_refused(string service)
    {
        await using var other = await TestLab.StartAsync();
        var (path, resource) = Find(service);
        AssertUnauthorized(
            service,
            await Lab.QueryAsync(path, other.Token(resource), Body),
            service == "Graph" ? "Access token validation failure. Invalid signature." : "Unauthorized request - reason of failure: Signature validation failed"
        );
    }

    [Theory, MemberData(nameof(Services))]
    public async Task A_token_of_a_tenant_that_is_not_here_is_refused(string service)
    {
        var (path, resource) = Find(service);
        var stranger = TestLab.Tenants[1] with { Id = new Guid("99999999-9999-9999-9999-999999999999") };
        Assert.Equal(401, (await Lab.QueryAsync(path, Lab.Token(resource, stranger), Body)).Status);
    }

    [Theory, MemberData(nameof(Services))]
    public async Task A_token_without_the_permission_is_forbidden(string service)
    {
        var (path, resource) = Find(service);
        var person = await Lab.QueryAsync(path, Lab.Token(resource, scopes: ["Machine.Read"]), Body);
        var application = await Lab.QueryAsync(path, Lab.Token(resource, scopes: [], roles: ["Machine.Read.All"]), Body);

        Assert.Equal((403, 403), (person.Status, application.Status));
        Assert.Equal("Forbidden", (string)person.Json["error"]!["code"]!);
        Assert.Equal(
            $"Missing application scopes. API required scopes: {resource.DelegatedScope}, application scopes: Machine.Read.",
            (string)person.Json["error"]!["message"]!
        );
        Assert.Equal(
            $"Missing application roles. API required roles: {resource.ApplicationRole}, application roles: Machine.Read.All.",
            (string)application.Json["error"]!["message"]!
        );
        Assert.DoesNotContain("WWW-Authenticate", person.Headers.Keys);
    }

    [Theory, MemberData(nameof(Services))]
    public async Task An_applications_role_is_as_good_as_a_persons_scope(string service)
    {
        var (path, resource) = Find(service);
        Assert.Equal(200, (await Lab.QueryAsync(path, Lab.Token(resource, scopes: [], roles: [resource.ApplicationRole]), Body)).Status);
    }

    private static void AssertUnauthorized(string service, ReadResponse response, string message)
    {
        Assert.Equal(401, response.Status);
        Assert.Equal(service == "Graph" ? "InvalidAuthenticationToken" : "Unauthorized", (string)response.Json["error"]!["code"]!);
        Assert.Equal(message, (string)response.Json["error"]!["message"]!);
        Assert.StartsWith("Bearer ", response.Headers["WWW-Authenticate"]);
        Assert.Contains("/common/oauth2/authorize\"", response.Headers["WWW-Authenticate"]);
    }

    private static (string Path, LabResource Resource) Find(string service) =>
        service switch
        {
            "Graph" => ("/v1.0/security/runHuntingQuery", LabResources.Graph),
            "Endpoint" => ("/api/advancedqueries/run", LabResources.Endpoint),
            _ => ("/api/advancedhunting/run", LabResources.Xdr),
        };
}
