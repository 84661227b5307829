using MdeHunting.Lab.HuntingApi;
using MdeHunting.Lab.Kql;
using MdeHunting.Lab.Settings;
using MdeHunting.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MdeHunting.Lab.Tests.HuntingApi;

/// <summary>Each query of Numbers runs ten seconds here, since it has 5000 rows.</summary>
public sealed class TimeQuotaTests
{
    private const string Words = "You have exceeded processing resources allocated to this tenant. You can run queries again in ";

    [Theory]
    [InlineData("Graph", null)]
    [InlineData("Endpoint", "3540")]
    [InlineData("Xdr", "3540")]
    public async Task The_query_that_goes_over_the_limit_is_answered_and_the_next_is_not(string service, string? retryAfter)
    {
        await using var lab = await Start(service, new() { TimePerHour = TimeSpan.FromSeconds(15) });
        Assert.Equal([200, 200], await Statuses(lab, service, 2));
        lab.Clock.Advance(TimeSpan.FromMinutes(1));
        var refusal = await lab.HuntAsync(service, "Owner");
        Assert.Equal(
            (429, "TooManyRequests", $"{Words}00:59:00.", retryAfter),
            (
                refusal.Status,
                (string)refusal.Json["error"]!["code"]!,
                (string)refusal.Json["error"]!["message"]!,
                refusal.Headers.GetValueOrDefault("Retry-After")
            )
        );
        lab.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal([200], await Statuses(lab, service, 1));
    }

    [Fact]
    public async Task Running_time_counts_for_an_hour_from_its_arrival()
    {
        await using var lab = await Start("Endpoint", new() { TimePerHour = TimeSpan.FromSeconds(20) });
        await Statuses(lab, "Endpoint", 1);
        lab.Clock.Advance(TimeSpan.FromMinutes(20));
        await Statuses(lab, "Endpoint", 1);
        Assert.Equal($"{Words}00:40:00.", await Refusal(lab, "Endpoint"));
        lab.Clock.Advance(TimeSpan.FromMinutes(40));
        Assert.Equal([200, 429], await Statuses(lab, "Endpoint", 2));
    }

    [Fact]
    public async Task A_days_running_time_can_be_used_up_too()
    {
        await using var lab = await Start("Endpoint", new() { TimePerHour = TimeSpan.FromSeconds(10), TimePerDay = TimeSpan.FromSeconds(20) });
        await Statuses(lab, "Endpoint", 1);
        Assert.Equal($"{Words}01:00:00.", await Refusal(lab, "Endpoint"));
        lab.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal([200], await Statuses(lab, "Endpoint", 1));
        Assert.Equal($"{Words}23:00:00.", await Refusal(lab, "Endpoint"));
    }

    [Theory]
    [InlineData("Graph", 0)]
    [InlineData("Xdr", 4)]
    public async Task A_cycle_ends_with_the_quarter_of_an_hour_by_the_services_clock(string service, int skew)
    {
        var lab = await TestLab.StartAsync(options =>
            options with
            {
                RowsPerSecond = 500,
                HuntingClockSkew = TimeSpan.FromMinutes(skew),
                Quotas = new Dictionary<string, LabQuota> { [service] = new() { TimePerCycle = TimeSpan.FromSeconds(10) } },
            }
        );
        await using var _ = lab;
        lab.Clock.Advance(TimeSpan.FromMinutes(10 - skew));
        Assert.Equal([200, 429], await Statuses(lab, service, 2));
        Assert.Equal($"{Words}00:05:00.", await Refusal(lab, service));
        lab.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.Equal($"{Words}00:00:01.", await Refusal(lab, service));
        lab.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal([200, 429], await Statuses(lab, service, 2));
        Assert.Equal($"{Words}00:15:00.", await Refusal(lab, service));
    }

    [Fact]
    public async Task A_wrong_query_costs_no_time()
    {
        await using var lab = await Start("Graph", new() { TimePerHour = TimeSpan.FromTicks(1) });
        Assert.Equal(400, (await lab.HuntAsync("Graph", "Nope")).Status);
        Assert.Equal([200, 429], await Statuses(lab, "Graph", 2));
    }

    [Fact]
    public async Task A_query_that_times_out_costs_the_time_until_then()
    {
        await using var lab = await TestLab.StartAsync(options =>
            options with
            {
                RowsPerSecond = 500,
                TimeLimit = TimeSpan.FromSeconds(5),
                Quotas = new Dictionary<string, LabQuota> { ["Graph"] = new() { TimePerHour = TimeSpan.FromSeconds(10) } },
            }
        );
        Assert.Equal([504, 504, 429], await Statuses(lab, "Graph", 3));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(4)]
    public async Task Without_a_model_it_is_the_time_that_passes(int seconds)
    {
        await using var lab = await TestLab.StartAsync(options =>
            options with
            {
                TimeLimit = TimeSpan.FromSeconds(5),
                Quotas = new Dictionary<string, LabQuota> { ["Xdr"] = new() { TimePerHour = TimeSpan.FromSeconds(2 * seconds) } },
                RunQuery = (_, _, token) =>
                {
                    ((FakeTimeProvider)options.Clock).Advance(TimeSpan.FromSeconds(seconds));
                    token.ThrowIfCancellationRequested();
                    return new KqlTable("Result", [], []);
                },
            }
        );
        var status = seconds == 5 ? 400 : 200;
        Assert.Equal([status, status, 429], await Statuses(lab, "Xdr", 3));
    }

    [Fact]
    public async Task A_result_of_too_many_bytes_has_cost_its_time()
    {
        await using var lab = await TestLab.StartAsync(options =>
            options with
            {
                RowsPerSecond = 500,
                ByteLimit = 1000,
                Quotas = new Dictionary<string, LabQuota> { ["Graph"] = new() { TimePerHour = TimeSpan.FromSeconds(10) } },
            }
        );
        Assert.Equal([400, 429], await Statuses(lab, "Graph", 2));
    }

    [Fact]
    public void Endpoints_own_quota_is_10_minutes_an_hour_and_3_hours_a_day()
    {
        var meter = new QuotaMeter(LabQuota.Documented["Endpoint"]);
        var now = new DateTimeOffset(2026, 11, 23, 21, 0, 0, TimeSpan.Zero);
        for (var hour = 0; hour < 18; hour++)
        {
            Assert.Null(meter.Enter(now.AddHours(hour)));
            meter.Spend(now.AddHours(hour), TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
            Assert.Null(meter.Enter(now.AddHours(hour)));
            meter.Spend(now.AddHours(hour), TimeSpan.FromTicks(1));
            Assert.Equal(TimeSpan.FromHours(hour == 17 ? 7 : 1), meter.Enter(now.AddHours(hour))!.Wait);
        }
    }

    private static Task<TestLab> Start(string service, LabQuota quota) =>
        TestLab.StartAsync(options =>
            options with
            {
                RowsPerSecond = 500,
                Quotas = new Dictionary<string, LabQuota> { [service] = quota },
            }
        );

    private static async Task<string> Refusal(TestLab lab, string service)
    {
        var response = await lab.HuntAsync(service, "Numbers");
        Assert.Equal(429, response.Status);
        return (string)response.Json["error"]!["message"]!;
    }

    private static async Task<IReadOnlyList<int>> Statuses(TestLab lab, string service, int calls)
    {
        var statuses = new List<int>();
        for (var call = 0; call < calls; call++)
        {
            statuses.Add((await lab.HuntAsync(service, "Numbers")).Status);
        }

        return statuses;
    }
}
