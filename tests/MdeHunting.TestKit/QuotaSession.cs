using MdeHunting.Contract;
using MdeHunting.Service.Quota;
using MdeHunting.Service.Sending;

namespace MdeHunting.TestKit;

/// <summary>
/// A tenant that enforces its calls a minute over any sixty seconds, as strictly as a service can, and is sent queries as patiently as the real session sends
/// them; on a clock that jumps. Each query has one row.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="callsPerMinute">How many calls it takes in a minute.</param>
/// <param name="latency">How long each takes.</param>
internal sealed class QuotaSession(EventClock clock, int callsPerMinute, TimeSpan latency) : StubSession(null, Guid.NewGuid().ToString())
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly List<DateTimeOffset> _calls = [];
    private readonly TenantQuota _quota = new(new QuotaLedger(clock), [new QuotaLimit(MdeQuotaUnit.Calls, callsPerMinute, Minute)]);
    private readonly Outage _outage = new(clock);

    /// <summary>How often it refused a call.</summary>
    public int Refusals { get; private set; }

    /// <summary>When the last response came.</summary>
    public DateTimeOffset Last { get; private set; }

    /// <inheritdoc/>
    public override DateTime UtcNow => clock.GetUtcNow().UtcDateTime;

    /// <inheritdoc/>
    public override async Task<HuntingResponse> HuntAsync(HuntingRequest request, IRowSink receiver, IHuntingPrompt prompt, CancellationToken token)
    {
        await new RetryPolicy(_quota, _outage, request, prompt, clock).SendAsync(
            async (_, within) =>
            {
                await Task.Delay(latency, clock, within);
                Arrive();
                return 0;
            },
            token
        );
        prompt.NoteResponse(hasCome: true);
        return await RespondAsync(request, receiver);
    }

    private void Arrive()
    {
        lock (_calls)
        {
            var now = clock.GetUtcNow();
            _calls.RemoveAll(call => call <= now - Minute);
            if (_calls.Count < callsPerMinute)
            {
                _calls.Add(now);
                Last = now;
                return;
            }

            Refusals++;
            throw new HuntingException(HuntingFailure.TooManyRequests, "Too many requests.", "Wait.")
            {
                RetryAfter = TimeSpan.FromSeconds(Math.Ceiling((_calls.Min() + Minute - now).TotalSeconds)),
            };
        }
    }
}
