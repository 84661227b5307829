using System.Text;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Web;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.HuntingApi;

public sealed class RequestTests(SharedLab shared) : IClassFixture<SharedLab>
{
    private const string Graph = "/v1.0/security/runHuntingQuery";
    private const string Endpoint = "/api/advancedqueries/run";
    private const string Xdr = "/api/advancedhunting/run";

    private TestLab Lab => shared.Lab;

    [Fact]
    public async Task Graph_tells_of_a_wrong_query_in_its_envelope()
    {
        var response = await Ask(Graph, """{"Query":"Nope"}""");
        var inner = response.Json["error"]!["innerError"]!;
        Assert.Equal(400, response.Status);
        Assert.Equal(
            $$$$"""
            {"error":{"code":"BadRequest","message":"'where' operator: Failed to resolve table or column expression named 'Nope'. Fix semantic errors in your query.",
            "innerError":{"date":"2026-11-23T21:00:00","request-id":"{{{{response.Headers[
                "request-id"
            ]}}}}","client-request-id":"77777777-7777-7777-7777-777777777777"}}}
            """.ReplaceLineEndings(
                ""
            ),
            response.Text
        );
        Assert.Equal("application/json", response.Headers["Content-Type"]);
    }

    [Theory]
    [InlineData(Endpoint, "^\\|[0-9a-f]{8}-[0-9a-f]{16}\\.1\\.2\\.$")]
    [InlineData(Xdr, "^[0-9a-f-]{36}$")]
    public async Task The_older_services_tell_of_a_wrong_query_in_theirs(string path, string target)
    {
        var response = await Ask(path, """{"Query":"Nope"}""");
        Assert.Equal(400, response.Status);
        Assert.Equal(["code", "message", "target"], response.Json["error"]!.AsObject().Select(property => property.Key));
        Assert.Equal("BadRequest", (string)response.Json["error"]!["code"]!);
        Assert.StartsWith("'where' operator: Failed to resolve table", (string)response.Json["error"]!["message"]!);
        Assert.Matches(target, (string)response.Json["error"]!["target"]!);
    }

    [Theory]
    [InlineData("""{"query":"Processes"}""")]
    [InlineData("{\"Query\":\"Pro\ncesses\"}")]
    [InlineData("""{"Query":""}""")]
    [InlineData("""{"Query":5}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task The_older_services_miss_the_query(string body)
    {
        foreach (var path in new[] { Endpoint, Xdr })
        {
            var response = await Ask(path, body);
            Assert.Equal(400, response.Status);
            Assert.Equal("InvalidRequestBody", (string)response.Json["error"]!["code"]!);
            Assert.Equal("Missing query.", (string)response.Json["error"]!["message"]!);
        }
    }

    [Theory]
    [InlineData("{", "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.")]
    [InlineData("{}", "The query parameter is missing or empty.")]
    [InlineData("""{"Query":5}""", "Cannot read the value '5' as a quoted JSON string value.")]
    [InlineData(
        """{"Query":"Processes","Timespam":"P1D"}""",
        "The parameter 'Timespam' in the request payload is not a valid parameter for the operation 'runHuntingQuery'."
    )]
    [InlineData("""{"Query":"Processes","Timespan":"yesterday"}""", "The timespan 'yesterday' is not in a valid ISO 8601 format.")]
    [InlineData("""{"Query":"Processes","Timespan":"P99999999W"}""", "The timespan 'P99999999W' is not in a valid ISO 8601 format.")]
    [InlineData("""{"Query":"Processes","Timespan":"P9999Y"}""", "The timespan 'P9999Y' is not in a valid ISO 8601 format.")]
    [InlineData("""{"Query":"Processes","Timespan":"PxW"}""", "The timespan 'PxW' is not in a valid ISO 8601 format.")]
    [InlineData("""{"Query":"Processes","Timespan":"1.2"}""", "The timespan '1.2' is not in a valid ISO 8601 format.")]
    [InlineData("""{"Query":"Processes","Timespan":"2022-03-07/2022-03-06"}""", "The timespan '2022-03-07/2022-03-06' is not in a valid ISO 8601 format.")]
    [InlineData("""{"Query":"Processes","workspaceId":"x"}""", "Cannot convert the literal 'x' to the expected type 'Edm.Guid'.")]
    public async Task Graph_says_what_is_wrong_with_a_body(string body, string message)
    {
        var response = await Ask(Graph, body);
        Assert.Equal(400, response.Status);
        Assert.Equal(message, (string)response.Json["error"]!["message"]!);
    }

    [Theory]
    [InlineData("""{"query":"Processes"}""", 2)]
    [InlineData("""{"Query":"Processes","Timespan":null,"workspaceId":"33333333-3333-3333-3333-333333333333"}""", 2)]
    [InlineData("""{"Query":"Processes","Timespan":"P1D"}""", 2)]
    [InlineData("""{"Query":"Processes","Timespan":"PT2H25M30.5S"}""", 1)]
    [InlineData("""{"Query":"Processes","Timespan":"PT1H"}""", 0)]
    [InlineData("""{"Query":"Processes","Timespan":"P1W"}""", 2)]
    [InlineData("""{"Query":"Processes","Timespan":"P90D"}""", 2)]
    [InlineData("""{"Query":"Processes","Timespan":"2022-03-07T21:34:30Z"}""", 1)]
    [InlineData("""{"Query":"Processes","Timespan":"2022-03-07T21:34:29Z/2022-03-07T21:34:30Z"}""", 1)]
    [InlineData("""{"Query":"Processes","Timespan":"2022-03-07T22:34:29+01:00/2022-03-07T22:34:30+01:00"}""", 1)]
    [InlineData("""{"Query":"Processes","Timespan":"2022-03-07T21:34:29Z/PT1S"}""", 1)]
    [InlineData("""{"Query":"Processes","Timespan":"PT1S/2022-03-07T21:34:31Z"}""", 1)]
    [InlineData("""{"Query":"Numbers","Timespan":"PT1S"}""", 5000)]
    public async Task Graph_narrows_the_tables_to_the_timespan(string body, int rows)
    {
        var response = await Ask(Graph, body);
        Assert.Equal(200, response.Status);
        Assert.Equal(rows, response.Json["results"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(Graph)]
    [InlineData(Endpoint)]
    [InlineData(Xdr)]
    public async Task Other_content_and_other_methods_are_refused(string path)
    {
        var text = await Lab.QueryAsync(path, Token(path), """{"Query":"Processes"}""", "text/plain");
        var none = await Lab.QueryAsync(path, Token(path), """{"Query":"Processes"}""", null);
        var get = await Lab.GetAsync(path);
        Assert.Equal((415, 415, 405), (text.Status, none.Status, get.Status));
        Assert.Equal("UnsupportedMediaType", (string)text.Json["error"]!["code"]!);
        Assert.Equal("POST", get.Headers["Allow"]);
        Assert.Equal(200, (await Lab.QueryAsync(path, Token(path), """{"Query":"Processes"}""", "application/json; charset=utf-8")).Status);
    }

    [Theory]
    [InlineData(Graph)]
    [InlineData(Endpoint)]
    [InlineData(Xdr)]
    public async Task An_engine_that_breaks_says_so(string path)
    {
        var response = await Ask(path, """{"Query":"crash"}""");
        Assert.Equal(500, response.Status);
        Assert.Equal("The lab failed to answer. InvalidOperationException: The engine broke.", (string)response.Json["error"]!["message"]!);
    }

    [Fact]
    public async Task Requests_are_logged_without_their_secrets()
    {
        await using var lab = await TestLab.StartAsync();
        await lab.BeginAsync(tenant: "contoso.example");
        await lab.QueryAsync(Endpoint, lab.Token(LabResources.Endpoint), """{"Query":"Nope"}""");
        await lab.QueryAsync(Graph, null, "{}");
        await lab.GetAsync("/elsewhere");
        var now = lab.Clock.GetUtcNow();
        Assert.Equal(
            [
                new LabRequest("POST", "/contoso.example/oauth2/v2.0/devicecode", TestLab.Contoso, "Identity", 200, false) { Arrived = now },
                new LabRequest("POST", Endpoint, TestLab.Contoso, "Endpoint", 400, true) { Arrived = now, Query = "Nope" },
                new LabRequest("POST", Graph, null, "Graph", 401, false) { Arrived = now },
                new LabRequest("GET", "/elsewhere", null, null, 404, false) { Arrived = now },
            ],
            lab.Server.State.Requests
        );
    }

    [Theory]
    [InlineData("Graph")]
    [InlineData("Endpoint")]
    [InlineData("Xdr")]
    public async Task A_hunting_request_is_logged_with_what_it_asked_and_what_it_got(string service)
    {
        await using var lab = await TestLab.StartAsync(options => options with { RowLimit = 2 });
        var response = await lab.HuntAsync(service, "Numbers", TestLab.Tenants[0], service == "Graph" ? "P1D" : null);
        var logged = Assert.Single(lab.Server.State.Requests);
        Assert.Equal((service, TestLab.Seed, "Numbers", 200), (logged.Api, logged.Tenant, logged.Query, logged.Status));
        Assert.Equal(service == "Graph" ? "P1D" : null, logged.Timespan);
        Assert.Equal(2, logged.Rows);
        Assert.Equal(Encoding.UTF8.GetByteCount(response.Text), logged.Bytes);
        Assert.True(logged.HasBearer);
        Assert.DoesNotContain("eyJ", logged.ToString());
    }

    [Fact]
    public async Task A_hunting_request_that_got_no_whole_result_is_logged_without_rows()
    {
        await using var lab = await TestLab.StartAsync(options => options with { ByteLimit = 1_000 });
        lab.Server.State.Faults.OnQuery(query => query.Query == "Owner", LabResponseFault.CutBody());
        await lab.HuntAsync("Graph", "Numbers");
        await lab.HuntAsync("Graph", "Owner");
        await lab.HuntAsync("Graph", "Nope");
        Assert.Equal(
            [("Numbers", 400, null, null), ("Owner", 200, null, null), ("Nope", 400, null, null)],
            lab.Server.State.Requests.Select(request => (request.Query!, request.Status, request.Rows, request.Bytes))
        );
    }

    private Task<ReadResponse> Ask(string path, string body) => Lab.QueryAsync(path, Token(path), body);

    private string Token(string path) =>
        Lab.Token(
            path switch
            {
                Graph => LabResources.Graph,
                Endpoint => LabResources.Endpoint,
                _ => LabResources.Xdr,
            }
        );
}
