using MdeHunting.Service.Services;

namespace MdeHunting.Service.Quota;

/// <summary>
/// What this process has used of a tenant's quotas at one service. The quotas are the tenant's: what its other programs, its portal and its own detections use
/// cannot be seen, except by a refusal.
/// </summary>
/// <param name="clock">The time; its monotonic side, which nobody sets.</param>
internal sealed class QuotaLedger(TimeProvider clock)
{
    // A call counts at the service when it arrives there, which is not quite when it was sent.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    // After a refusal it is taken that others go on as they did; then, step by step, that they stopped.
    private static readonly TimeSpan Caution = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly object _gate = new();
    private readonly List<Entry> _calls = [];
    private readonly List<Entry> _runs = [];
    private readonly long _origin = clock.GetTimestamp();
    private TimeSpan _blockedUntil;
    private TimeSpan _refusedAt;
    private double? _seenAtRefusal;

    /// <summary>Takes one call where the quotas have room for it.</summary>
    /// <param name="rules">The quotas.</param>
    /// <param name="share">The share of them that the caller takes, from 0 to 1.</param>
    /// <returns>Null where it was taken; else the time to wait before trying again.</returns>
    public QuotaWait? TryAcquire(IReadOnlyList<QuotaRule> rules, double share)
    {
        lock (_gate)
        {
            var now = Now();
            Forget(now);
            var wait = _blockedUntil > now ? new QuotaWait(_blockedUntil - now, "the service asked to wait") : default(QuotaWait?);
            foreach (var rule in rules)
            {
                var allowed = Allowed(rule, share, now);
                var left = Free(rule, allowed, now) - now;
                if (left > TimeSpan.Zero && (wait is null || left > wait.Value.Time))
                {
                    wait = new QuotaWait(left, Why(rule, share, allowed));
                }
            }

            if (wait is null)
            {
                _calls.Add(new Entry(now, 1));
            }

            return wait;
        }
    }

    /// <summary>A query ended that ran so long.</summary>
    public void RecordRun(TimeSpan time)
    {
        lock (_gate)
        {
            _runs.Add(new Entry(Now(), time.TotalSeconds));
        }
    }

    /// <summary>The service refused a call for a quota (HTTP 429): nobody sends before that time is over, and others are taken to go on as they do.</summary>
    /// <param name="wait">How long to wait.</param>
    /// <param name="isOfCalls">Whether it was the quota of calls, and not that of processors, of which nothing can be counted.</param>
    public void RecordRefusal(TimeSpan wait, bool isOfCalls = true)
    {
        lock (_gate)
        {
            var now = Now();
            wait = RetryTime.AtMost(wait);
            if (now + wait > _blockedUntil)
            {
                _blockedUntil = now + wait;
            }

            if (!isOfCalls)
            {
                return;
            }

            _refusedAt = now;

            // The refused call itself is not among those that were let through.
            var seen = Math.Max(1, Used(QuotaUnit.Calls, TimeSpan.FromMinutes(1), now) - 1);
            _seenAtRefusal = Math.Min(_seenAtRefusal ?? double.MaxValue, seen);
        }
    }

    /// <summary>Lets the next call ask the service again, although the time that it asked to wait is not over.</summary>
    public void ClearWait()
    {
        lock (_gate)
        {
            _blockedUntil = TimeSpan.Zero;
        }
    }

    /// <summary>How much of a quota is used, and when the next of it is free again.</summary>
    public (double Used, TimeSpan FreeIn) Read(QuotaRule rule)
    {
        lock (_gate)
        {
            var now = Now();
            Forget(now);
            var first = Entries(rule.Unit).FirstOrDefault(entry => entry.At > now - rule.Period);
            return (Used(rule.Unit, rule.Period, now), first.Amount == 0 ? TimeSpan.Zero : first.At + rule.Period - now);
        }
    }

    /// <summary>For how long the service asked to wait, from now on; zero where it did not.</summary>
    public TimeSpan BlockedFor
    {
        get
        {
            lock (_gate)
            {
                var now = Now();
                return _blockedUntil > now ? _blockedUntil - now : TimeSpan.Zero;
            }
        }
    }

    private static string Why(QuotaRule rule, double share, double allowed) =>
        allowed < rule.Allowed(share)
            ? FormattableString.Invariant($"the service lately let through no more than {allowed:N0} calls a minute, since others ask the tenant too")
            : $"the tenant's quota of {rule} is used up, but for what is left to others";

    private double Allowed(QuotaRule rule, double share, TimeSpan now)
    {
        var allowed = rule.Allowed(share);
        if (_seenAtRefusal is not { } seen || rule.Unit is not QuotaUnit.Calls || rule.Period != TimeSpan.FromMinutes(1))
        {
            return allowed;
        }

        var minutes = Math.Max(0, (now - _refusedAt - Caution).TotalMinutes);
        if (seen + minutes >= rule.Limit)
        {
            _seenAtRefusal = null;
        }

        return Math.Min(allowed, Math.Floor(seen + minutes));
    }

    // When enough of what was used lies too far back to count.
    private TimeSpan Free(QuotaRule rule, double allowed, TimeSpan now)
    {
        var entries = Entries(rule.Unit);
        var slack = rule.Unit is QuotaUnit.Calls ? Slack : TimeSpan.Zero;
        var used = entries.Where(entry => entry.At > now - rule.Period - slack).Sum(entry => entry.Amount);
        foreach (var entry in entries.Where(entry => entry.At > now - rule.Period - slack))
        {
            if (used < allowed)
            {
                break;
            }

            used -= entry.Amount;
            if (used < allowed)
            {
                return entry.At + rule.Period + slack;
            }
        }

        return now;
    }

    private double Used(QuotaUnit unit, TimeSpan period, TimeSpan now) => Entries(unit).Where(entry => entry.At > now - period).Sum(entry => entry.Amount);

    private List<Entry> Entries(QuotaUnit unit) => unit is QuotaUnit.Calls ? _calls : _runs;

    private void Forget(TimeSpan now)
    {
        _calls.RemoveAll(entry => entry.At <= now - Longest - Slack);
        _runs.RemoveAll(entry => entry.At <= now - Longest);
    }

    private TimeSpan Now() => clock.GetElapsedTime(_origin);

    private readonly record struct Entry(TimeSpan At, double Amount);
}
