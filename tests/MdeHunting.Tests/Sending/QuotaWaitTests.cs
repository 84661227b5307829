using MdeHunting.Contract;
using MdeHunting.Service.Quota;
using MdeHunting.Service.Sending;
using Xunit;

namespace MdeHunting.Tests.Sending;

/// <summary>A query waits for its tenant's quota, by its own count and by what the service says.</summary>
public sealed class QuotaWaitTests : SentQueries
{
    [Fact]
    public async Task A_refusal_is_waited_out_as_long_as_it_says_and_by_everybody()
    {
        var started = Clock.GetUtcNow();
        var refused = SendAsync(new SendingOptions(), null, Refusal(90));

        await refused;

        Assert.Equal(TimeSpan.FromSeconds(90), Clock.GetUtcNow() - started);
        Assert.Equal(2, Attempts);
    }

    [Fact]
    public async Task While_one_waits_the_limiter_holds_the_others_back()
    {
        Ledger.RecordRefusal(Clock.GetTimestamp(), TimeSpan.FromSeconds(90));
        var started = Clock.GetUtcNow();

        await SendAsync(new SendingOptions(), null);

        Assert.Equal((TimeSpan.FromSeconds(90), 1), (Clock.GetUtcNow() - started, Attempts));
        Assert.Equal("the service requested a delay", Assert.Single(Prompt.Waits).Why);
    }

    [Fact]
    public async Task Refusals_that_say_nothing_are_waited_out_longer_each_time()
    {
        var times = new List<DateTimeOffset>();

        await SendAsync(new SendingOptions(), times.Add, Refusal(null), Refusal(null), Refusal(null));

        Assert.Equal([5, 55, 60], times.Zip(times.Skip(1), (earlier, later) => (int)(later - earlier).TotalSeconds));
    }

    [Fact]
    public async Task A_wait_beyond_the_most_is_an_error_that_says_until_when()
    {
        var failure = await Assert.ThrowsAsync<HuntingException>(() => SendAsync(new SendingOptions(), null, Refusal(1000)));

        Assert.Equal(HuntingFailure.QuotaExhausted, failure.Failure);
        Assert.Equal(TimeSpan.FromSeconds(1000), failure.RetryAfter);
        Assert.Contains("2026-11-24 00:16:40Z", failure.Message);
        Assert.Contains("Too many.", failure.Message);
        Assert.Equal(1, Attempts);
    }

    [Theory]
    [InlineData(290, 0)]
    [InlineData(310, 1)]
    public async Task A_wait_over_five_minutes_is_a_warning(int seconds, int warnings)
    {
        await SendAsync(new SendingOptions(), null, Refusal(seconds));

        Assert.Equal(warnings, Prompt.Warnings.Count);
        Assert.All(Prompt.Warnings, warning => Assert.Contains("00:05:10Z", warning));
    }

    [Fact]
    public async Task Running_time_is_a_quota_too()
    {
        var quota = new TenantQuota(Ledger, [new QuotaLimit(MdeQuotaUnit.RunningTime, 600, TimeSpan.FromHours(1))]);
        var options = new SendingOptions { Reserve = 0, MaxQuotaWait = TimeSpan.FromHours(2) };

        // Ten queries of a minute each are all that an hour has; the eleventh waits until the first one's minute is an hour old.
        var run = Task.Run(async () =>
        {
            for (var i = 0; i < 11; i++)
            {
                await new RetryPolicy(quota, Outage, new HuntingRequest("T") { Sending = options }, Prompt, Clock).SendAsync(
                    async (_, token) =>
                    {
                        await Task.Delay(Minute, Clock, token);
                        return 0;
                    },
                    CancellationToken.None
                );
            }
        });
        var started = Clock.GetUtcNow();
        await Clock.RunAsync(run);

        Assert.Equal(TimeSpan.FromMinutes(62), Clock.GetUtcNow() - started);
        Assert.Contains("10 minutes of running time per hour", Assert.Single(Prompt.Waits).Why);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 45)]
    public async Task A_refusal_of_calls_slows_the_calls_and_one_of_processors_does_not(bool isOfCalls, int let)
    {
        QuotaLimit[] limits = [new QuotaLimit(MdeQuotaUnit.Calls, 45, Minute)];
        Assert.Null(Ledger.TryAcquire(limits, 1));
        Assert.Null(Ledger.TryAcquire(limits, 1));

        Ledger.RecordRefusal(Clock.GetTimestamp(), TimeSpan.FromSeconds(90), isOfCalls);
        await Clock.RunAsync(Task.Delay(TimeSpan.FromSeconds(90), Clock, TestContext.Current.CancellationToken));

        Assert.Equal(let, Enumerable.Range(0, 100).Count(_ => Ledger.TryAcquire(limits, 1) is null));
        Assert.Contains(isOfCalls ? "no more than 1 calls per minute" : "quota of 45 calls per minute", Ledger.TryAcquire(limits, 1)!.Value.Why);
    }

    [Fact]
    public void What_is_left_to_others_is_not_taken()
    {
        QuotaLimit[] limits = [new QuotaLimit(MdeQuotaUnit.Calls, 45, Minute)];

        Assert.Equal(36, Enumerable.Range(0, 45).Count(_ => Ledger.TryAcquire(limits, 0.8) is null));
        Assert.Equal(9, Enumerable.Range(0, 45).Count(_ => Ledger.TryAcquire(limits, 1) is null));
        Assert.Equal(45, Ledger.Read(limits[0]).Used);
    }
}
