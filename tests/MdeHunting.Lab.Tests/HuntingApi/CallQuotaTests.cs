using MdeHunting.Lab.Faults;
using MdeHunting.Lab.HuntingApi;
using MdeHunting.Lab.Settings;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.HuntingApi;

public sealed class CallQuotaTests
{
    private const string PerMinute = "API calls quota exceeded! maximum allowed 3 per 00:01:00";

    public static TheoryData<string> Services => ["Graph", "Endpoint", "Xdr"];

    [Theory]
    [InlineData("Graph", null, null)]
    [InlineData("Graph", true, "40")]
    [InlineData("Endpoint", null, "40")]
    [InlineData("Xdr", null, "40")]
    [InlineData("Xdr", false, null)]
    public async Task A_call_too_many_is_refused_in_the_services_own_envelope(string service, bool? tells, string? retryAfter)
    {
        await using var lab = await Start(service, new() { CallsPerMinute = 3, TellsRetryAfter = tells });
        Assert.Equal([200, 200, 200], await Statuses(lab, service, 3));
        lab.Clock.Advance(TimeSpan.FromSeconds(20.5));
        var refusal = await lab.HuntAsync(service, "Owner");
        Assert.Equal(
            (429, "TooManyRequests", PerMinute),
            (refusal.Status, (string)refusal.Json["error"]!["code"]!, (string)refusal.Json["error"]!["message"]!)
        );
        Assert.Equal(retryAfter, refusal.Headers.GetValueOrDefault("Retry-After"));
        Assert.NotNull(refusal.Json["error"]![service == "Graph" ? "innerError" : "target"]);
    }

    [Fact]
    public async Task A_call_counts_for_any_60_seconds_and_not_for_a_minute_of_the_clock()
    {
        await using var lab = await Start("Graph", new() { CallsPerMinute = 3 });
        await Statuses(lab, "Graph", 1);
        lab.Clock.Advance(TimeSpan.FromSeconds(30));
        await Statuses(lab, "Graph", 2);
        lab.Clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Assert.Equal([429], await Statuses(lab, "Graph", 1));
        lab.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal([200, 429], await Statuses(lab, "Graph", 2));
    }

    [Fact]
    public async Task A_call_that_is_refused_does_not_count()
    {
        await using var lab = await Start("Xdr", new() { CallsPerMinute = 1 });
        Assert.Equal([200, 429], await Statuses(lab, "Xdr", 2));
        lab.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal([429], await Statuses(lab, "Xdr", 1));
        lab.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([200], await Statuses(lab, "Xdr", 1));
    }

    [Fact]
    public async Task The_longer_wait_is_the_one_that_is_told()
    {
        await using var lab = await Start("Endpoint", new() { CallsPerMinute = 2, CallsPerHour = 3 });
        await Statuses(lab, "Endpoint", 1);
        lab.Clock.Advance(TimeSpan.FromMinutes(10));
        await Statuses(lab, "Endpoint", 2);
        var refusal = await lab.HuntAsync("Endpoint", "Owner");
        Assert.Equal("API calls quota exceeded! maximum allowed 3 per 01:00:00", (string)refusal.Json["error"]!["message"]!);
        Assert.Equal("3000", refusal.Headers["Retry-After"]);
        lab.Clock.Advance(TimeSpan.FromSeconds(3000));
        Assert.Equal([200, 429], await Statuses(lab, "Endpoint", 2));
    }

    [Fact]
    public async Task Each_tenant_and_each_API_has_its_own()
    {
        await using var lab = await TestLab.StartAsync(options =>
            options with
            {
                Quotas = new Dictionary<string, LabQuota>
                {
                    ["Graph"] = new() { CallsPerMinute = 1 },
                    ["Xdr"] = new() { CallsPerMinute = 1 },
                },
            }
        );
        Assert.Equal([200, 429], await Statuses(lab, "Graph", 2));
        Assert.Equal([200, 429], await Statuses(lab, "Xdr", 2));
        Assert.Equal([200, 200], await Statuses(lab, "Endpoint", 2));
        Assert.Equal(200, (await lab.HuntAsync("Graph", "Owner", TestLab.Tenants[0])).Status);
        Assert.Equal(429, (await lab.HuntAsync("Graph", "Owner", TestLab.Tenants[0])).Status);
    }

    [Fact]
    public async Task A_wrong_query_counts_and_a_request_that_is_none_does_not()
    {
        await using var lab = await Start("Graph", new() { CallsPerMinute = 2 });
        Assert.Equal(401, (await lab.QueryAsync("/v1.0/security/runHuntingQuery", null, """{"Query":"Owner"}""")).Status);
        Assert.Equal(400, (await lab.HuntAsync("Graph", "Nope")).Status);
        Assert.Equal([200, 429], await Statuses(lab, "Graph", 2));
    }

    [Fact]
    public async Task A_call_that_meets_a_fault_counts_and_one_that_is_refused_meets_none()
    {
        await using var lab = await Start("Graph", new() { CallsPerMinute = 1 });
        lab.Server.State.Faults.OnQuery(_ => true, LabResponseFault.GatewayTimeout(), times: 1);
        lab.Server.State.Faults.OnQuery(_ => true, LabResponseFault.Page(), times: 1);
        Assert.Equal([504, 429], await Statuses(lab, "Graph", 2));
        lab.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([502], await Statuses(lab, "Graph", 1));
    }

    [Fact]
    public async Task Another_program_takes_its_part_of_any_minute()
    {
        await using var lab = await Start("Graph", new() { CallsPerMinute = 6 });
        lab.Server.State.UseQuota("contoso.example", "Graph", 4);
        Assert.Equal([200, 200, 429], await Statuses(lab, "Graph", 3));
        lab.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([200, 200, 429], await Statuses(lab, "Graph", 3));
        Assert.Equal(200, (await lab.HuntAsync("Graph", "Owner", TestLab.Tenants[0])).Status);
    }

    [Fact]
    public async Task Another_program_asks_at_even_intervals_and_takes_what_is_free_by_then()
    {
        await using var lab = await Start("Graph", new() { CallsPerMinute = 2 });
        Assert.Equal([200, 200], await Statuses(lab, "Graph", 2));
        lab.Server.State.UseQuota(TestLab.Contoso, "Graph", 3);
        lab.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal([200, 429], await Statuses(lab, "Graph", 2));
        lab.Clock.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal([429], await Statuses(lab, "Graph", 1));
    }

    [Fact]
    public async Task Another_program_can_take_all_and_stop()
    {
        await using var lab = await Start("Graph", new() { CallsPerMinute = 5 });
        lab.Server.State.UseQuota(TestLab.Contoso, "Graph", 5);
        lab.Clock.Advance(TimeSpan.FromDays(40));
        Assert.Equal([429], await Statuses(lab, "Graph", 1));
        lab.Server.State.UseQuota(TestLab.Contoso, "Graph", 0);
        lab.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([200, 200, 200, 200, 200, 429], await Statuses(lab, "Graph", 6));
    }

    [Theory]
    [InlineData("nobody.example", "Graph", 1)]
    [InlineData(TestLab.Contoso, "Xdr", 1)]
    [InlineData(TestLab.Contoso, "Graph", -1)]
    [InlineData(TestLab.Contoso, "Graph", 6001)]
    public async Task A_part_of_no_quota_is_refused(string tenant, string api, int calls)
    {
        await using var lab = await Start("Graph", new() { CallsPerMinute = 5 });
        Assert.ThrowsAny<ArgumentException>(() => lab.Server.State.UseQuota(tenant, api, calls));
    }

    [Theory, MemberData(nameof(Services))]
    public async Task The_services_own_quota_takes_45_calls_a_minute(string service)
    {
        await using var lab = await TestLab.StartAsync(options => options with { Quotas = LabQuota.Documented });
        Assert.Equal([.. Enumerable.Repeat(200, 45), 429], await Statuses(lab, service, 46));
    }

    [Fact]
    public void Endpoints_own_quota_takes_1500_calls_an_hour()
    {
        var meter = new QuotaMeter(LabQuota.Documented["Endpoint"]);
        var now = new DateTimeOffset(2026, 11, 23, 21, 0, 0, TimeSpan.Zero);
        for (var call = 0; call < 1500; call++)
        {
            Assert.Null(meter.Enter(now.AddSeconds(2 * call)));
        }

        Assert.Equal("API calls quota exceeded! maximum allowed 1500 per 01:00:00", meter.Enter(now.AddSeconds(3000))!.Message);
        Assert.Equal(TimeSpan.FromSeconds(599), meter.Enter(now.AddSeconds(3001))!.Wait);
        Assert.Null(meter.Enter(now.AddHours(1)));
    }

    [Theory, MemberData(nameof(Services))]
    public async Task Without_a_quota_nothing_is_refused(string service)
    {
        await using var lab = await TestLab.StartAsync();
        Assert.Equal(Enumerable.Repeat(200, 60), await Statuses(lab, service, 60));
    }

    private static Task<TestLab> Start(string service, LabQuota quota) =>
        TestLab.StartAsync(options => options with { Quotas = new Dictionary<string, LabQuota> { [service] = quota } });

    private static async Task<IReadOnlyList<int>> Statuses(TestLab lab, string service, int calls)
    {
        var statuses = new List<int>();
        for (var call = 0; call < calls; call++)
        {
            statuses.Add((await lab.HuntAsync(service, "Owner")).Status);
        }

        return statuses;
    }
}
