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

    /// <summary>Whether what a function gives of a time, or a part of it, is no bound of that time.</summary>
    public static bool IsOfNoMoment(KqlValue function, IReadOnlyList<string> texts) =>
        function switch
        {
            KqlValue.Part => !string.Equals(texts.FirstOrDefault(), "year", StringComparison.OrdinalIgnoreCase),
            KqlValue.Format => texts.Count == 2 && !texts[1].Contains("yy"),
            _ => function == KqlValue.Recurring,
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
        return KqlFacts.LiteralOf(text.Substring(0, open)) switch
        {
            KqlLiteral.Moment => Moment(value),
            KqlLiteral.Duration => Duration(value),
            KqlLiteral.Number => Literal(KqlTokenKind.Real, value),
            _ => null,
        };
    }

    /// <summary>Whether a literal with its type's name is null.</summary>
    public static bool IsNull(string text) =>
        text.EndsWith(")", StringComparison.Ordinal) && text.IndexOf('(') is > 0 and var open && text.Substring(open + 1).TrimEnd(')').Trim() == "null";

    /// <summary>What a literal of a truth value says; null where it is of another type.</summary>
    public static bool? Truth(string text) =>
        text.IndexOf('(') is > 0 and var open && KqlFacts.LiteralOf(text.Substring(0, open)) == KqlLiteral.Truth
            ? text.Substring(open + 1).TrimEnd(')').Trim() switch
            {
                "true" or "1" => true,
                "false" or "0" => false,
                _ => null,
            }
            : null;

    /// <summary>The value of a call; null where it is not known.</summary>
    /// <param name="function">What the function gives.</param>
    /// <param name="unit">In which unit of time.</param>
    /// <param name="values">The arguments' values.</param>
    /// <param name="texts">What those say that are one token.</param>
    public TimeTerm? Call(KqlValue function, string? unit, IReadOnlyList<TimeTerm?> values, IReadOnlyList<string> texts)
    {
        var first = values.Count > 0 ? values[0] : null;
        var second = values.Count > 1 ? values[1] : null;
        switch (function)
        {
            case KqlValue.Now:
                return values.Count == 0 ? Of(now) : Of(now) + first;
            case KqlValue.Ago:
                return Of(now) - first;
            case KqlValue.Moment:
                return first ?? (texts.Count > 0 ? Moment(texts[0]) : null);
            case KqlValue.Duration:
                return first ?? (texts.Count > 0 ? Duration(texts[0]) : null);
            // Only of a long it is documented that it has the ticks of a time.
            case KqlValue.Number when first is { Rows: 1 or -1 } time:
                return time with { IsVague = true };
            case KqlValue.Ticks or KqlValue.Number:
                return first ?? (texts.Count > 0 ? Literal(KqlTokenKind.Real, texts[0]) : null);
            case KqlValue.Year:
                return first is { Rows: not 0 } ofRow ? ofRow with { IsVague = true } : null;
            case KqlValue.Part when second is { Rows: not 0 } ofPart && !IsOfNoMoment(function, texts):
                return ofPart with { IsVague = true };
            case KqlValue.Text or KqlValue.Same:
                return first;

            // Only where the year comes first are texts in the order of their times.
            case KqlValue.Format when texts.Count == 2 && texts[1].StartsWith("yyyy", StringComparison.Ordinal):
                return first;
            case KqlValue.Bin:
                return first is { Rows: 0 } && second is { Ticks: > 0 } step ? new TimeTerm(0, Math.Floor(first.Value.Ticks / step.Ticks) * step.Ticks) : first;
            case KqlValue.Start:
                return first is { Rows: 0 } moment ? Start(unit, moment, (int)(second?.Ticks ?? 0)) : first;
            case KqlValue.End:
                return first is { Rows: 0 } inUnit ? End(unit, inUnit, (int)(second?.Ticks ?? 0)) : first + Longest(unit);
            case KqlValue.Later when values.Count == 3 && second is { } count && values[2] is { } start:
                return start.Rows == 0 ? Of(Add(At(start), texts[0], (int)count.Ticks)) : start + new TimeTerm(0, count.Ticks * Parts[texts[0]]);
            case KqlValue.Difference when values.Count == 3 && Parts.TryGetValue(texts[0], out var part):
                return (second - values[2])?.Times(1 / part);
            case KqlValue.MadeMoment when values.Count >= 3 && values.All(value => value is { Rows: 0 }):
                return Made([.. values.Select(value => value!.Value.Ticks)]);
            case KqlValue.MadeDuration when values.Count >= 2 && values.All(value => value is { Rows: 0 }):
                return MadeSpan([.. values.Select(value => value!.Value.Ticks)]);
            case KqlValue.Unix:
                return first?.Times(Parts[unit!]) + Of(new DateTime(1970, 1, 1));
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

    // The end of a row's day is no more than a day behind its time.
    private static TimeTerm Longest(string? unit) =>
        new(
            0,
            TimeSpan.TicksPerDay
                * unit switch
                {
                    "day" => 1,
                    "week" => 7,
                    "month" => 31,
                    _ => 366,
                }
        );

    private static TimeTerm Start(string? unit, TimeTerm moment, int offset) => Of(FirstDay(unit, At(moment).Date, offset));

    private static TimeTerm End(string? unit, TimeTerm moment, int offset)
    {
        var start = FirstDay(unit, At(moment).Date, offset);
        var next = unit switch
        {
            "day" => start.AddDays(1),
            "week" => start.AddDays(7),
            "month" => start.AddMonths(1),
            _ => start.AddYears(1),
        };
        return Of(next.AddTicks(-1));
    }

    private static DateTime FirstDay(string? unit, DateTime day, int offset) =>
        unit switch
        {
            "day" => day.AddDays(offset),
            "week" => day.AddDays(-(int)day.DayOfWeek + 7 * offset),
            "month" => day.AddDays(1 - day.Day).AddMonths(offset),
            _ => new DateTime(day.Year, 1, 1).AddYears(offset),
        };

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
