using MdeHunting.Kql.Structure;

namespace MdeHunting.Kql.Reading;

/// <summary>Reads from when on a filter lets rows through: <c>Timestamp &gt; ago(60d)</c>, <c>between</c>, <c>now() - Timestamp &lt; 60d</c>, by names and functions of the query's own too.</summary>
internal sealed class FilterBounds(KqlStructure query)
{
    // The columns that hold a row's time where they were not made anew.
    private static readonly HashSet<string> TimeColumns = new(StringComparer.Ordinal) { "Timestamp", "TimeGenerated", "ActivityTimestamp" };

    // In ticks: a difference in days has not all of its digits.
    private const decimal Exactness = 1000;

    private static readonly string[] Comparisons = [">", ">=", "<", "<=", "=="];

    private readonly Dictionary<string, List<(KqlSpan Span, QueryScope Scope)>> _made = new(StringComparer.Ordinal);

    /// <summary>An operator makes columns: <c>extend Since = ago(60d)</c>.</summary>
    public void Made(QueryOperator read)
    {
        foreach (var item in query.Split(read.Arguments, KqlTokenKind.Comma))
        {
            if (query.NameAt(item.Start) is not { } name || !query.Is(item.Start + 1, "="))
                continue;
            if (!_made.TryGetValue(name, out var values))
                _made.Add(name, values = []);
            values.Add((item.From(item.Start + 2), read.Scope));
        }
    }

    /// <summary>The bound of a condition; null where nothing in it may be one.</summary>
    public TimeBound? Of(KqlSpan condition, QueryScope scope, string? time) =>
        MayCompare(condition) ? new TimeBound(now => Moment(Lowest(condition, false, Arithmetic(scope, time, now)))) : null;

    /// <summary>The bound of <c>make-series … from</c>.</summary>
    public TimeBound? OfSeries(QueryOperator read)
    {
        var from = query.Find(read.Arguments, "from");
        var to = from < 0 ? -1 : query.Find(read.Arguments.From(from), "to");
        if (to < 0)
            return null;

        var value = new KqlSpan(from + 1, to);
        return new TimeBound(now => Arithmetic(read.Scope, read.Rows.Time, now).Value(value) is { Rows: 0 } moment ? Moment(moment.Ticks) : null);
    }

    private static DateTime? Moment(decimal? ticks) =>
        ticks is { } known ? new DateTime((long)Math.Min(Math.Max(known, DateTime.MinValue.Ticks), DateTime.MaxValue.Ticks), DateTimeKind.Utc) : null;

    private TimeArithmetic Arithmetic(QueryScope scope, string? time, DateTime now) =>
        new(query, scope, now, name => time is not null ? name == time : TimeColumns.Contains(name), name => _made.TryGetValue(name, out var values) ? values : []);

    private bool MayCompare(KqlSpan condition)
    {
        for (var i = condition.Start; i < condition.End; i++)
        {
            if (query.KindAt(i) == KqlTokenKind.Operator && Comparisons.Contains(query.TextAt(i)) || query.Is(i, "between"))
                return true;
        }

        return false;
    }

    // In ticks. Of what is bound by "and" the latest holds, of what is bound by "or" the earliest.
    private decimal? Lowest(KqlSpan condition, bool isNegated, TimeArithmetic values)
    {
        while (query.IsGroup(condition))
            condition = query.Inside(condition.Start);
        if (condition.IsEmpty || !values.MayGoOn())
            return null;

        foreach (var word in new[] { "or", "and" })
        {
            if (query.Find(condition, word) is >= 0 and var at)
                return Join(Lowest(condition with { End = at }, isNegated, values), Lowest(condition.From(at + 1), isNegated, values), (word == "or") != isNegated);
        }

        return query.Is(condition.Start, "not") && query.IsGroup(condition.From(condition.Start + 1))
            ? Lowest(query.Inside(condition.Start + 1), !isNegated, values)
            : OfComparison(condition, isNegated, values);
    }

    private static decimal? Join(decimal? one, decimal? other, bool isEither)
    {
        if (one is null || other is null)
            return one ?? other;
        return isEither ? Math.Min(one.Value, other.Value) : Math.Max(one.Value, other.Value);
    }

    private decimal? OfComparison(KqlSpan condition, bool isNegated, TimeArithmetic values)
    {
        if (query.Find(condition, "between") is >= 0 and var between)
            return OfBetween(condition, between, isNegated, values);

        foreach (var i in query.TopLevel(condition))
        {
            if (query.KindAt(i) != KqlTokenKind.Operator || !Comparisons.Contains(query.TextAt(i)))
                continue;
            if (values.Value(condition with { End = i }) is not { } left || values.Value(condition.From(i + 1)) is not { } right)
                return null;

            var sign = query.TextAt(i)[0];
            if (sign == '=')
                return isNegated ? null : Above(left - right, true) ?? Above(left - right, false);
            return Above(left - right, (sign == '>') != isNegated);
        }

        return null;
    }

    private decimal? OfBetween(KqlSpan condition, int between, bool isNegated, TimeArithmetic values)
    {
        var isNot = query.Is(between - 1, "!");
        if (isNot != isNegated || query.KindAt(between + 1) != KqlTokenKind.OpenParenthesis)
            return null;

        var inside = query.Inside(between + 1);
        var dots = query.Find(inside, "..");
        if (dots < 0 || values.Value(condition with { End = isNot ? between - 1 : between }) is not { } value)
            return null;
        var low = values.Value(inside with { End = dots }) is { } least ? Above(value - least, true) : null;
        return low ?? (values.Value(inside.From(dots + 1)) is { } most ? Above(value - most, false) : null);
    }

    // A difference that is above nothing, or below it: from which time of the rows on that holds.
    private static decimal? Above(TimeTerm difference, bool isAbove) =>
        difference.Rows == 0 || difference.Rows > 0 != isAbove ? null
        : Math.Abs(difference.Rows) == 1 ? -difference.Ticks / difference.Rows
        : Math.Round(-difference.Ticks / difference.Rows / Exactness) * Exactness;
}
