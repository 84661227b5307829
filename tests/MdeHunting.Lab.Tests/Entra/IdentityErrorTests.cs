using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.Entra;

public sealed class IdentityErrorTests(SharedLab shared) : IClassFixture<SharedLab>
{
    private TestLab Lab => shared.Lab;

    [Theory]
    [InlineData("https://graph.microsoft.com/Mail.Read", "invalid_scope", 650053)]
    [InlineData("Mail.Read", "invalid_scope", 650053)]
    [InlineData("https://graph.microsoft.com/.default https://graph.microsoft.com/ThreatHunting.Read.All", "invalid_scope", 70011)]
    [InlineData("https://graph.microsoft.com/.default https://api.security.microsoft.com/.default", "invalid_scope", 28000)]
    [InlineData("https://nowhere.example/.default", "invalid_resource", 500011)]
    [InlineData("", "invalid_request", 900144)]
    public async Task A_scope_is_checked(string scope, string error, int code)
    {
        var response = await Lab.BeginAsync(scope);
        Assert.Equal(400, response.Status);
        Assert.Equal(error, response.Error);
        Assert.Equal(code, (int)response.Json["error_codes"]![0]!);
    }

    [Theory]
    [InlineData("https://api.securitycenter.microsoft.com/AdvancedQuery.Read")]
    [InlineData("https://api.securitycenter.windows.com/.default openid")]
    [InlineData("https://securitycenter.onmicrosoft.com/windowsatpservice/.default")]
    [InlineData("https://api.security.microsoft.com/AdvancedHunting.Read offline_access")]
    [InlineData("ThreatHunting.Read.All")]
    [InlineData("openid profile")]
    public async Task A_scope_that_exists_is_accepted(string scope) => Assert.Equal(200, (await Lab.BeginAsync(scope)).Status);

    [Theory]
    [InlineData("99999999-9999-9999-9999-999999999999", "unauthorized_client", 700016)]
    [InlineData("not-an-id", "unauthorized_client", 700016)]
    [InlineData("", "invalid_request", 900144)]
    public async Task An_application_must_exist_in_the_tenant(string clientId, string error, int code)
    {
        var response = await Lab.BeginAsync(clientId: clientId);
        Assert.Equal(400, response.Status);
        Assert.Equal(error, response.Error);
        Assert.Equal(code, (int)response.Json["error_codes"]![0]!);
    }

    [Fact]
    public async Task A_grant_that_is_not_offered_is_refused()
    {
        var response = await Lab.PostFormAsync($"/{TestLab.Contoso}/oauth2/v2.0/token", ("client_id", TestLab.ClientId), ("grant_type", "password"));
        Assert.Equal("unsupported_grant_type", response.Error);
        Assert.Equal(70003, (int)response.Json["error_codes"]![0]!);
    }

    [Theory]
    [InlineData("grant_type=device_code", "application/x-www-form-urlencoded", "client_id")]
    [InlineData("client_id=22222222-2222-2222-2222-222222222222", "application/x-www-form-urlencoded", "grant_type")]
    [InlineData("client_id=22222222-2222-2222-2222-222222222222&grant_type=device_code", "application/x-www-form-urlencoded", "device_code")]
    [InlineData("client_id=22222222-2222-2222-2222-222222222222&grant_type=refresh_token", "application/x-www-form-urlencoded", "refresh_token")]
    [InlineData("{\"client_id\":\"22222222-2222-2222-2222-222222222222\"}", "application/json", "client_id")]
    public async Task A_missing_parameter_is_named(string body, string contentType, string parameter)
    {
        var response = await Lab.QueryAsync($"/{TestLab.Contoso}/oauth2/v2.0/token", null, body, contentType);
        Assert.Equal("invalid_request", response.Error);
        Assert.StartsWith(
            $"AADSTS900144: The request body must contain the following parameter: '{parameter}'. Trace ID: ",
            (string)response.Json["error_description"]!
        );
    }

    [Fact]
    public async Task Claims_must_be_json()
    {
        var response = await Lab.PostFormAsync(
            $"/{TestLab.Contoso}/oauth2/v2.0/devicecode",
            ("client_id", TestLab.ClientId),
            ("scope", TestLab.GraphScope),
            ("claims", "{")
        );
        Assert.Equal(9002313, (int)response.Json["error_codes"]![0]!);
    }

    [Fact]
    public async Task An_error_has_the_whole_of_entras_body()
    {
        const string Client = "77777777-7777-7777-7777-777777777777";
        var response = await Lab.QueryAsync($"/{TestLab.Contoso}/oauth2/v2.0/token", null, "", "application/x-www-form-urlencoded");

        Assert.Equal(
            ["error", "error_description", "error_codes", "timestamp", "trace_id", "correlation_id", "error_uri"],
            response.Json.AsObject().Select(property => property.Key)
        );
        var trace = (string)response.Json["trace_id"]!;
        Assert.Equal(trace, response.Headers["x-ms-request-id"]);
        Assert.Equal(Client, (string)response.Json["correlation_id"]!);
        Assert.Equal("2026-11-23 21:00:00Z", (string)response.Json["timestamp"]!);
        Assert.Equal("https://login.microsoftonline.com/error?code=900144", (string)response.Json["error_uri"]!);
        Assert.EndsWith($". Trace ID: {trace} Correlation ID: {Client} Timestamp: 2026-11-23 21:00:00Z", (string)response.Json["error_description"]!);
    }

    [Fact]
    public async Task An_unknown_tenant_is_refused_everywhere()
    {
        var metadata = await Lab.GetAsync("/nowhere.example/v2.0/.well-known/openid-configuration");
        var code = await Lab.BeginAsync(tenant: "99999999-9999-9999-9999-999999999999");
        Assert.Equal((400, "invalid_tenant"), (metadata.Status, metadata.Error));
        Assert.Equal((400, "invalid_request"), (code.Status, code.Error));
        Assert.Contains("AADSTS90002: Tenant 'nowhere.example' not found.", (string)metadata.Json["error_description"]!);
    }

    [Fact]
    public async Task The_token_service_accepts_posts_alone() => Assert.Equal(405, (await Lab.GetAsync($"/{TestLab.Contoso}/oauth2/v2.0/token")).Status);
}
