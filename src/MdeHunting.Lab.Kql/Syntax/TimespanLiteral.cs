using System.Globalization;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>Timespans as a query writes them: <c>1.5h</c>, and inside <c>time(...)</c> also <c>1.02:03:04</c> or a number of days.</summary>
internal static class TimespanLiteral
{
    private static readonly Dictionary<string, double> TicksPerUnit = new(StringComparer.Ordinal)
    {
        ["d"] = TimeSpan.TicksPerDay,
        ["day"] = TimeSpan.TicksPerDay,
        ["days"] = TimeSpan.TicksPerDay,
        ["h"] = TimeSpan.TicksPerHour,
        ["hr"] = TimeSpan.TicksPerHour,
        ["hrs"] = TimeSpan.TicksPerHour,
        ["hour"] = TimeSpan.TicksPerHour,
        ["hours"] = TimeSpan.TicksPerHour,
        ["m"] = TimeSpan.TicksPerMinute,
        ["min"] = TimeSpan.TicksPerMinute,
        ["minute"] = TimeSpan.TicksPerMinute,
        ["minutes"] = TimeSpan.TicksPerMinute,
        ["s"] = TimeSpan.TicksPerSecond,
        ["sec"] = TimeSpan.TicksPerSecond,
        ["second"] = TimeSpan.TicksPerSecond,
        ["seconds"] = TimeSpan.TicksPerSecond,
        ["ms"] = TimeSpan.TicksPerMillisecond,
        ["milli"] = TimeSpan.TicksPerMillisecond,
        ["millis"] = TimeSpan.TicksPerMillisecond,
        ["millisec"] = TimeSpan.TicksPerMillisecond,
        ["millisecond"] = TimeSpan.TicksPerMillisecond,
        ["milliseconds"] = TimeSpan.TicksPerMillisecond,
        ["micro"] = TimeSpan.TicksPerMicrosecond,
        ["micros"] = TimeSpan.TicksPerMicrosecond,
        ["microsec"] = TimeSpan.TicksPerMicrosecond,
        ["microsecond"] = TimeSpan.TicksPerMicrosecond,
        ["microseconds"] = TimeSpan.TicksPerMicrosecond,
        ["nano"] = 0.01,
        ["nanos"] = 0.01,
        ["nanosec"] = 0.01,
        ["nanosecond"] = 0.01,
        ["nanoseconds"] = 0.01,
        ["tick"] = 1,
        ["ticks"] = 1,
    };

    private static readonly Dictionary<string, double>.AlternateLookup<ReadOnlySpan<char>> Units = TicksPerUnit.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool IsUnit(ReadOnlySpan<char> text) => Units.ContainsKey(text);

    /// <summary>Reads a number with a unit; null where it is none, or is longer than a timespan can be.</summary>
    public static TimeSpan? ParseUnits(ReadOnlySpan<char> text)
    {
        var unit = text.IndexOfAnyInRange('a', 'z');
        if (unit <= 0 || !Units.TryGetValue(text[unit..], out var ticks))
        {
            return null;
        }

        return decimal.TryParse(text[..unit], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            ? FromTicks(count, (decimal)ticks)
            : null;
    }

    /// <summary>Reads what may stand in <c>time(...)</c> or in a string that is made a timespan.</summary>
    public static TimeSpan? Parse(ReadOnlySpan<char> text)
    {
        if (ParseUnits(text) is { } units)
        {
            return units;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var days))
        {
            return FromTicks(days, TimeSpan.TicksPerDay);
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null;
    }

    private static TimeSpan? FromTicks(decimal count, decimal ticksPerUnit)
    {
        if (Math.Abs(count) > long.MaxValue / ticksPerUnit)
        {
            return null;
        }

        var ticks = count * ticksPerUnit;
        return Math.Abs(ticks) >= long.MaxValue ? null : TimeSpan.FromTicks((long)ticks);
    }
}
