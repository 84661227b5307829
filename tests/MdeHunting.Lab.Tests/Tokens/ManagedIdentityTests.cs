using System.Globalization;
using MdeHunting.Lab.Directory;
using MdeHunting.TestKit;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace MdeHunting.Lab.Tests.Tokens;

public sealed class ManagedIdentityTests(SharedLab shared) : IClassFixture<SharedLab>
{
    private const string Graph = "api-version=2019-08-01&resource=https%3A%2F%2Fgraph.microsoft.com";
    private const string Body = """{"Query":"Owner"}""";

    public static TheoryData<string, LabManagedIdentity> Names =>
        new()
        {
            { "", LabManagedIdentities.System },
            { $"&client_id={LabManagedIdentities.User.ClientId}", LabManagedIdentities.User },
            { $"&object_id={LabManagedIdentities.User.ObjectId}", LabManagedIdentities.User },
            { $"&mi_res_id={Uri.EscapeDataString(LabManagedIdentities.User.ResourceId)}", LabManagedIdentities.User },
            { $"&client_id={LabManagedIdentities.System.ClientId}", LabManagedIdentities.System },
        };

    [Theory, MemberData(nameof(Names))]
    public async Task An_identity_gets_its_token_and_hunts(string name, LabManagedIdentity identity)
    {
        var response = await RequestAsync(Graph + name);
        Assert.Equal(200, response.Status);
        Assert.Equal(["access_token", "expires_on", "resource", "token_type", "client_id"], response.Json.AsObject().Select(property => property.Key));
        Assert.Equal(
            shared.Lab.Clock.GetUtcNow().AddMinutes(75).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            (string)response.Json["expires_on"]!
        );

        var token = new JsonWebToken((string)response.Json["access_token"]!);
        string Claim(string claim) => token.Claims.Single(one => one.Type == claim).Value;
        Assert.Equal((identity.ClientId.ToString(), identity.ObjectId.ToString(), identity.ResourceId), (Claim("appid"), Claim("oid"), Claim("xms_mirid")));
        Assert.Equal((TestLab.Contoso, "app", "2", "ThreatHunting.Read.All"), (Claim("tid"), Claim("idtyp"), Claim("appidacr"), Claim("roles")));
        Assert.Equal(200, (await shared.Lab.QueryAsync("/v1.0/security/runHuntingQuery", (string)response.Json["access_token"]!, Body)).Status);
    }

    [Fact]
    public async Task An_identity_without_roles_is_refused_where_it_hunts()
    {
        var response = await RequestAsync($"{Graph}&client_id={LabManagedIdentities.UserWithoutRoles.ClientId}");
        Assert.Equal(403, (await shared.Lab.QueryAsync("/v1.0/security/runHuntingQuery", (string)response.Json["access_token"]!, Body)).Status);
    }

    [Theory]
    [InlineData(
        $"{Graph}&client_id=99999999-9999-9999-9999-999999999999",
        "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId."
    )]
    [InlineData($"{Graph}&mi_res_id=nowhere", "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.")]
    [InlineData("api-version=2017-09-01&resource=https%3A%2F%2Fgraph.microsoft.com", "The api-version '2017-09-01' is not supported.")]
    [InlineData("api-version=2019-08-01", "The resource parameter is missing.")]
    public async Task What_makes_no_sense_is_refused(string query, string message)
    {
        var response = await RequestAsync(query);
        Assert.Equal((400, 400, message), (response.Status, (int)response.Json["statusCode"]!, (string)response.Json["message"]!));
    }

    [Fact]
    public async Task A_resource_must_exist()
    {
        var response = await RequestAsync("api-version=2019-08-01&resource=https%3A%2F%2Fnowhere.example");
        Assert.Equal(400, response.Status);
        Assert.StartsWith("AADSTS500011: ", (string)response.Json["message"]!);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("guessed")]
    public async Task Who_does_not_know_the_header_gets_nothing(string? header) => Assert.Equal(401, (await RequestAsync(Graph, header)).Status);

    private Task<ReadResponse> RequestAsync(string query) => RequestAsync(query, shared.Lab.Server.State.ManagedIdentityHeader);

    private async Task<ReadResponse> RequestAsync(string query, string? header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{shared.Lab.Server.State.ManagedIdentityEndpoint}?{query}");
        if (header is not null)
        {
            request.Headers.Add("X-IDENTITY-HEADER", header);
        }

        using var response = await shared.Lab.Http.SendAsync(request);
        return await ReadResponse.ReadAsync(response);
    }
}
