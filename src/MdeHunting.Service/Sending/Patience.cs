namespace MdeHunting.Service.Sending;

/// <summary>
/// How long one request waits before it is sent again: longer each time, up to a minute, as long as it, and the place that it is sent to, may be waited out.
/// The last time is at the very end of that.
/// </summary>
internal sealed class Patience
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    private readonly Outage _outage;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _clock;
    private readonly Random _random = new(Guid.NewGuid().GetHashCode());
    private long? _firstFault;
    private TimeSpan _elsewhere;
    private int _repeats;

    /// <param name="outage">That of the place.</param>
    /// <param name="limit">How long faults that pass are waited out; zero for not at all.</param>
    /// <param name="clock">The time.</param>
    public Patience(Outage outage, TimeSpan limit, TimeProvider clock)
    {
        (_outage, _limit, _clock) = (outage, limit, clock);
        IsProbe = outage.IsOver(limit) && limit > TimeSpan.Zero;
    }

    /// <summary>Whether the place has been waited out already, so that the request is sent once, to see whether it answers again.</summary>
    public bool IsProbe { get; private set; }

    /// <summary>A response came, whatever it says.</summary>
    public void Answered()
    {
        _outage.End();
        IsProbe = false;
    }

    /// <summary>The request waited for something else, such as a quota; that is none of its patience.</summary>
    public void LeaveOut(TimeSpan waited) => _elsewhere += waited;

    /// <summary>The delay after a fault that passes by itself; null where the request is not sent again.</summary>
    /// <param name="sent">The clock's time stamp of when it was sent.</param>
    /// <param name="retryAfter">How long the other side asks to wait; null where it does not say.</param>
    public TimeSpan? DelayAfterFault(long sent, TimeSpan? retryAfter) => Delay(_outage.Add(sent, _limit), retryAfter);

    /// <summary>
    /// Whether a request that stayed without a byte of a response is sent again at once: unless nothing is to be waited for, or the place was silent before and
    /// has been waited out. How often is the caller's to count.
    /// </summary>
    /// <param name="sent">The clock's time stamp of when it was sent.</param>
    public bool MayRepeatSilent(long sent)
    {
        var lasts = _outage.Add(sent, _limit, isSilent: true);
        return !IsProbe && _limit > TimeSpan.Zero && (lasts < _limit || lasts <= _clock.GetElapsedTime(sent));
    }

    /// <summary>The delay after a response that was none; null where the request is not sent again.</summary>
    public TimeSpan? DelayAfterResponse(TimeSpan? retryAfter) => Delay(TimeSpan.Zero, retryAfter);

    private TimeSpan? Delay(TimeSpan lasts, TimeSpan? retryAfter)
    {
        var first = _firstFault ??= _clock.GetTimestamp();
        var own = _clock.GetElapsedTime(first) - _elsewhere;
        var left = _limit - (own > lasts ? own : lasts);
        if (IsProbe || left <= TimeSpan.Zero || retryAfter >= left)
        {
            return null;
        }

        // Half of it is left to chance, so that those who fail at the same moment do not come back at the same.
        var growing = Math.Min(LongestDelay.TotalSeconds, FirstDelay.TotalSeconds * Math.Pow(2, _repeats++)) * (1 + _random.NextDouble()) / 2;
        var delay = retryAfter ?? TimeSpan.FromSeconds(growing);
        return delay < left ? delay : left;
    }
}
