using System.Globalization;

namespace MdeHunting.Kql.Time;

/// <summary>Durations as people write them: <c>7d</c> and <c>1.5h</c> as in KQL, <c>1.00:00:00</c> as in .NET, <c>P7D</c> and <c>PT24H</c> as in ISO 8601.</summary>
internal static class KqlTimespan
{
    // The units of KQL's literals, https://learn.microsoft.com/kusto/query/scalar-data-types/timespan
    private static readonly (string[] Names, long Ticks)[] Units =
    [
        (["d", "day", "days"], TimeSpan.TicksPerDay),
        (["h", "hr", "hrs", "hour", "hours"], TimeSpan.TicksPerHour),
        (["m", "min", "minute", "minutes"], TimeSpan.TicksPerMinute),
        (["s", "sec", "second", "seconds"], TimeSpan.TicksPerSecond),
        (["ms", "milli", "millis", "millisec", "millisecond", "milliseconds"], TimeSpan.TicksPerMillisecond),
        (["micro", "micros", "microsec", "microsecond", "microseconds"], TimeSpan.TicksPerMillisecond / 1000),
        (["tick", "ticks"], 1),
    ];

    /// <summary>Reads a duration; null where the text is none, or is too long to be told.</summary>
    public static TimeSpan? Parse(string text) => ParseLiteral(text) ?? ParseIso(text) ?? ParseClock(text);

    /// <summary>A duration as KQL writes it, in the largest unit that it is a whole number of.</summary>
    public static string Write(TimeSpan duration)
    {
        var (names, ticks) = Array.Find(Units, unit => duration.Ticks % unit.Ticks == 0);
        return (duration.Ticks / ticks).ToString(CultureInfo.InvariantCulture) + (ticks < TimeSpan.TicksPerMillisecond ? names[names.Length - 1] : names[0]);
    }

    private static TimeSpan? ParseLiteral(string text)
    {
        var digits = KqlCharacters.SkipWhile(text, 0, static c => KqlCharacters.IsDigit(c) || c == '.');
        var unit = text.Substring(digits);
        var ticks = Array.Find(Units, u => u.Names.Contains(unit)).Ticks;
        return ticks > 0 && decimal.TryParse(text.Substring(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? FromTicks(number, ticks)
            : null;
    }

    private static TimeSpan? FromTicks(decimal number, long ticks) =>
        number <= (decimal)TimeSpan.MaxValue.Ticks / ticks ? TimeSpan.FromTicks((long)(number * ticks)) : null;

    // Years and months have no fixed length; weeks stand alone.
    private static TimeSpan? ParseIso(string text)
    {
        if (text.Length < 3 || text[0] != 'P')
            return null;

        var total = TimeSpan.Zero;
        var isTime = false;
        for (var place = 1; place < text.Length;)
        {
            if (!isTime && text[place] == 'T')
            {
                isTime = true;
                place++;
                continue;
            }

            var end = KqlCharacters.SkipWhile(text, place, static c => KqlCharacters.IsDigit(c) || c == '.');
            if (IsoUnit(KqlCharacters.At(text, end), isTime) is not { } ticks
                || !decimal.TryParse(text.Substring(place, end - place), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || FromTicks(number, ticks) is not { } part || part > TimeSpan.MaxValue - total)
                return null;

            total += part;
            place = end + 1;
        }

        return text[text.Length - 1] == 'T' ? null : total;
    }

    private static long? IsoUnit(char unit, bool isTime) => (unit, isTime) switch
    {
        ('W', false) => 7 * TimeSpan.TicksPerDay,
        ('D', false) => TimeSpan.TicksPerDay,
        ('H', true) => TimeSpan.TicksPerHour,
        ('M', true) => TimeSpan.TicksPerMinute,
        ('S', true) => TimeSpan.TicksPerSecond,
        _ => null,
    };

    // A bare number would be days for .NET, and is a slip more often than not.
    private static TimeSpan? ParseClock(string text) =>
        text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) ? duration : null;
}
