using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>
/// A span of time in the forms that Graph's Timespan takes: start/end, duration/end, start/duration, duration (until now), or a start (until now).
/// https://learn.microsoft.com/graph/api/security-security-runhuntingquery
/// </summary>
internal sealed partial record GraphTimespan(DateTime Start, DateTime End)
{
    /// <summary>Reads a window, or gives null where the text is none.</summary>
    public static GraphTimespan? Parse(string text, DateTime now)
    {
        try
        {
            return Read(text.Split('/'), now);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Whether a moment is in the window; its ends are.</summary>
    public bool Holds(DateTime moment) => moment >= Start && moment <= End;

    private static GraphTimespan? Read(string[] parts, DateTime now) =>
        parts.Length switch
        {
            1 when Duration(parts[0]) is { } duration => Between(now - duration, now),
            1 when Moment(parts[0]) is { } start => Between(start, now),
            2 when Duration(parts[0]) is { } duration && Moment(parts[1]) is { } end => Between(end - duration, end),
            2 when Moment(parts[0]) is { } start && Duration(parts[1]) is { } duration => Between(start, start + duration),
            2 when Moment(parts[0]) is { } start && Moment(parts[1]) is { } end => Between(start, end),
            _ => null,
        };

    private static GraphTimespan? Between(DateTime start, DateTime end) => start <= end ? new(start, end) : null;

    // XML's durations lack ISO 8601's weeks.
    private static TimeSpan? Duration(string text) =>
        text switch
        {
            ['P', .. var weeks, 'W'] => TimeSpan.FromDays(7 * double.Parse(weeks, NumberStyles.None, CultureInfo.InvariantCulture)),
            ['P', ..] => XmlConvert.ToTimeSpan(text),
            _ => null,
        };

    private static DateTime? Moment(string text) =>
        IsoDate().IsMatch(text) ? DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal) : null;

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    private static partial Regex IsoDate();
}
