using System.Globalization;

namespace MdeHunting.Text;

/// <summary>
/// Moments as text, the same in every culture: in UTC with a Z, in the Gregorian calendar. What is shown to people has a blank between the day and the time,
/// what is read again by programs the T of ISO 8601.
/// </summary>
internal static class UtcText
{
    private const string ExactFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>For programs, with all seven digits of a DateTime: <c>2026-11-24T01:02:03.0000000Z</c>.</summary>
    public static string Exact(DateTime moment) => Format(moment, ExactFormat);

    /// <summary>The moment (UTC) that <see cref="Exact"/> wrote; null for any other text.</summary>
    public static DateTime? ReadExact(string text) =>
        DateTime.TryParseExact(
            text,
            ExactFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment
        )
            ? moment
            : null;

    /// <summary>For the names of files, which sort as the moments follow each other: <c>20261124T010203.0000000Z</c>.</summary>
    public static string InFileName(DateTime moment) => Format(moment, "yyyyMMdd'T'HHmmss.fffffff'Z'");

    /// <summary>For programs and people, to the last digit that is not zero: <c>2026-11-24T01:02:03.5Z</c>.</summary>
    public static string Short(DateTime moment) => Format(moment, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'");

    /// <summary>For programs, in whole seconds: <c>2026-11-24T01:02:03Z</c>.</summary>
    public static string IsoSecond(DateTime moment) => Format(moment, "yyyy-MM-dd'T'HH:mm:ss'Z'");

    /// <summary><c>2026-11-24 01:02:03Z</c>.</summary>
    public static string Second(DateTime moment) => Format(moment, "yyyy-MM-dd HH:mm:ss'Z'");

    /// <summary><c>2026-11-24 01:02:03.456Z</c>.</summary>
    public static string Millisecond(DateTime moment) => Format(moment, "yyyy-MM-dd HH:mm:ss.fff'Z'");

    /// <summary>For people, to the last digit that is not zero: <c>2026-11-24 01:02:03.5Z</c>.</summary>
    public static string Readable(DateTime moment) => Format(moment, "yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'");

    /// <summary><c>2026-11-24 01:02Z</c>.</summary>
    public static string Minute(DateTime moment) => Format(moment, "yyyy-MM-dd HH:mm'Z'");

    /// <summary>A time of this day: <c>01:02:03Z</c>.</summary>
    public static string TimeOfDay(DateTime moment) => Format(moment, "HH:mm:ss'Z'");

    /// <summary><c>2026-11-24</c>.</summary>
    public static string Day(DateTime moment) => Format(moment, "yyyy-MM-dd");

    /// <summary>A day in a sentence: <c>24 November 2026</c>.</summary>
    public static string LongDay(DateTime moment) => Format(moment, "d MMMM yyyy");

    /// <summary>A time of a clock on the wall, of no zone: <c>2026-11-24T01:02:03</c>.</summary>
    public static string Local(DateTime time) => Format(time, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF");

    private static string Format(DateTime moment, string format) => moment.ToString(format, CultureInfo.InvariantCulture);
}
