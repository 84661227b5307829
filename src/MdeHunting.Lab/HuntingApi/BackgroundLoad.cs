namespace MdeHunting.Lab.HuntingApi;

/// <summary>Another program that hunts in the same tenant, at even intervals, for a minute already.</summary>
internal sealed class BackgroundLoad(DateTimeOffset since, int callsPerMinute)
{
    /// <summary>How often it can ask at most.</summary>
    public const int MostCallsPerMinute = 6000;

    // The longest time that a call counts.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private long _next = 1 - callsPerMinute;

    /// <summary>The calls that it has tried since it was last asked; those of more than an hour ago are left out.</summary>
    public IEnumerable<DateTimeOffset> TriedUntil(DateTimeOffset now)
    {
        _next = Math.Max(_next, (now - Remembered - since).Ticks * callsPerMinute / TimeSpan.TicksPerMinute);
        while (since.AddTicks(_next * TimeSpan.TicksPerMinute / callsPerMinute) is var at && at <= now)
        {
            _next++;
            yield return at;
        }
    }
}
