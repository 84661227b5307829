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

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    // After refusals that do not say how long to wait: a moment, and then until whatever used up a minute's quota before the first of them is over.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly List<Entry> _calls = [];
    private readonly List<Entry> _runs = [];
    private readonly long _origin = clock.GetTimestamp();
    private readonly CallPace _pace = new();
    private TimeSpan _blockedUntil;
    private TimeSpan _refusedAt = TimeSpan.MinValue;
    private int _refusedInRow;

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
            var wait = _blockedUntil > now ? new QuotaWait(_blockedUntil - now, "the service requested a delay") : default(QuotaWait?);
            foreach (var limit in limits)
            {
                if (Wait(limit, share, now) is { } left && (wait is null || left.Time > wait.Value.Time))
                {
                    wait = left;
                }
            }

            if (wait is null)
            {
                _calls.Add(new Entry(now, 1));
            }

            // A timer takes less than a millisecond for nothing.
            return wait is { } needed ? needed with { Time = TimeSpan.FromMilliseconds(Math.Ceiling(needed.Time.TotalMilliseconds)) } : null;
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

    /// <summary>The service let a call through, whatever became of it.</summary>
    public void RecordPassed()
    {
        lock (_gate)
        {
            _refusedInRow = 0;
        }
    }

    /// <summary>The service refused a call for a quota (HTTP 429), which so does not count: nobody sends before it is time to ask again.</summary>
    /// <param name="sent">The clock's time stamp of when it was sent.</param>
    /// <param name="told">How long the service asks to wait; null where it does not say.</param>
    /// <param name="isOfCalls">Whether it was the quota of calls, and not that of processors, of which nothing can be counted.</param>
    /// <returns>How long to wait.</returns>
    public TimeSpan RecordRefusal(long sent, TimeSpan? told, bool isOfCalls = true)
    {
        lock (_gate)
        {
            var now = Now();
            var sentAt = clock.GetElapsedTime(_origin, sent);

            // Those that were under way when one was refused are refused with it.
            var isAnother = sentAt >= _refusedAt;
            if (isAnother)
            {
                _refusedAt = now;
                _refusedInRow++;
            }

            var wait = Delay(told);
            if (now + wait > _blockedUntil)
            {
                _blockedUntil = now + wait;
            }

            if (isOfCalls)
            {
                Forgive(sentAt);
                if (isAnother && _refusedInRow == 1)
                {
                    _pace.Refuse((int)Used(MdeQuotaUnit.Calls, Minute, now), told is not null);
                }

                _pace.StartAt(_blockedUntil);
            }

            return wait;
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

    private QuotaWait? Wait(QuotaLimit limit, double share, TimeSpan now)
    {
        var allowed = limit.Allowed(share);
        var left = Free(limit, allowed, now) - now;
        if (
            limit.Unit is MdeQuotaUnit.Calls
            && limit.Period == Minute
            && _pace.At(now, allowed, _calls.Count > 0 ? _calls[_calls.Count - 1].At : null) is { } pace
        )
        {
            var untilFree = pace.Allowed > 0 ? Free(limit, pace.Allowed, now) : pace.ChangesAt;
            var paced = (untilFree < pace.ChangesAt ? untilFree : pace.ChangesAt) - now;
            if (untilFree > now && paced > left)
            {
                var why = FormattableString.Invariant(
                    $"the service recently accepted no more than {Math.Max(1, pace.Allowed):N0} calls per minute, because other callers use the tenant's quota too"
                );
                return new QuotaWait(paced, why);
            }
        }

        return left > TimeSpan.Zero ? new QuotaWait(left, $"the tenant's quota of {limit} is reached (the rest is reserved for other callers)") : null;
    }

    // The service's word decides, but not where it goes on refusing what it has just asked for.
    private TimeSpan Delay(TimeSpan? told)
    {
        if (told is not { } time)
        {
            return _refusedInRow switch
            {
                <= 1 => Moment,
                2 => Minute - Moment,
                _ => Minute,
            };
        }

        var least = _refusedInRow <= 2 ? 0 : Math.Min(Minute.TotalSeconds, Math.Pow(2, _refusedInRow - 2));
        return time.TotalSeconds > least ? RetryTime.AtMost(time) : TimeSpan.FromSeconds(least);
    }

    private void Forgive(TimeSpan sentAt)
    {
        var place = _calls.FindLastIndex(call => call.At <= sentAt);
        if (place >= 0)
        {
            _calls.RemoveAt(place);
        }
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
