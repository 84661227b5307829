using System.Management.Automation;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MdeHunting.Tests.Hunting;
using MdeHunting.Tests.Tokens;
using Xunit;

namespace MdeHunting.Tests.Responses;

/// <summary>What a service refuses is a failure of its own kind, with the words of the service and a next step.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData(400, HuntingFailure.QueryRefused, ErrorCategory.SyntaxError)]
    [InlineData(401, HuntingFailure.Unauthorized, ErrorCategory.AuthenticationError)]
    [InlineData(403, HuntingFailure.Forbidden, ErrorCategory.PermissionDenied)]
    [InlineData(429, HuntingFailure.TooManyRequests, ErrorCategory.LimitsExceeded)]
    [InlineData(500, HuntingFailure.ServiceError, ErrorCategory.ResourceUnavailable)]
    [InlineData(503, HuntingFailure.ServiceError, ErrorCategory.ResourceUnavailable)]
    [InlineData(504, HuntingFailure.RequestTimeout, ErrorCategory.OperationTimeout)]
    public async Task Each_status_is_its_own_failure_with_the_services_words(int status, HuntingFailure expected, ErrorCategory category)
    {
        var stub = new StubService(new StringContent("""{"error":{"code":"Code1","message":"The words.","target":"|1.2."}}"""), (HttpStatusCode)status);

        var failure = await stub.FailAsync("DeviceInfo | take 1");

        Assert.Equal(expected, failure.Failure);
        Assert.Equal(expected.ToString(), failure.ErrorId);
        Assert.Equal(category, failure.Category);
        Assert.Equal("Code1", failure.ServiceCode);
        Assert.Contains("The words.", failure.Message);
        Assert.Equal("DeviceInfo | take 1", failure.Target);
        Assert.True(Guid.TryParse(failure.RequestId, out _));
    }

    [Theory]
    [InlineData(
        400,
        "BadRequest",
        "Query execution has exceeded the allowed result size. Optimize your query by limiting the number of results and try again",
        HuntingFailure.ResultTooLarge,
        ErrorCategory.LimitsExceeded
    )]
    [InlineData(400, "BadRequest", "Query exceeded the timeout period.", HuntingFailure.QueryTimeout, ErrorCategory.OperationTimeout)]
    [InlineData(504, "UnknownError", "", HuntingFailure.QueryTimeout, ErrorCategory.OperationTimeout)]
    [InlineData(504, "GatewayTimeout", "Try later.", HuntingFailure.RequestTimeout, ErrorCategory.OperationTimeout)]
    [InlineData(
        400,
        "BadRequest",
        "Query stopped due to excessive resource consumption.",
        HuntingFailure.ProcessingResourcesExceeded,
        ErrorCategory.LimitsExceeded
    )]
    [InlineData(
        400,
        "BadRequest",
        "The query was preempted because of its CPU usage.",
        HuntingFailure.ProcessingResourcesExceeded,
        ErrorCategory.LimitsExceeded
    )]
    [InlineData(
        429,
        "TooManyRequests",
        "You have exceeded processing resources allocated to this tenant. You can run queries again in 00:07:00.",
        HuntingFailure.ProcessingResourcesExceeded,
        ErrorCategory.LimitsExceeded
    )]
    [InlineData(200, "BadRequest", "Query exceeded the timeout period.", HuntingFailure.QueryTimeout, ErrorCategory.OperationTimeout)]
    [InlineData(400, "BadRequest", "'where' operator: Failed to resolve column named 'timeout'.", HuntingFailure.QueryRefused, ErrorCategory.SyntaxError)]
    public async Task A_query_that_costs_too_much_is_not_called_a_wrong_one(
        int status,
        string code,
        string message,
        HuntingFailure expected,
        ErrorCategory category
    )
    {
        var stub = new StubService(new StringContent($$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"}}"""), (HttpStatusCode)status);

        var failure = await stub.FailAsync();

        Assert.Equal(expected, failure.Failure);
        Assert.Equal(category, failure.Category);
        Assert.Contains(message, failure.Message);
    }

    [Theory]
    [InlineData(400, "BadRequest", "Query execution has exceeded the allowed result size.", true)]
    [InlineData(400, "BadRequest", "Query exceeded the timeout period.", true)]
    [InlineData(400, "BadRequest", "Query stopped due to excessive resource consumption.", true)]
    [InlineData(400, "BadRequest", "The query cannot run because it exceeds the allowed size limit when processed.", true)]
    [InlineData(400, "BadRequest", "The query was preempted because of its CPU usage.", true)]
    [InlineData(200, "BadRequest", "Query exceeded the timeout period.", true)]
    [InlineData(504, "UnknownError", "", true)]
    [InlineData(504, "GatewayTimeout", "Try later.", true)]
    [InlineData(400, "BadRequest", "You have exceeded processing resources allocated to this tenant.", false)]
    [InlineData(429, "TooManyRequests", "You have exceeded processing resources allocated to this tenant.", false)]
    [InlineData(429, "TooManyRequests", "Query stopped due to excessive resource consumption.", false)]
    [InlineData(429, "TooManyRequests", "", false)]
    [InlineData(400, "BadRequest", "'where' operator: Failed to resolve column named 'timeout'.", false)]
    [InlineData(403, "Forbidden", "", false)]
    [InlineData(500, "UnknownError", "", false)]
    public async Task A_shorter_time_is_worth_trying_only_where_the_query_itself_costs_too_much(int status, string code, string message, bool expected)
    {
        var stub = new StubService(new StringContent($$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"}}"""), (HttpStatusCode)status);

        Assert.Equal(expected, (await stub.FailAsync()).MayNarrow);
    }

    [Theory]
    [InlineData("The query contains syntax errors: SYN0002: A recognition error occurred.", "Test-MdeHuntingQuery")]
    [InlineData("'where' operator: Failed to resolve column named 'FileNam'.", "Get-MdeHuntingSchema")]
    public async Task Names_are_looked_up_only_where_one_is_at_fault(string message, string next)
    {
        var stub = new StubService(new StringContent($$$"""{"error":{"code":"BadRequest","message":"{{{message}}}"}}"""), HttpStatusCode.BadRequest);

        Assert.Contains(next, (await stub.FailAsync()).NextStep);
    }

    [Fact]
    public async Task The_query_that_a_service_repeats_behind_a_place_is_not_in_the_message_and_stays_in_its_own_words()
    {
        const string message = "SYN0002: A recognition error occurred. [line:position=2:3]. Query: 'DeviceEvents\\n| whre 1'";
        var stub = new StubService(new StringContent($$$"""{"error":{"code":"BadRequest","message":"{{{message}}}"}}"""), HttpStatusCode.BadRequest);

        var failure = await stub.FailAsync();

        Assert.StartsWith("The service rejected the query: SYN0002: A recognition error occurred. [line:position=2:3]. To check", failure.Message);
        Assert.DoesNotContain("U+000A", failure.Message, StringComparison.Ordinal);
        Assert.Contains("whre 1", failure.ServiceMessage);
    }

    [Theory]
    [InlineData(MdeApi.Graph, "ThreatHunting.Read.All", "role ThreatHunting.Read.All")]
    [InlineData(MdeApi.Endpoint, "AdvancedQuery.Read of", "role AdvancedQuery.Read.All")]
    [InlineData(MdeApi.Xdr, "AdvancedHunting.Read of", "role AdvancedHunting.Read.All")]
    public async Task A_403_names_the_permission_that_is_missing(MdeApi api, string scope, string role)
    {
        var failure = await new StubService(new StringContent(""), HttpStatusCode.Forbidden) { ServiceRequestId = "1" }.FailAsync(api: api);

        Assert.Contains(scope, failure.NextStep);
        Assert.Contains(role, failure.NextStep);
    }

    [Theory]
    [InlineData(
        """{"roles":["Machine.Isolate"]}""",
        "The token is an application token without the role AdvancedQuery.Read.All. Grant admin consent for the application permission"
    )]
    [InlineData(
        """{"scp":"Machine.Read"}""",
        "The token is a delegated token without the scope AdvancedQuery.Read. Grant admin consent for the delegated permission"
    )]
    [InlineData("{}", "The token has neither scopes nor roles. An application by itself needs the application permission AdvancedQuery.Read.All")]
    [InlineData("""{"roles":["AdvancedQuery.Read.All"],"exp":5}""", "The token expired 1970-01-01 00:00:05Z. Sign in again.")]
    [InlineData("""{"aud":"https://graph.microsoft.com","scp":"x"}""", "The token is for https://graph.microsoft.com. Get one for 'WindowsDefenderATP'")]
    public async Task A_403_carries_what_the_token_lacks(string claims, string expected)
    {
        var bearer = BearerOf(claims);
        var stub = new StubService(new StringContent("""{"error":{"code":"Forbidden","message":"Missing application roles"}}"""), HttpStatusCode.Forbidden)
        {
            Bearer = bearer,
        };

        var failure = await stub.FailAsync(api: MdeApi.Endpoint);

        Assert.StartsWith($"The service doesn't allow this account to run hunting queries: Missing application roles. {expected}", failure.Message);
        Assert.Equal(nameof(MdeApi.Endpoint), failure.Diagnosis!.Api);
        Assert.False(failure.Diagnosis.CanHunt);
        Assert.Contains(failure.Diagnosis.Reason, failure.Message);
        Assert.DoesNotContain(bearer.Split('.')[1], failure.ToString());
        Assert.DoesNotContain(stub.Verbose, line => line.Contains(bearer.Split('.')[1]));
    }

    [Theory]
    [InlineData(
        """{"scp":"AdvancedQuery.Read"}""",
        "The token has the scope AdvancedQuery.Read. Its user also needs a role in Defender, such as Security Reader, and access to the device groups"
    )]
    [InlineData("""{"roles":["AdvancedQuery.Read.All"]}""", "The token has the role AdvancedQuery.Read.All. So the token has the required permission")]
    public async Task A_403_despite_the_permission_points_beyond_the_token(string claims, string expected)
    {
        var failure = await new StubService(new StringContent(""), HttpStatusCode.Forbidden) { Bearer = BearerOf(claims), ServiceRequestId = "1" }.FailAsync(
            api: MdeApi.Endpoint
        );

        Assert.Contains(expected, failure.Message);
        Assert.True(failure.Diagnosis!.CanHunt);
    }

    [Theory]
    [InlineData("opaque", HttpStatusCode.Forbidden)]
    [InlineData("e30.eyJhIjoi.c2ln", HttpStatusCode.Forbidden)]
    [InlineData("e30.e30.c2ln", HttpStatusCode.Unauthorized)]
    [InlineData("e30.e30.c2ln", HttpStatusCode.BadRequest)]
    public async Task There_is_no_diagnosis_of_another_status_or_of_a_token_that_cannot_be_read(string bearer, HttpStatusCode status) =>
        Assert.Null((await new StubService(new StringContent(""), status) { Bearer = bearer, ServiceRequestId = "1" }.FailAsync()).Diagnosis);

    [Theory]
    [InlineData(200, "text/html", "<html>Sign in to this network</html>")]
    [InlineData(200, "text/plain", "Welcome")]
    [InlineData(400, "text/html", "<html>Blocked</html>")]
    [InlineData(401, "text/html", "<html>Sign in to this network</html>")]
    [InlineData(403, "text/html", "<html>Blocked by policy</html>")]
    [InlineData(403, "text/plain", "")]
    [InlineData(403, "application/json", """{"blocked":true}""")]
    [InlineData(403, "application/json", """{"message":"Blocked by policy"}""")]
    [InlineData(403, "application/json", """{"error":"blocked"}""")]
    [InlineData(403, "application/json", """{"error":{"message":"Blocked by policy"}}""")]
    [InlineData(404, "text/html", "<html>No such page</html>")]
    [InlineData(407, "text/html", "<html>Who are you?</html>")]
    [InlineData(451, "text/html", "<html>Not in this country</html>")]
    [InlineData(500, "text/html", "<html>Oh no</html>")]
    [InlineData(502, "text/html", "<html>Bad gateway</html>")]
    [InlineData(503, "text/html", "<html>Later</html>")]
    [InlineData(504, "text/html", "<html>Gateway timeout</html>")]
    [InlineData(511, "text/html", "<html>Sign in to this network</html>")]
    public async Task What_something_on_the_way_answers_is_not_taken_for_the_services_word(int status, string type, string body)
    {
        var stub = new StubService(new StringContent(body, Encoding.UTF8, type), (HttpStatusCode)status) { Server = "squid/5.7", Bearer = BearerOf("{}") };

        var failure = await stub.FailAsync();

        Assert.Equal((HuntingFailure.AnswerNotFromService, ErrorCategory.ConnectionError), (failure.Failure, failure.Category));
        Assert.Contains($"HTTP {status} with {type}", failure.Message);
        Assert.Contains("Server: squid/5.7", failure.Message);
        Assert.Contains("-Proxy", failure.NextStep);
        Assert.Null(failure.Diagnosis);
        Assert.Equal(status is 200 or (>= 500 and <= 504), failure.MayRepeat);
        Assert.Equal(status is 504, failure.MayNarrow);
        Assert.DoesNotContain("quota", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(403, "text/html", "<html>Forbidden</html>", HuntingFailure.Forbidden)]
    [InlineData(401, "text/plain", "", HuntingFailure.Unauthorized)]
    [InlineData(503, "text/html", "<html>Later</html>", HuntingFailure.ServiceError)]
    public async Task What_has_the_services_id_of_the_request_is_the_services(int status, string type, string body, HuntingFailure expected) =>
        Assert.Equal(
            expected,
            (await new StubService(new StringContent(body, Encoding.UTF8, type), (HttpStatusCode)status) { ServiceRequestId = "1" }.FailAsync()).Failure
        );

    [Fact]
    public async Task A_429_is_waited_out_whoever_gave_it() =>
        Assert.Equal(
            HuntingFailure.TooManyRequests,
            (await new StubService(new StringContent("<html>Slow down</html>", Encoding.UTF8, "text/html"), HttpStatusCode.TooManyRequests).FailAsync()).Failure
        );

    // A token for the stub's own resource, unless the claims say otherwise.
    private static string BearerOf(string claims)
    {
        var all = JsonNode.Parse(claims)!.AsObject();
        all.TryAdd("aud", "https://hunting.example");
        return TokenTests.Token("{}", all.ToJsonString());
    }
}
