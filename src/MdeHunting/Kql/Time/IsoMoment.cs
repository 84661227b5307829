using System.Globalization;
using System.Text.RegularExpressions;

namespace MdeHunting.Kql.Time;

/// <summary>
/// Reads a moment as ISO 8601 writes it, alike in every culture and calendar: <c>2026-11-20</c>, <c>2026-11-20T08:00Z</c>, <c>2026-11-20 08:00:00.1234567+02:00</c>.
/// </summary>
internal static class IsoMoment
{
    private static readonly Regex Form = new(
        @"^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})([Tt ](?<time>[0-9]{2}:[0-9]{2})(:(?<second>[0-9]{2})([.,](?<fraction>[0-9]{1,9}))?)?( ?(?<zone>[Zz]|[+-][0-9]{2}(:?[0-9]{2})?))?)?$",
        RegexOptions.CultureInvariant);

    /// <summary>Reads a text; null where it is none. With an offset it is UTC, without one it has no kind.</summary>
    public static DateTime? Parse(string text)
    {
        if (Form.Match(text.Trim()) is not { Success: true } match)
            return null;

        string Part(string name, string otherwise) => match.Groups[name] is { Success: true } group ? group.Value : otherwise;
        var fraction = Part("fraction", string.Empty).PadRight(7, '0').Substring(0, 7);
        var local = $"{Part("date", string.Empty)}T{Part("time", "00:00")}:{Part("second", "00")}.{fraction}";
        if (!DateTime.TryParseExact(local, "yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
            return null;
        return Part("zone", string.Empty) is { Length: > 0 } zone ? ToUtc(moment, zone) : moment;
    }

    private static DateTime? ToUtc(DateTime moment, string zone)
    {
        var digits = zone.Substring(1).Replace(":", string.Empty).PadRight(4, '0');
        var minutes = int.Parse(digits.Substring(0, 2), CultureInfo.InvariantCulture) * 60 + int.Parse(digits.Substring(2), CultureInfo.InvariantCulture);
        var ticks = moment.Ticks - (zone[0] == '-' ? -minutes : minutes) * TimeSpan.TicksPerMinute;
        return minutes <= 14 * 60 && ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;
    }
}
