using MdeHunting.Kql.Structure;

namespace MdeHunting.Kql.Reading;

/// <summary>Evaluates the filters of a query at one moment, each once.</summary>
internal sealed class FilterEvaluation
{
    private readonly Dictionary<RowFilter, RowTimes> _known = [];
    private readonly FilterNames _names;
    private readonly FilterExpression _expressions;

    public FilterEvaluation(KqlStructure query, DateTime now, ReadingBudget budget)
    {
        _names = new FilterNames(query, budget);
        _expressions = new FilterExpression(query, _names, now, budget);
    }

    /// <summary>From when on the rows are that came through their filters.</summary>
    public RowTimes Times(RowSource source)
    {
        var filters = new Stack<RowFilter>();
        var filter = source.Filter;
        var times = RowTimes.Open;
        while (filter is not null && !_known.TryGetValue(filter, out times))
        {
            filters.Push(filter);
            filter = filter.Before;
        }

        if (filter is null)
            times = RowTimes.Open;
        while (filters.Count > 0)
        {
            filter = filters.Pop();
            _known[filter] = times = times.And(filter.Times(this));
        }

        return times;
    }

    /// <summary>From when on the rows are for which a condition holds.</summary>
    public RowTimes Where(KqlSpan condition, QueryScope scope, RowColumns columns) => Value(condition, scope, columns).ToTruth().IfTrue;

    /// <summary>From when on the rows are of which a value is at least another.</summary>
    public RowTimes AtLeast(KqlSpan value, KqlSpan least, QueryScope scope, RowColumns columns) =>
        TimeComparison.Of(Value(value, scope, columns), ">=", Value(least, scope, columns)).ToTruth().IfTrue;

    private FilterValue Value(KqlSpan span, QueryScope scope, RowColumns columns) => _names.At(scope, columns, () => _expressions.Read(span));
}
