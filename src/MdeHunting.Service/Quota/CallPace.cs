namespace MdeHunting.Service.Quota;

/// <summary>
/// How many calls a minute are let through after the service refused one, although by our own count there was room: others ask the tenant too. As congestion
/// control does (RFC 5681, RFC 9438): half of what it let through, then quickly as much again, for a while no more than that, then more and more, until the
/// whole share is let through again. Whoever was let through little does not wait for that while, so that two who share a tenant come to share it evenly; and
/// whoever comes when the minute is used up was let through next to nothing, so that the first refusal leaves half of the share, where it says when to come.
/// </summary>
internal sealed class CallPace
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    // What others take changes slowly: each refusal at the same level has the next try for more be later.
    private static readonly TimeSpan FirstHold = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(1);

    // It grows by no more than a part of the share at once.
    private const int StepsToShare = 8;

    private TimeSpan _from;
    private TimeSpan _hold;
    private int? _level;
    private bool _isAlone;
    private double _share;

    /// <summary>The service refused a call.</summary>
    /// <param name="level">How many it has let through in the last minute.</param>
    /// <param name="isTold">Whether it says how long to wait.</param>
    public void Refuse(int level, bool isTold)
    {
        _isAlone = _level is null && isTold;
        var least = _isAlone ? (int)_share : 1;
        _hold =
            _level is null ? TimeSpan.Zero
            : _hold == TimeSpan.Zero ? FirstHold
            : Min(LongestHold, _hold + _hold);
        _level = Math.Max(Math.Max(1, least), level);
    }

    /// <summary>Nobody asks until then.</summary>
    public void StartAt(TimeSpan time) => _from = time;

    /// <summary>How many calls a minute are let through, and when that changes; null where there is no less than the share.</summary>
    /// <param name="now">The time.</param>
    /// <param name="share">The share of the quota that the caller takes.</param>
    /// <param name="lastCall">When the last call was; null where there was none.</param>
    public (double Allowed, TimeSpan ChangesAt)? At(TimeSpan now, double share, TimeSpan? lastCall)
    {
        _share = share;
        if (_level is not { } level)
        {
            return null;
        }

        // One at first, to see whether it passes; of a refusal that comes alone when the service said, however much was let through before.
        if (_isAlone && !(lastCall >= _from))
        {
            return null;
        }

        if (now < _from + Step && lastCall >= _from)
        {
            return (0, _from + Step);
        }

        var allowed = Math.Max(1, Math.Floor(level / 2d));
        var growth = Math.Max(1, Math.Floor(share / StepsToShare));
        var at = _from;
        var isHeld = false;
        while (allowed < share)
        {
            if (allowed >= level && !isHeld)
            {
                isHeld = true;
                at += Hold(level, share);
            }

            at += Step;
            if (at > now)
            {
                return (allowed, at);
            }

            var next = allowed + Math.Max(1, Math.Min(allowed, growth));
            allowed = allowed < level ? Math.Min(next, level) : next;
        }

        (_level, _hold) = (null, TimeSpan.Zero);
        return null;
    }

    // Who is let through half of the share waits all of it.
    private TimeSpan Hold(int level, double share)
    {
        var part = Math.Min(1, level / (share / 2));
        return TimeSpan.FromSeconds(Math.Ceiling(_hold.TotalSeconds * part * part));
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
