using MdeHunting.Contract;

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
    /// <param name="limits">The quotas.</param>
    /// <param name="share">The share of them that the caller takes, from 0 to 1.</param>
    /// <returns>Null where it was taken; else the time to wait before trying again.</returns>
    public QuotaWait? TryAcquire(IReadOnlyList<QuotaLimit> limits, double share)
    {
        lock (_gate)
        {
            var now = Now();
            Forget(now);
            var wait = _blockedUntil > now ? new QuotaWait(_blockedUntil - now, "the service asked to wait") : default(QuotaWait?);
            foreach (var limit in limits)
            {
                var allowed = Allowed(limit, share, now);
                var left = Free(limit, allowed, now) - now;
                if (left > TimeSpan.Zero && (wait is null || left > wait.Value.Time))
                {
                    wait = new QuotaWait(left, Why(limit, share, allowed));
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
            var seen = Math.Max(1, Used(MdeQuotaUnit.Calls, TimeSpan.FromMinutes(1), now) - 1);
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
    public (double Used, TimeSpan FreeIn) Read(QuotaLimit limit)
    {
        lock (_gate)
        {
            var now = Now();
            Forget(now);
            var first = Entries(limit.Unit).FirstOrDefault(entry => entry.At > now - limit.Period);
            return (Used(limit.Unit, limit.Period, now), first.Amount == 0 ? TimeSpan.Zero : first.At + limit.Period - now);
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

    private static string Why(QuotaLimit limit, double share, double allowed) =>
        allowed < limit.Allowed(share)
            ? FormattableString.Invariant($"the service lately let through no more than {allowed:N0} calls a minute, since others ask the tenant too")
            : $"the tenant's quota of {limit} is used up, but for what is left to others";

    private double Allowed(QuotaLimit limit, double share, TimeSpan now)
    {
        var allowed = limit.Allowed(share);
        if (_seenAtRefusal is not { } seen || limit.Unit is not MdeQuotaUnit.Calls || limit.Period != TimeSpan.FromMinutes(1))
        {
            return allowed;
        }

        var minutes = Math.Max(0, (now - _refusedAt - Caution).TotalMinutes);
        if (seen + minutes >= limit.Limit)
        {
            _seenAtRefusal = null;
        }

        return Math.Min(allowed, Math.Floor(seen + minutes));
    }

    // When enough of what was used lies too far back to count.
    private TimeSpan Free(QuotaLimit limit, double allowed, TimeSpan now)
    {
        var entries = Entries(limit.Unit);
        var slack = limit.Unit is MdeQuotaUnit.Calls ? Slack : TimeSpan.Zero;
        var used = entries.Where(entry => entry.At > now - limit.Period - slack).Sum(entry => entry.Amount);
        foreach (var entry in entries.Where(entry => entry.At > now - limit.Period - slack))
        {
            if (used < allowed)
            {
                break;
            }

            used -= entry.Amount;
            if (used < allowed)
            {
                return entry.At + limit.Period + slack;
            }
        }

        return now;
    }

    private double Used(MdeQuotaUnit unit, TimeSpan period, TimeSpan now) => Entries(unit).Where(entry => entry.At > now - period).Sum(entry => entry.Amount);

    private List<Entry> Entries(MdeQuotaUnit unit) => unit is MdeQuotaUnit.Calls ? _calls : _runs;

    private void Forget(TimeSpan now)
    {
        _calls.RemoveAll(entry => entry.At <= now - Longest - Slack);
        _runs.RemoveAll(entry => entry.At <= now - Longest);
    }

    private TimeSpan Now() => clock.GetElapsedTime(_origin);

    private readonly record struct Entry(TimeSpan At, double Amount);
}

/// <summary>For how long a call has to wait, and why.</summary>
internal readonly record struct QuotaWait(TimeSpan Time, string Why);
