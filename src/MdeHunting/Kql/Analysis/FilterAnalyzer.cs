namespace MdeHunting.Kql.Analysis;

/// <summary>Reads the operators that let some rows through and others not, for the times of those.</summary>
internal sealed class FilterAnalyzer(TokenTree query)
{
    /// <summary>The rows behind an operator that takes a condition.</summary>
    public RowsetInfo Where(TokenRange condition, QueryScope scope, RowsetInfo rows) =>
        rows.Through((evaluation, columns) => evaluation.Where(condition, scope, columns));

    /// <summary>The rows behind <c>search</c>, which may have options and tables before its condition.</summary>
    public RowsetInfo Search(QueryOperator read)
    {
        var place = new OptionAnalyzer(query).Skip(read.Arguments, out _);
        if (query.Is(place, "in") && query.KindAt(place + 1) == KqlTokenKind.OpenParenthesis)
        {
            place = query.PartnerOf(place + 1) + 1;
        }

        return Where(read.Arguments.From(place), read.Scope, read.Rows);
    }

    /// <summary>The rows behind <c>scan … with (step Name: condition => Column = …; …)</c>: those of any step.</summary>
    public RowsetInfo Scan(QueryOperator read)
    {
        var with = query.Find(read.Arguments, "with");
        if (with < 0 || query.KindAt(with + 1) != KqlTokenKind.OpenParenthesis)
        {
            return read.Rows;
        }

        var conditions = query.Split(query.Inside(with + 1), KqlTokenKind.Semicolon).Where(step => query.Is(step.Start, "step")).Select(Condition).ToArray();
        return conditions.Length == 0
            ? read.Rows
            : read.Rows.Through(
                (evaluation, columns) =>
                    conditions.Select(condition => evaluation.Where(condition, read.Scope, columns)).Aggregate((one, other) => one.Or(other))
            );
    }

    /// <summary>The rows that <c>make-series … on Time from … to …</c> counts, or <c>in range(…)</c>.</summary>
    public RowsetInfo Series(QueryOperator read)
    {
        var on = query.Find(read.Arguments, "on");
        var from = on < 0 ? -1 : query.Find(read.Arguments.From(on), "from");
        var range = on < 0 ? -1 : query.Find(read.Arguments.From(on), "range");
        if (from >= 0)
        {
            var end = query.Find(read.Arguments.From(from), "to");
            return AtLeast(read, new TokenRange(on + 1, from), new TokenRange(from + 1, end < 0 ? query.Find(read.Arguments.From(from), "step") : end));
        }

        return range > on + 1 && query.Is(range - 1, "in") && query.KindAt(range + 1) == KqlTokenKind.OpenParenthesis
            ? AtLeast(read, new TokenRange(on + 1, range - 1), query.Split(query.Inside(range + 1), KqlTokenKind.Comma)[0])
            : read.Rows;
    }

    private RowsetInfo AtLeast(QueryOperator read, TokenRange value, TokenRange least) =>
        read.Rows.Through((evaluation, columns) => evaluation.AtLeast(value, least, read.Scope, columns));

    private TokenRange Condition(TokenRange step)
    {
        var colon = query.Find(step, ":");
        var condition = step.From(colon < 0 ? step.End : colon + 1);
        return query.Find(condition, "=>") is >= 0 and var arrow ? condition with { End = arrow } : condition;
    }
}
