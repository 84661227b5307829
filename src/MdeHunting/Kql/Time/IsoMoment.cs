using System.Globalization;
using System.Text.RegularExpressions;
using MdeHunting.Text;

namespace MdeHunting.Kql.Time;

/// <summary>
/// Reads a moment as ISO 8601 writes it, alike in every culture and calendar: <c>2026-11-20</c>, <c>20261120T0800Z</c>, <c>2026-11-20
/// 08:00:00.1234567+02:00</c>. A day's 24:00 is the next midnight. Digits of a second beyond the seventh are left out, since neither .NET nor the services
/// have them; a moment never moves into another second.
/// </summary>
internal static class IsoMoment
{
    private static readonly Regex Form = new(
        "^(?<year>[0-9]{4})(-(?<month>[0-9]{2})-|(?<month>[0-9]{2}))(?<day>[0-9]{2})"
            + "([Tt ](?<hour>[0-9]{2})(:?(?<minute>[0-9]{2})(:?(?<second>[0-9]{2})([.,](?<fraction>[0-9]+))?)?)?"
            + "( ?(?<zone>[Zz]|[+-][0-9]{2}(:?[0-5][0-9])?))?)?$",
        RegexOptions.CultureInvariant
    );

    /// <summary>Reads a text; null where it is none. With an offset it is UTC, without one it has no kind.</summary>
    public static DateTime? Parse(string text)
    {
        if (Form.Match(text.Trim()) is not { Success: true } match)
        {
            return null;
        }

        string Part(string name, string otherwise) => match.Groups[name] is { Success: true } group ? group.Value : otherwise;
        var fraction = Part("fraction", string.Empty).PadRight(7, '0').Substring(0, 7);
        var time = $"{Part("hour", "00")}:{Part("minute", "00")}:{Part("second", "00")}.{fraction}";
        var isNextDay = time == "24:00:00.0000000";
        var local = $"{Part("year", string.Empty)}-{Part("month", string.Empty)}-{Part("day", string.Empty)}T{(isNextDay ? "00:00:00.0000000" : time)}";
        if (!DateTime.TryParseExact(local, "yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            return null;
        }

        if (isNextDay && moment.Date == DateTime.MaxValue.Date)
        {
            return null;
        }

        moment = isNextDay ? moment.AddDays(1) : moment;
        return Part("zone", string.Empty) is { Length: > 0 } zone ? ToUtc(moment, zone) : moment;
    }

    /// <summary>Says how to write a moment that is told by its week or by its day in the year; null where the text is not of that kind.</summary>
    public static string? Advice(string text)
    {
        if (Others.Form.Match(text.Trim()) is not { Success: true } match)
        {
            return null;
        }

        int Number(string name, int otherwise) =>
            match.Groups[name] is { Success: true } group ? int.Parse(group.Value, CultureInfo.InvariantCulture) : otherwise;
        var isWeek = match.Groups["week"].Success;
        var kind = isWeek ? "a week date" : "an ordinal date";
        var day = isWeek ? OfWeek(Number("year", 0), Number("week", 0), Number("weekday", 1)) : OfYear(Number("year", 0), Number("day", 0));
        return day is { } found
            ? $"'{text.Trim()}' is {kind}, which isn't supported. Specify the date as year, month and day: "
                + $"{UtcText.Day(found)}{match.Groups["rest"].Value}"
                + (isWeek && !match.Groups["weekday"].Success ? " is the week's first day." : ".")
            : $"'{text.Trim()}' looks like {kind}, which isn't supported. Specify the date as year, month and day, as in 2026-11-20.";
    }

    private static DateTime? ToUtc(DateTime moment, string zone)
    {
        var digits = zone.Substring(1).Replace(":", string.Empty).PadRight(4, '0');
        var minutes = int.Parse(digits.Substring(0, 2), CultureInfo.InvariantCulture) * 60 + int.Parse(digits.Substring(2), CultureInfo.InvariantCulture);
        var ticks = moment.Ticks - (zone[0] == '-' ? -minutes : minutes) * TimeSpan.TicksPerMinute;
        return minutes <= 14 * 60 && ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;
    }

    private static DateTime? OfYear(int year, int day) =>
        year is > 0 and < 10000 && day > 0 && day <= (DateTime.IsLeapYear(year) ? 366 : 365) ? new DateTime(year, 1, 1).AddDays(day - 1) : null;

    // The first week is the one with the year's first Thursday.
    private static DateTime? OfWeek(int year, int week, int weekday)
    {
        if (year is < 2 or > 9998 || week is < 1 or > 53 || weekday is < 1 or > 7)
        {
            return null;
        }

        static DateTime Monday(int year) => new DateTime(year, 1, 4) is var fourth ? fourth.AddDays(-(((int)fourth.DayOfWeek + 6) % 7)) : default;
        var monday = Monday(year).AddDays((week - 1) * 7);
        return monday < Monday(year + 1) ? monday.AddDays(weekday - 1) : null;
    }

    // Made where it is first needed, which is seldom.
    private static class Others
    {
        public static readonly Regex Form = new(
            "^(?<year>[0-9]{4})(-?[Ww](?<week>[0-9]{2})(-?(?<weekday>[0-9]))?|-?(?<day>[0-9]{3}))(?<rest>[Tt ][0-9:.,TtZz +-]*)?$",
            RegexOptions.CultureInvariant
        );
    }
}
