namespace MdeHunting.Kql;

/// <summary>The units of a timespan's literal, https://learn.microsoft.com/kusto/query/scalar-data-types/timespan.</summary>
internal static class KqlUnits
{
    /// <summary>The names of each, and how many ticks it has; 0 for one that is shorter than a tick.</summary>
    public static readonly (string[] Names, long Ticks)[] All =
    [
        (["d", "day", "days"], TimeSpan.TicksPerDay),
        (["h", "hr", "hrs", "hour", "hours"], TimeSpan.TicksPerHour),
        (["m", "min", "minute", "minutes"], TimeSpan.TicksPerMinute),
        (["s", "sec", "second", "seconds"], TimeSpan.TicksPerSecond),
        (["ms", "milli", "millis", "millisec", "millisecond", "milliseconds"], TimeSpan.TicksPerMillisecond),
        (["micro", "micros", "microsec", "microsecond", "microseconds"], TimeSpan.TicksPerMillisecond / 1000),
        (["tick", "ticks"], 1),
        (["nano", "nanos", "nanosec", "nanosecond", "nanoseconds"], 0),
    ];

    /// <summary>The names of all.</summary>
    public static readonly HashSet<string> Names = new(All.SelectMany(unit => unit.Names), StringComparer.Ordinal);
}
