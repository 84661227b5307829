using MdeHunting.Contract;
using MdeHunting.Service.Quota;
using MdeHunting.Service.Sending;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Quota;

/// <summary>Two processes against one tenant's 45 calls a minute, which its service enforces over any sixty seconds, on a clock that jumps.</summary>
public sealed class SharedQuotaTests(ITestOutputHelper output)
{
    private const int CallsPerMinute = 45;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly EventClock _clock = new();
    private readonly List<DateTimeOffset> _calls = [];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_finds_the_minute_used_up_soon_asks_at_the_whole_share(bool tellsWhen)
    {
        for (var call = 0; call < CallsPerMinute; call++)
        {
            _calls.Add(_clock.GetUtcNow());
        }

        var free = _clock.GetUtcNow() + Minute;
        var process = new Process(this, tellsWhen);

        await _clock.RunAsync(process.SweepAsync(80));

        // 36 at once, 36 a minute later, and the rest after another one.
        var took = _clock.GetUtcNow() - free;
        output.WriteLine($"{took}, {process.Refusals} refusals");
        Assert.InRange(took, TimeSpan.Zero, 1.2 * 2 * Minute);
        Assert.InRange(process.Refusals, 1, 2);
        Assert.Equal(80, process.Passed.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_that_begin_together_have_the_same(bool tellsWhen)
    {
        var (one, other) = await ShareAsync(tellsWhen, TimeSpan.Zero);

        Assert.InRange(Share(one, other, TimeSpan.Zero), 0.4, 0.6);
        Assert.InRange((_clock.GetUtcNow() - Begin) / Minute, 5, 8);
    }

    [Fact]
    public async Task Who_comes_late_has_nearly_the_same_where_the_service_says_how_long_to_wait()
    {
        var shares = new List<double>();
        for (var seconds = 5; seconds <= 90; seconds += 5)
        {
            var late = TimeSpan.FromSeconds(seconds);
            var (one, other) = await new SharedQuotaTests(output).ShareAsync(tellsWhen: true, late);
            shares.Add(Share(one, other, late));
        }

        Assert.All(shares, share => Assert.InRange(share, 0.28, 0.6));
        Assert.InRange(shares.Average(), 0.37, 0.55);
    }

    [Fact]
    public async Task Who_comes_late_has_at_least_what_the_first_leaves_to_others_where_it_does_not()
    {
        var late = TimeSpan.FromSeconds(40);

        var (one, other) = await ShareAsync(tellsWhen: false, late);

        Assert.InRange(Share(one, other, late), 0.18, 0.6);
    }

    [Fact]
    public async Task One_refusal_costs_what_the_service_asks_for_and_hardly_more()
    {
        var process = new Process(this, tellsWhen: true) { RefusesFirst = TimeSpan.FromSeconds(2) };

        await _clock.RunAsync(process.SweepAsync(8));

        Assert.InRange(_clock.GetUtcNow() - Begin, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20));
        Assert.Equal(1, process.Refusals);
    }

    [Fact]
    public async Task A_refused_call_is_not_used()
    {
        var quota = new QuotaLimit(MdeQuotaUnit.Calls, CallsPerMinute, Minute);
        var process = new Process(this, tellsWhen: true) { RefusesFirst = TimeSpan.FromSeconds(2) };

        await _clock.RunAsync(process.SweepAsync(3));

        Assert.Equal(3, process.Ledger.Read(quota).Used);
    }

    [Fact]
    public async Task A_service_that_goes_on_refusing_after_a_second_is_asked_less_and_less()
    {
        var ledger = new QuotaLedger(_clock);
        var waits = new List<double>();
        for (var refusal = 0; refusal < 8; refusal++)
        {
            var wait = ledger.RecordRefusal(_clock.GetTimestamp(), TimeSpan.FromSeconds(1));
            waits.Add(wait.TotalSeconds);
            await _clock.RunAsync(Task.Delay(wait, _clock, TestContext.Current.CancellationToken));
        }

        Assert.Equal([1, 1, 2, 4, 8, 16, 32, 60], waits);
    }

    private static DateTimeOffset Begin { get; } = new EventClock().GetUtcNow();

    private static double Share(Process one, Process other, TimeSpan from)
    {
        var (start, end) = (Begin + from, new[] { one.Passed[^1], other.Passed[^1] }.Min());
        int Count(Process process) => process.Passed.Count(time => time >= start && time <= end);
        return (double)Count(other) / (Count(one) + Count(other));
    }

    private async Task<(Process One, Process Other)> ShareAsync(bool tellsWhen, TimeSpan late)
    {
        Process[] processes = [new(this, tellsWhen), new(this, tellsWhen) { Late = late }];
        await _clock.RunAsync([.. processes.Select(process => process.SweepAsync(120))]);
        output.WriteLine($"{Share(processes[0], processes[1], late):P0} to the other, {_clock.GetUtcNow() - Begin} in all");
        return (processes[0], processes[1]);
    }

    private sealed class Process(SharedQuotaTests tenant, bool tellsWhen)
    {
        public QuotaLedger Ledger { get; } = new(tenant._clock);

        public List<DateTimeOffset> Passed { get; } = [];

        public int Refusals { get; private set; }

        public TimeSpan Late { get; init; }

        public TimeSpan? RefusesFirst { get; init; }

        public async Task SweepAsync(int queries)
        {
            if (Late > TimeSpan.Zero)
            {
                await Task.Delay(Late, tenant._clock, CancellationToken.None);
            }

            var quota = new TenantQuota(Ledger, [new QuotaLimit(MdeQuotaUnit.Calls, CallsPerMinute, Minute)]);
            var request = new HuntingRequest("T") { Sending = new() { MaxQuotaWait = TimeSpan.FromHours(1) } };
            for (var query = 0; query < queries; query++)
            {
                await new RetryPolicy(quota, new Outage(tenant._clock), request, new RecordedReport(), tenant._clock).SendAsync(
                    async (_, token) =>
                    {
                        await Task.Delay(TimeSpan.FromMilliseconds(200), tenant._clock, token);
                        Arrive();
                        return 0;
                    },
                    CancellationToken.None
                );
            }
        }

        private void Arrive()
        {
            lock (tenant._calls)
            {
                var now = tenant._clock.GetUtcNow();
                tenant._calls.RemoveAll(call => call <= now - Minute);
                var wait = Refusals == 0 ? RefusesFirst : null;
                if (wait is null && tenant._calls.Count < CallsPerMinute)
                {
                    tenant._calls.Add(now);
                    Passed.Add(now);
                    return;
                }

                Refusals++;
                throw new HuntingException(HuntingFailure.TooManyRequests, "Too many requests.", "Wait.")
                {
                    RetryAfter = wait ?? (tellsWhen ? TimeSpan.FromSeconds(Math.Ceiling((tenant._calls.Min() + Minute - now).TotalSeconds)) : null),
                };
            }
        }
    }
}
