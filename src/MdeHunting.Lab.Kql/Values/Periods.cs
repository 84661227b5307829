using System.Globalization;

namespace MdeHunting.Lab.Kql.Values;

/// <summary>Counts moments in years, weeks, hours and so on.</summary>
internal static class Periods
{
    private const long TicksPerWeek = 7 * TimeSpan.TicksPerDay;
    private static readonly long SundayTicks = new DateTime(1, 1, 7).Ticks - TicksPerWeek;

    /// <summary>The period of a name, in either case; null for a name of none.</summary>
    public static Period? Parse(string name) =>
        name.ToLowerInvariant() switch
        {
            "week_of_year" => Period.WeekOfYear,
            "dayofyear" => Period.DayOfYear,
            var plain => Enum.TryParse<Period>(plain, ignoreCase: true, out var period) && plain.All(char.IsAsciiLetter) ? period : null,
        };

    /// <summary>Which one of its kind the moment is in, counted from the first year.</summary>
    public static long Number(Period period, DateTime moment) =>
        period switch
        {
            Period.Year => moment.Year,
            Period.Quarter => (moment.Year * 4) + ((moment.Month - 1) / 3),
            Period.Month => (moment.Year * 12) + moment.Month,
            Period.Week or Period.WeekOfYear => (moment.Ticks - SundayTicks) / TicksPerWeek,
            Period.Nanosecond => moment.Ticks * 100,
            _ => moment.Ticks / Ticks(period),
        };

    /// <summary>The first tick of the period that the moment is in.</summary>
    public static DateTime Start(Period period, DateTime moment) =>
        period switch
        {
            Period.Year => new DateTime(moment.Year, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            Period.Month => new DateTime(moment.Year, moment.Month, 1, 0, 0, 0, DateTimeKind.Utc),
            Period.Week => moment.Date.AddDays(-Math.Min((int)moment.DayOfWeek, moment.Date.Ticks / TimeSpan.TicksPerDay)),
            _ => moment.Date,
        };

    /// <summary>The moment so many periods later; null where there is none.</summary>
    public static object? Add(Period period, long count, DateTime moment)
    {
        try
        {
            return period switch
            {
                Period.Year => moment.AddYears(checked((int)count)),
                Period.Quarter => moment.AddMonths(checked((int)count * 3)),
                Period.Month => moment.AddMonths(checked((int)count)),
                Period.Week or Period.WeekOfYear => moment.AddTicks(checked(count * TicksPerWeek)),
                Period.Nanosecond => moment.AddTicks(count / 100),
                _ => moment.AddTicks(checked(count * Ticks(period))),
            };
        }
        catch (Exception failure) when (failure is ArgumentOutOfRangeException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>The moment's own number of the period, such as its hour.</summary>
    public static int Part(Period period, DateTime moment) =>
        period switch
        {
            Period.Year => moment.Year,
            Period.Quarter => ((moment.Month - 1) / 3) + 1,
            Period.Month => moment.Month,
            Period.Week or Period.WeekOfYear => ISOWeek.GetWeekOfYear(moment),
            Period.Day => moment.Day,
            Period.DayOfYear => moment.DayOfYear,
            Period.Hour => moment.Hour,
            Period.Minute => moment.Minute,
            Period.Second => moment.Second,
            Period.Millisecond => moment.Millisecond,
            Period.Microsecond => (int)(moment.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond),
            _ => (int)(moment.Ticks % TimeSpan.TicksPerSecond * 100),
        };

    private static long Ticks(Period period) =>
        period switch
        {
            Period.Hour => TimeSpan.TicksPerHour,
            Period.Minute => TimeSpan.TicksPerMinute,
            Period.Second => TimeSpan.TicksPerSecond,
            Period.Millisecond => TimeSpan.TicksPerMillisecond,
            Period.Microsecond => TimeSpan.TicksPerMicrosecond,
            _ => TimeSpan.TicksPerDay,
        };
}
