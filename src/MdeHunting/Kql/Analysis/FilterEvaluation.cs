namespace MdeHunting.Kql.Analysis;

/// <summary>Evaluates the filters of a query at one moment, each once.</summary>
internal sealed class FilterEvaluation
{
    private readonly Dictionary<RowFilter, RowTimes> _known = [];
    private readonly FilterNames _names;
    private readonly FilterExpression _expressions;

    public FilterEvaluation(TokenTree query, DateTime now, AnalysisBudget budget)
    {
        _names = new FilterNames(query, budget);
        _expressions = new FilterExpression(query, _names, now, budget);
    }

    /// <summary>From when on the rows are that came through their filters; without recursion, since there may be thousands.</summary>
    public RowTimes Times(RowSource source)
    {
        if (source.Filter is not { } last)
        {
            return RowTimes.Open;
        }

        var open = new Stack<RowFilter>([last]);
        while (open.Count > 0)
        {
            var filter = open.Peek();
            var needed = open.Count;
            foreach (var before in filter.Needs)
            {
                if (!_known.ContainsKey(before))
                {
                    open.Push(before);
                }
            }

            if (open.Count > needed)
            {
                continue;
            }

            open.Pop();
            if (!_known.ContainsKey(filter))
            {
                _known.Add(filter, filter.Times(this, _known));
            }
        }

        return _known[last];
    }

    /// <summary>From when on the rows are for which a condition holds.</summary>
    public RowTimes Where(TokenRange condition, QueryScope scope, RowColumns columns) => Value(condition, scope, columns).ToTruth().IfTrue;

    /// <summary>From when on the rows are of which a value is at least another.</summary>
    public RowTimes AtLeast(TokenRange value, TokenRange least, QueryScope scope, RowColumns columns) =>
        TimeComparison.Of(Value(value, scope, columns), ">=", Value(least, scope, columns)).ToTruth().IfTrue;

    private FilterValue Value(TokenRange span, QueryScope scope, RowColumns columns) => _names.At(scope, columns, () => _expressions.Read(span));
}
