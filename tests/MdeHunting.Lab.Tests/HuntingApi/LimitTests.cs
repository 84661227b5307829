using System.Net.Http.Headers;
using MdeHunting.Lab.HuntingApi;
using MdeHunting.Lab.Kql;
using MdeHunting.Lab.Web;
using MdeHunting.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MdeHunting.Lab.Tests.HuntingApi;

public sealed class LimitTests
{
    private const string TooLarge = "Query execution has exceeded the allowed result size. Optimize your query by limiting the number of results and try again";

    public static TheoryData<string> Services => ["Graph", "Endpoint", "Xdr"];

    [Theory, MemberData(nameof(Services))]
    public async Task Rows_beyond_the_limit_are_cut_without_a_word(string service)
    {
        await using var lab = await TestLab.StartAsync(options => options with { RowLimit = 3 });
        var response = await lab.HuntAsync(service, "Numbers");
        Assert.Equal(200, response.Status);
        Assert.EndsWith("""[{"N":0},{"N":1},{"N":2}]}""", response.Text);
    }

    [Theory, MemberData(nameof(Services))]
    public async Task A_result_of_too_many_bytes_is_refused_however_small_it_packs(string service)
    {
        await using var lab = await TestLab.StartAsync(options => options with { ByteLimit = 20_000 });
        using var request = lab.Hunt(service, "Numbers");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var response = await lab.Http.SendAsync(request);
        Assert.Equal(400, (int)response.StatusCode);

        var refusal = await lab.HuntAsync(service, "Numbers");
        Assert.Equal(400, refusal.Status);
        Assert.Equal("BadRequest", (string)refusal.Json["error"]!["code"]!);
        Assert.Equal(TooLarge, (string)refusal.Json["error"]!["message"]!);
        Assert.Equal(200, (await lab.HuntAsync(service, "Owner")).Status);
    }

    [Fact]
    public void A_result_of_exactly_the_limit_is_given()
    {
        var dialect = LegacyDialect.Endpoint(new Uri("https://localhost"));
        var result = new HuntingResult(TinyEngine.Database("contoso").Tables["Numbers"], TimeSpan.Zero, 0);
        using var free = HuntingResponseBody.Write(dialect, result, long.MaxValue, CancellationToken.None);
        using var exact = HuntingResponseBody.Write(dialect, result, free.Length, CancellationToken.None);
        Assert.Equal(free.Length, exact.Length);
        var refusal = Assert.Throws<LabServiceErrorException>(() => HuntingResponseBody.Write(dialect, result, free.Length - 1, CancellationToken.None));
        Assert.Equal(TooLarge, refusal.Message);
    }

    [Theory, MemberData(nameof(Services))]
    public async Task A_query_whose_rows_cost_more_than_the_time_limit_times_out(string service)
    {
        await using var lab = await TestLab.StartAsync(options => options with { TimeLimit = TimeSpan.FromSeconds(10), RowsPerSecond = 499 });
        AssertTimedOut(service, await lab.HuntAsync(service, "Numbers"));
        Assert.Equal(200, (await lab.HuntAsync(service, "Processes")).Status);
    }

    [Theory]
    [InlineData("Graph", 179, 200)]
    [InlineData("Graph", 181, 504)]
    [InlineData("Xdr", 179, 200)]
    [InlineData("Xdr", 181, 400)]
    [InlineData("Endpoint", 199, 200)]
    [InlineData("Endpoint", 201, 400)]
    public async Task Each_service_has_its_documented_time_limit(string service, int seconds, int status)
    {
        await using var lab = await TestLab.StartAsync(options => options with { RowsPerSecond = 5000.0 / seconds });
        var response = await lab.HuntAsync(service, "Numbers");
        Assert.Equal(status, response.Status);
        if (status != 200)
        {
            AssertTimedOut(service, response);
        }
    }

    [Theory, MemberData(nameof(Services))]
    public async Task A_query_that_is_still_running_at_the_time_limit_is_stopped(string service)
    {
        var isStopped = false;
        await using var lab = await TestLab.StartAsync(options =>
            options with
            {
                TimeLimit = TimeSpan.FromSeconds(5),
                RunQuery = (_, _, token) =>
                {
                    ((FakeTimeProvider)options.Clock).Advance(TimeSpan.FromSeconds(5));
                    isStopped = token.IsCancellationRequested;
                    token.ThrowIfCancellationRequested();
                    return new KqlTable("Result", [], []);
                },
            }
        );
        AssertTimedOut(service, await lab.HuntAsync(service, "anything"));
        Assert.True(isStopped);
    }

    [Fact]
    public async Task An_engine_that_does_not_stop_in_time_has_still_timed_out()
    {
        await using var lab = await TestLab.StartAsync(options =>
            options with
            {
                RunQuery = (_, _, _) =>
                {
                    ((FakeTimeProvider)options.Clock).Advance(TimeSpan.FromSeconds(181));
                    return new KqlTable("Result", [], []);
                },
            }
        );
        AssertTimedOut("Graph", await lab.HuntAsync("Graph", "anything"));
    }

    [Fact]
    public async Task The_time_that_the_model_makes_up_is_the_one_that_Stats_tell()
    {
        await using var lab = await TestLab.StartAsync(options => options with { RowsPerSecond = 100 });
        Assert.Equal(50.0, (double)(await lab.HuntAsync("Xdr", "Numbers")).Json["Stats"]!["ExecutionTime"]!);
    }

    private static void AssertTimedOut(string service, ReadResponse response)
    {
        Assert.Equal(
            service == "Graph" ? (504, "UnknownError", "") : (400, "BadRequest", "Query exceeded the timeout period."),
            (response.Status, (string)response.Json["error"]!["code"]!, (string)response.Json["error"]!["message"]!)
        );
    }
}
