using System.Globalization;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>Moments as a query or a string writes them: ISO 8601 whole or in part, and the RFC 822 and 850 forms. UTC unless an offset is given.</summary>
internal static class DateTimeLiteral
{
    // Only whole forms: a general parse would fill what is missing from this machine's date.
    private static readonly string[] Formats =
    [
        "yyyy-M-d",
        "yyyy-M-d H:m",
        "yyyy-M-d H:m:s",
        "yyyy-M-d H:m:s.FFFFFFF",
        "yyyy-M-dK",
        "yyyy-M-d H:mK",
        "yyyy-M-d H:m:sK",
        "yyyy-M-d H:m:s.FFFFFFFK",
        "yyyy-M-d H:m zzz",
        "yyyy-M-d H:m:s zzz",
        "yyyy-M-d H:m:s.FFFFFFF zzz",
        "yyyy-M-dTH:mK",
        "yyyy-M-dTH:m:sK",
        "yyyy-M-dTH:m:s.FFFFFFFK",
        "yyyy",
        "yyyy-M",
        "yyyyMMdd",
        "M/d/yyyy",
        "M/d/yyyy H:m",
        "M/d/yyyy H:m:s",
        "M/d/yyyy h:m:s tt",
        "ddd, d MMM yy H:m:s",
        "ddd, d MMM yy H:m:s 'GMT'",
        "ddd, d MMM yyyy H:m:s",
        "ddd, d MMM yyyy H:m:s 'GMT'",
        "d MMM yy H:m:s",
        "d MMM yy H:m:s 'GMT'",
        "d MMM yyyy H:m:s",
        "d MMM yyyy H:m:s 'GMT'",
        "dddd, dd-MMM-yy H:m:s",
        "dddd, dd-MMM-yy H:m:s 'GMT'",
    ];

    public static DateTime? Parse(ReadOnlySpan<char> text) =>
        DateTime.TryParseExact(
            text,
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces,
            out var moment
        )
            ? moment
            : null;
}
