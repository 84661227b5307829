using MdeHunting.Contract;
using MdeHunting.Service.Quota;
using MdeHunting.Service.Sending;

namespace MdeHunting.TestKit;

/// <summary>
/// A tenant that enforces its calls a minute over any sixty seconds, as strictly as a service can, with somebody else who uses a share of them.
/// </summary>
internal sealed class SweptTenant(EventClock clock, int callsPerMinute, int othersPerMinute = 0, bool tellsWhen = true)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly List<DateTimeOffset> _calls = [];
    private readonly DateTimeOffset _started = clock.GetUtcNow();
    private readonly RecordedReport _report = new();
    private int _othersMade;

    /// <summary>How often it refused a call.</summary>
    public int Refusals { get; private set; }

    /// <summary>How long the sweep took.</summary>
    public TimeSpan Took { get; private set; }

    public List<string> Warnings => _report.Warnings;

    public List<WaitNotice> Waits => _report.Waits;

    /// <summary>Sends so many queries, one after the other.</summary>
    public async Task SweepAsync(int queries, SendingOptions options, TimeSpan latency)
    {
        var quota = new TenantQuota(new QuotaLedger(clock), [new QuotaLimit(MdeQuotaUnit.Calls, callsPerMinute, Minute)]);
        for (var i = 0; i < queries; i++)
        {
            await new RetryPolicy(quota, new Outage(clock), new HuntingRequest("T") { Sending = options }, _report, clock).SendAsync(
                async (_, token) =>
                {
                    await Task.Delay(latency, clock, token);
                    Arrive();
                    return i;
                },
                CancellationToken.None
            );
        }

        Took = clock.GetUtcNow() - _started;
    }

    // The others' calls are spread evenly, and are let in before ours.
    private void Arrive()
    {
        var now = clock.GetUtcNow();
        while (othersPerMinute > 0 && _started + (Minute / othersPerMinute * _othersMade) <= now)
        {
            _calls.Add(_started + (Minute / othersPerMinute * _othersMade++));
        }

        _calls.RemoveAll(call => call <= now - Minute);
        if (_calls.Count < callsPerMinute)
        {
            _calls.Add(now);
            return;
        }

        Refusals++;
        throw new HuntingException(HuntingFailure.TooManyRequests, "Too many requests.", "Wait.")
        {
            RetryAfter = tellsWhen ? TimeSpan.FromSeconds(Math.Ceiling((_calls.Min() + Minute - now).TotalSeconds)) : null,
        };
    }
}
