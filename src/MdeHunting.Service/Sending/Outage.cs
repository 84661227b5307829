namespace MdeHunting.Service.Sending;

/// <summary>
/// For how long nothing but faults that pass by themselves has come from one place: a connection's service, or its identity service. The time counts once, from
/// the first of them without a response between, and is shared by all that is asked there; a response ends it.
/// </summary>
/// <param name="clock">The time; its monotonic side, which nobody sets.</param>
internal sealed class Outage(TimeProvider clock)
{
    private readonly object _gate = new();
    private long? _first;
    private long _last;
    private bool _isSilent;
    private bool _isTold;

    /// <summary>A response came, whatever it says.</summary>
    public void End()
    {
        lock (_gate)
        {
            (_first, _isSilent, _isTold) = (null, false, false);
        }
    }

    /// <summary>A fault came. One that comes after nobody has asked for as long as it would be waited out is the first of another outage.</summary>
    /// <param name="sent">The clock's time stamp of when it was asked.</param>
    /// <param name="patience">How long it is waited out.</param>
    /// <param name="isSilent">Whether not a byte came, so that the outage began when it was asked.</param>
    /// <returns>How long the outage lasts by now.</returns>
    public TimeSpan Add(long sent, TimeSpan patience, bool isSilent = false)
    {
        lock (_gate)
        {
            if (_first is null || clock.GetElapsedTime(_last, sent) > patience)
            {
                (_first, _isTold) = (isSilent ? sent : clock.GetTimestamp(), false);
            }

            _isSilent = isSilent;
            _last = clock.GetTimestamp();
            return clock.GetElapsedTime(_first.Value);
        }
    }

    /// <summary>Whether it has been waited out for so long already: then one request is enough to see whether it is over.</summary>
    public bool IsOver(TimeSpan patience)
    {
        lock (_gate)
        {
            return _first is { } first && clock.GetElapsedTime(_last) <= patience && clock.GetElapsedTime(first) >= patience;
        }
    }

    /// <summary>Whether its last fault was that not a byte came, for as long as was waited.</summary>
    public bool IsSilent
    {
        get
        {
            lock (_gate)
            {
                return _isSilent;
            }
        }
    }

    /// <summary>How long it lasts, where that is at least so long and was not told yet; null once it was.</summary>
    public TimeSpan? ToTell(TimeSpan from)
    {
        lock (_gate)
        {
            if (_isTold || _first is not { } first || clock.GetElapsedTime(first) is var lasts && lasts < from)
            {
                return null;
            }

            _isTold = true;
            return lasts;
        }
    }
}
