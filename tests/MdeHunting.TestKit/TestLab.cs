using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Settings;
using MdeHunting.Lab.Tokens;
using MdeHunting.Lab.Web;
using Microsoft.Extensions.Time.Testing;

namespace MdeHunting.TestKit;

/// <summary>A lab with the stand-in engine and a clock that only a test moves, as a client sees it: over HTTPS.</summary>
public sealed class TestLab : IAsyncDisposable
{
    public const string ClientId = "22222222-2222-2222-2222-222222222222";
    public const string Contoso = "55555555-5555-5555-5555-555555555555";
    public const string Seed = "11111111-1111-1111-1111-111111111111";
    public const string Responder = "responder@contoso.example";
    public const string GraphScope = "https://graph.microsoft.com/.default offline_access openid profile";

    private TestLab(LabServer server, FakeTimeProvider clock)
    {
        Server = server;
        Clock = clock;
        Http = server.CreateClient();
    }

    public LabServer Server { get; }

    public FakeTimeProvider Clock { get; }

    public HttpClient Http { get; }

    public BrowserUser Person => new(Http, Responder);

    public static IReadOnlyList<LabTenant> Tenants { get; } =
    [LabTenants.HalfFullOfSecurity(_ => TinyEngine.Database("seed")), LabTenants.Contoso(_ => TinyEngine.Database("contoso"))];

    public static async Task<TestLab> StartAsync(Func<LabOptions, LabOptions>? change = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 21, 0, 0, TimeSpan.Zero));
        var options = new LabOptions
        {
            Clock = clock,
            Tenants = Tenants,
            RunQuery = TinyEngine.Run,
        };
        return new(await LabServer.StartAsync(change?.Invoke(options) ?? options), clock);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }

    internal async Task<ReadResponse> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        return await ReadResponse.ReadAsync(response);
    }

    internal async Task<ReadResponse> PostFormAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await Http.PostAsync(path, content);
        return await ReadResponse.ReadAsync(response);
    }

    internal Task<ReadResponse> BeginAsync(string scope = GraphScope, string tenant = Contoso, string clientId = ClientId) =>
        PostFormAsync($"/{tenant}/oauth2/v2.0/devicecode", ("client_id", clientId), ("scope", scope));

    internal Task<ReadResponse> PollAsync(JsonNode code, string tenant = Contoso, string clientId = ClientId) =>
        PostFormAsync(
            $"/{tenant}/oauth2/v2.0/token",
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("client_id", clientId),
            ("device_code", (string)code["device_code"]!),
            ("client_info", "1")
        );

    internal Task<ReadResponse> RefreshAsync(string refreshToken, string scope = GraphScope, string tenant = Contoso) =>
        PostFormAsync(
            $"/{tenant}/oauth2/v2.0/token",
            ("grant_type", "refresh_token"),
            ("client_id", ClientId),
            ("refresh_token", refreshToken),
            ("scope", scope)
        );

    internal Task<ReadResponse> RequestAsync(LabApplication application, params (string Name, string Value)[] proof) =>
        RequestAsync(application, "https://graph.microsoft.com/.default", proof);

    internal Task<ReadResponse> RequestAsync(LabApplication application, string scope, params (string Name, string Value)[] proof) =>
        PostFormAsync(
            $"/{Contoso}/oauth2/v2.0/token",
            [("grant_type", "client_credentials"), ("client_id", application.Id.ToString()), ("scope", scope), .. proof]
        );

    internal Task<string> ApproveAsync(JsonNode code) => Person.ApproveAsync(new Uri((string)code["verification_uri"]!), (string)code["user_code"]!);

    internal async Task<JsonNode> SignInAsync(string scope = GraphScope)
    {
        var code = (await BeginAsync(scope)).Json;
        await ApproveAsync(code);
        return (await PollAsync(code)).Json;
    }

    /// <summary>A token that nobody signed in for, good unless the test says what is wrong with it.</summary>
    internal string Token(LabResource resource, LabTenant? tenant = null, string[]? scopes = null, string[]? roles = null)
    {
        var of = tenant ?? Tenants[1];
        var grant = new TokenGrant(
            of,
            LabApplications.Hunting,
            roles is null ? of.Accounts[0] : null,
            resource.Identifier,
            scopes ?? [resource.DelegatedScope],
            roles ?? [],
            []
        );
        return Server.State.CreateAccessToken(grant, TimeSpan.FromMinutes(75));
    }

    /// <summary>Asks a service (Graph, Endpoint or Xdr) as a client does that has signed in.</summary>
    internal async Task<ReadResponse> HuntAsync(string service, string query, LabTenant? tenant = null, string? timespan = null, HttpClient? http = null)
    {
        using var request = Hunt(service, query, tenant, timespan);
        using var response = await (http ?? Http).SendAsync(request);
        return await ReadResponse.ReadAsync(response);
    }

    internal HttpRequestMessage Hunt(string service, string query, LabTenant? tenant = null, string? timespan = null)
    {
        var (path, resource) = service switch
        {
            "Graph" => ("/v1.0/security/runHuntingQuery", LabResources.Graph),
            "Endpoint" => ("/api/advancedqueries/run", LabResources.Endpoint),
            _ => ("/api/advancedhunting/run", LabResources.Xdr),
        };
        var body = new JsonObject { ["Query"] = query };
        if (timespan is not null)
        {
            body["Timespan"] = timespan;
        }

        return new HttpRequestMessage(HttpMethod.Post, new Uri(Server.BaseAddress, path))
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Token(resource, tenant)) },
        };
    }

    internal async Task<ReadResponse> QueryAsync(string path, string? token, string body, string? contentType = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (contentType is not null)
        {
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        request.Headers.Add("client-request-id", "77777777-7777-7777-7777-777777777777");
        using var response = await Http.SendAsync(request);
        return await ReadResponse.ReadAsync(response);
    }
}
