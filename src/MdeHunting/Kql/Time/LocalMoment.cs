using System.Globalization;
using MdeHunting.Text;

namespace MdeHunting.Kql.Time;

/// <summary>A moment as a clock on the wall shows it.</summary>
internal static class LocalMoment
{
    /// <summary>In UTC; one without a kind is of the zone.</summary>
    public static DateTime ToUtc(DateTime moment, TimeZoneInfo zone) =>
        moment.Kind == DateTimeKind.Unspecified ? TimeZoneInfo.ConvertTimeToUtc(moment, zone) : moment.ToUniversalTime();

    /// <summary>
    /// What stands against a local time that the clock shows twice, or never, and what to specify instead; null where nothing does. A local time of .NET's own
    /// knows which of two it is.
    /// </summary>
    /// <param name="moment">The time.</param>
    /// <param name="zone">The zone of a time without a kind.</param>
    public static (string What, string NextStep)? Fault(DateTime moment, TimeZoneInfo zone)
    {
        var shown = DateTime.SpecifyKind(moment, DateTimeKind.Unspecified);
        var own = moment.Kind == DateTimeKind.Local ? TimeZoneInfo.Local : zone;
        var isTwice = moment.Kind == DateTimeKind.Unspecified && own.IsAmbiguousTime(shown);
        if (moment.Kind == DateTimeKind.Utc || (!isTwice && !own.IsInvalidTime(shown)))
        {
            return null;
        }

        IEnumerable<TimeSpan> offsets = isTwice
            ? own.GetAmbiguousTimeOffsets(shown)
            : [own.GetUtcOffset(Beside(own, shown, -1)), own.GetUtcOffset(Beside(own, shown, 1))];
        var readings = offsets
            .OrderByDescending(offset => offset)
            .Select(offset => $"{UtcText.Local(shown)}{Offset(offset)} (which is {TimeRange.Moment(shown - offset)})")
            .ToList();
        return (
            isTwice
                ? $"{UtcText.Local(shown)} is a local time that occurs two times, because the clocks go back then."
                : $"{UtcText.Local(shown)} is a local time that doesn't exist, because the clocks go forward then.",
            $"Specify the offset: {readings[0]} or {readings[1]}."
        );
    }

    // The nearest quarter of an hour before or after what the clocks leave out.
    private static DateTime Beside(TimeZoneInfo zone, DateTime moment, int direction)
    {
        while (zone.IsInvalidTime(moment))
        {
            moment = moment.AddMinutes(15 * direction);
        }

        return moment;
    }

    private static string Offset(TimeSpan offset) => (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hh':'mm", CultureInfo.InvariantCulture);
}
