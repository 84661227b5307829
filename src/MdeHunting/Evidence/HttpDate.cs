using System.Globalization;

namespace MdeHunting.Evidence;

/// <summary>The time of a Date header (RFC 9110, section 5.6.7).</summary>
internal static class HttpDate
{
    /// <summary>The time (UTC); null where it is none.</summary>
    public static DateTime? Read(string? text) =>
        DateTime.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date
            : null;
}
