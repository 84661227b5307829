using System.Globalization;
using System.Text.RegularExpressions;
using MdeHunting.Kql;
using MdeHunting.Kql.Parsing;

namespace MdeHunting.Checks;

/// <summary>Rules of values that are written out.</summary>
internal static class LiteralRules
{
    private static readonly Regex Moment = new(
        @"^datetime\s*\(\s*[""']?(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?(?![\d:])",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1)
    );

    /// <summary>Tells of a value: a day or a time that no calendar has.</summary>
    public static void Find(QueryCheck check, LiteralNode literal)
    {
        if (literal.Type == KqlDataType.DateTime && Moment.Match(check.TextOf(literal)) is { Success: true } moment && !IsThere(moment))
        {
            check.Add(
                "MDE018",
                literal,
                $"{check.TextOf(literal)} isn't a day and a time of the calendar: the service rejects it, or compares with null.",
                "Write the year, the month, and the day, such as datetime(2026-01-31).",
                MdeFindingSeverity.Warning
            );
        }
    }

    private static bool IsThere(Match moment)
    {
        var (year, month, day) = (Part(1), Part(2), Part(3));
        return year > 0 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) && Part(4) <= 24 && Part(5) < 60 && Part(6) <= 60;

        int Part(int group) => moment.Groups[group].Success ? int.Parse(moment.Groups[group].Value, CultureInfo.InvariantCulture) : 0;
    }
}
