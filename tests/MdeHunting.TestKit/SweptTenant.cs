using MdeHunting.Contract;
using MdeHunting.Service.Quota;
using MdeHunting.Service.Sending;

namespace MdeHunting.TestKit;

/// <summary>
/// A tenant that enforces its calls a minute over any sixty seconds, as strictly as a service can, with somebody else who uses a share of them.
/// </summary>
internal sealed class SweptTenant(EventClock clock, int callsPerMinute, int othersPerMinute = 0, bool tellsWhen = true) : IHuntingPrompt
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly List<DateTimeOffset> _calls = [];
    private readonly DateTimeOffset _started = clock.GetUtcNow();
    private int _othersMade;

    /// <summary>How often it refused a call.</summary>
    public int Refusals { get; private set; }

    /// <summary>How long the sweep took.</summary>
    public TimeSpan Took { get; private set; }

    public List<string> Warnings { get; } = [];

    public List<WaitNotice> Waits { get; } = [];

    /// <summary>Sends so many queries, one after the other.</summary>
    public async Task SweepAsync(int queries, SendingOptions options, TimeSpan latency)
    {
        var quota = new TenantQuota(new QuotaLedger(clock), [new QuotaLimit(MdeQuotaUnit.Calls, callsPerMinute, Minute)]);
        for (var i = 0; i < queries; i++)
        {
            await new RetryPolicy(quota, new HuntingRequest("T") { Sending = options }, this, clock).SendAsync(
                async token =>
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

    public Task ShowWaitAsync(WaitNotice? wait)
    {
        if (wait is { } shown)
        {
            Waits.Add(shown);
        }

        return Task.CompletedTask;
    }

    public Task WarnAsync(string message)
    {
        Warnings.Add(message);
        return Task.CompletedTask;
    }

    public Task DebugAsync(string message) => Task.CompletedTask;

    public Task VerboseAsync(string message) => Task.CompletedTask;

    public Task ShowDeviceCodeAsync(DeviceCodeNotice notice) => throw new InvalidOperationException();

    public Task ShowBrowserAsync() => throw new InvalidOperationException();

    public Task ShowTimeLeftAsync(DeviceCodeNotice notice, TimeSpan left) => throw new InvalidOperationException();

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
