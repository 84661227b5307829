using System.Globalization;
using MdeHunting.Kql.Time;

namespace MdeHunting.Kql.Analysis;

/// <summary>The functions and literals of KQL that make times and durations. Of a row's own time, one that rounds it is taken for the time itself.</summary>
/// <param name="now">The moment of the run (UTC).</param>
internal sealed class TimeFunctions(DateTime now)
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces;

    private static readonly Dictionary<string, decimal> Parts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["year"] = 365 * TimeSpan.TicksPerDay,
        ["quarter"] = 91 * TimeSpan.TicksPerDay,
        ["month"] = 30 * TimeSpan.TicksPerDay,
        ["week"] = 7 * TimeSpan.TicksPerDay,
        ["day"] = TimeSpan.TicksPerDay,
        ["hour"] = TimeSpan.TicksPerHour,
        ["minute"] = TimeSpan.TicksPerMinute,
        ["second"] = TimeSpan.TicksPerSecond,
        ["millisecond"] = TimeSpan.TicksPerMillisecond,
        ["microsecond"] = 10,
        ["nanosecond"] = 0.01m,
    };

    // What they give of a time comes again and again, or is a count.
    private static readonly HashSet<string> OfNoMoment = new(StringComparer.Ordinal)
    {
        "hourofday",
        "dayofweek",
        "dayofmonth",
        "dayofyear",
        "monthofyear",
        "weekofyear",
        "week_of_year",
        "count_distinct",
        "count_distinctif",
        "dcount",
        "dcountif",
        "hash",
        "strlen",
        "gettype",
    };

    /// <summary>Whether what a function gives of a time, or a part of it, is no bound of that time.</summary>
    public static bool IsOfNoMoment(string function, IReadOnlyList<string> texts) =>
        function switch
        {
            "datetime_part" => !string.Equals(texts.FirstOrDefault(), "year", StringComparison.OrdinalIgnoreCase),
            "format_datetime" => texts.Count == 2 && !texts[1].Contains("yy"),
            _ => OfNoMoment.Contains(function),
        };

    /// <summary>The value of a literal; null where it is of another type.</summary>
    public static TimeTerm? Literal(KqlTokenKind kind, string text)
    {
        if (kind is KqlTokenKind.Integer or KqlTokenKind.Real)
        {
            return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? new TimeTerm(0, number) : null;
        }

        if (kind == KqlTokenKind.Timespan)
        {
            return Duration(text);
        }

        if (kind != KqlTokenKind.TypedLiteral)
        {
            return null;
        }

        var open = text.IndexOf('(');
        var value = text.Substring(open + 1, text.Length - open - 2).Trim().Trim('\'', '"');
        return text.Substring(0, open) switch
        {
            "datetime" or "date" => Moment(value),
            "timespan" or "time" => Duration(value),
            "int" or "long" or "int32" or "int64" or "real" or "double" or "decimal" => Literal(KqlTokenKind.Real, value),
            _ => null,
        };
    }

    /// <summary>Whether a literal with its type's name is null.</summary>
    public static bool IsNull(string text) =>
        text.EndsWith(")", StringComparison.Ordinal) && text.IndexOf('(') is > 0 and var open && text.Substring(open + 1).TrimEnd(')').Trim() == "null";

    /// <summary>What a literal of a truth value says; null where it is of another type.</summary>
    public static bool? Truth(string text) =>
        text.StartsWith("bool", StringComparison.Ordinal) && text.IndexOf('(') is > 0 and var open
            ? text.Substring(open + 1).TrimEnd(')').Trim() switch
            {
                "true" or "1" => true,
                "false" or "0" => false,
                _ => null,
            }
            : null;

    /// <summary>The value of a call; null where it is not known.</summary>
    /// <param name="function">The function.</param>
    /// <param name="values">The arguments' values.</param>
    /// <param name="texts">What those say that are one token.</param>
    public TimeTerm? Call(string function, IReadOnlyList<TimeTerm?> values, IReadOnlyList<string> texts)
    {
        var first = values.Count > 0 ? values[0] : null;
        var second = values.Count > 1 ? values[1] : null;
        switch (function)
        {
            case "now":
                return values.Count == 0 ? Of(now) : Of(now) + first;
            case "ago":
                return Of(now) - first;
            case "todatetime":
                return first ?? (texts.Count > 0 ? Moment(texts[0]) : null);
            case "totimespan" or "totime":
                return first ?? (texts.Count > 0 ? Duration(texts[0]) : null);
            // Only of a long it is documented that it has the ticks of a time.
            case "toint" or "toreal" or "todouble" or "todecimal" when first is { Rows: 1 or -1 } time:
                return time with { IsVague = true };
            case "tolong" or "toint" or "toreal" or "todouble" or "todecimal":
                return first ?? (texts.Count > 0 ? Literal(KqlTokenKind.Real, texts[0]) : null);
            case "getyear":
                return first is { Rows: not 0 } ofRow ? ofRow with { IsVague = true } : null;
            case "datetime_part" when second is { Rows: not 0 } ofPart && !IsOfNoMoment(function, texts):
                return ofPart with { IsVague = true };
            case "tostring" or "datetime_local_to_utc" or "datetime_utc_to_local":
                return first;

            // Only where the year comes first are texts in the order of their times.
            case "format_datetime" when texts.Count == 2 && texts[1].StartsWith("yyyy", StringComparison.Ordinal):
                return first;
            case "bin" or "floor" or "bin_at":
                return first is { Rows: 0 } && second is { Ticks: > 0 } step ? new TimeTerm(0, Math.Floor(first.Value.Ticks / step.Ticks) * step.Ticks) : first;
            case "startofday" or "startofweek" or "startofmonth" or "startofyear" or "endofday" or "endofweek" or "endofmonth" or "endofyear":
                return first is { Rows: 0 } moment ? Rounded(function, moment, (int)(second?.Ticks ?? 0)) : first + Longest(function);
            case "datetime_add" when values.Count == 3 && second is { } count && values[2] is { } start:
                return start.Rows == 0 ? Of(Add(At(start), texts[0], (int)count.Ticks)) : start + new TimeTerm(0, count.Ticks * Parts[texts[0]]);
            case "datetime_diff" when values.Count == 3 && Parts.TryGetValue(texts[0], out var part):
                return (second - values[2])?.Times(1 / part);
            case "make_datetime" when values.Count >= 3 && values.All(value => value is { Rows: 0 }):
                return Made([.. values.Select(value => value!.Value.Ticks)]);
            case "make_timespan" when values.Count >= 2 && values.All(value => value is { Rows: 0 }):
                return MadeSpan([.. values.Select(value => value!.Value.Ticks)]);
            case "unixtime_seconds_todatetime":
                return OfUnix(first, TimeSpan.TicksPerSecond);
            case "unixtime_milliseconds_todatetime":
                return OfUnix(first, TimeSpan.TicksPerMillisecond);
            case "unixtime_microseconds_todatetime":
                return OfUnix(first, 10);
            case "unixtime_nanoseconds_todatetime":
                return OfUnix(first, 0.01m);
            case "min_of":
                return values.Where(value => value is not null).OrderBy(value => value!.Value.Ticks).FirstOrDefault();
            case "max_of":
                return values.All(value => value is { Rows: 0 }) ? values.OrderByDescending(value => value!.Value.Ticks).FirstOrDefault() : null;
            case "coalesce":
                return values.FirstOrDefault(value => value is not null);
            default:
                return null;
        }
    }

    private static TimeTerm Of(DateTime moment) => new(0, moment.Ticks);

    private static DateTime At(TimeTerm moment) => new((long)moment.Ticks, DateTimeKind.Utc);

    /// <summary>The moment that a text says; null where it says none.</summary>
    public static TimeTerm? Moment(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, Utc, out var moment)
        || DateTime.TryParseExact(text, "yyyy", CultureInfo.InvariantCulture, Utc, out moment)
            ? Of(moment)
            : null;

    // As in KQL, where 24:00:00 has days before it only by a dot.
    private static TimeTerm? Duration(string text) =>
        KqlTimespan.Parse(text) is { } duration || TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration) ? new TimeTerm(0, duration.Ticks) : null;

    private static TimeTerm? OfUnix(TimeTerm? count, decimal ticks) => count?.Times(ticks) + new TimeTerm(0, new DateTime(1970, 1, 1).Ticks);

    // The end of a row's day is no more than a day behind its time.
    private static TimeTerm Longest(string function) =>
        new(
            0,
            function switch
            {
                "endofday" => TimeSpan.TicksPerDay,
                "endofweek" => 7 * TimeSpan.TicksPerDay,
                "endofmonth" => 31 * TimeSpan.TicksPerDay,
                "endofyear" => 366 * TimeSpan.TicksPerDay,
                _ => 0,
            }
        );

    private static TimeTerm Rounded(string function, TimeTerm moment, int offset)
    {
        var day = At(moment).Date;
        var start = function.Substring(function.IndexOf("of", StringComparison.Ordinal) + 2) switch
        {
            "day" => day.AddDays(offset),
            "week" => day.AddDays(-(int)day.DayOfWeek + 7 * offset),
            "month" => day.AddDays(1 - day.Day).AddMonths(offset),
            _ => new DateTime(day.Year, 1, 1).AddYears(offset),
        };
        if (function.StartsWith("start", StringComparison.Ordinal))
        {
            return Of(start);
        }

        var next = function switch
        {
            "endofday" => start.AddDays(1),
            "endofweek" => start.AddDays(7),
            "endofmonth" => start.AddMonths(1),
            _ => start.AddYears(1),
        };
        return Of(next.AddTicks(-1));
    }

    private static DateTime Add(DateTime moment, string part, int count) =>
        part.ToLowerInvariant() switch
        {
            "year" => moment.AddYears(count),
            "quarter" => moment.AddMonths(3 * count),
            "month" => moment.AddMonths(count),
            var other => moment.AddTicks((long)(count * Parts[other])),
        };

    private static TimeTerm Made(IReadOnlyList<decimal> parts)
    {
        decimal Part(int place) => place < parts.Count ? parts[place] : 0;
        var day = new DateTime((int)Part(0), (int)Part(1), (int)Part(2), (int)Part(3), (int)Part(4), 0, DateTimeKind.Utc);
        return new TimeTerm(0, day.Ticks + Part(5) * TimeSpan.TicksPerSecond);
    }

    private static TimeTerm MadeSpan(IReadOnlyList<decimal> parts)
    {
        var hasDays = parts.Count == 4;
        decimal Part(int place) =>
            hasDays ? parts[place]
            : place == 0 ? 0
            : place - 1 < parts.Count ? parts[place - 1]
            : 0;
        return new TimeTerm(
            0,
            Part(0) * TimeSpan.TicksPerDay + Part(1) * TimeSpan.TicksPerHour + Part(2) * TimeSpan.TicksPerMinute + Part(3) * TimeSpan.TicksPerSecond
        );
    }
}
