namespace MdeHunting.Kql.Analysis;

/// <summary>From when on a query asks for rows by its own filters.</summary>
/// <param name="query">The query.</param>
/// <param name="sources">The rows that come to be used.</param>
internal sealed class QueryStart(TokenTree query, IReadOnlyCollection<RowSource> sources)
{
    private const int LeastSteps = 20_000;
    private const int StepsPerToken = 20;

    /// <summary>
    /// At the moment of a run (UTC). Where some rows have a start, those that have none at all are not spoken of, such as the devices that events are joined
    /// to.
    /// </summary>
    public AskedStart At(DateTime now)
    {
        var budget = new AnalysisBudget(LeastSteps + StepsPerToken * query.Whole.Count);
        var evaluation = new FilterEvaluation(query, now, budget);
        var all = sources.Select(source => (source.Kind, Times: evaluation.Times(source))).ToList();
        var named = all.Where(rows => rows.Times.Earliest is not null).ToList();
        if (named.Count == 0)
        {
            var isOpen = all.Exists(rows => rows.Kind == RowSourceKind.Table && rows.Times.IsOpen);
            return new AskedStart(null, isOpen, budget.IsExhausted || all.Exists(rows => rows.Times.IsUntold));
        }

        var isUntold = budget.IsExhausted || named.Exists(rows => rows.Times.IsUntold);
        return new AskedStart(Moment(named.Min(rows => rows.Times.Earliest!.Value)), named.Exists(rows => rows.Times.IsOpen), isUntold);
    }

    /// <summary>From when on rows are asked for where all of them are bounded from outside too, at the moment of a run (UTC).</summary>
    public DateTime From(DateTime bound, DateTime now)
    {
        var budget = new AnalysisBudget(LeastSteps + StepsPerToken * query.Whole.Count);
        var evaluation = new FilterEvaluation(query, now, budget);
        var within = RowTimes.From(bound.Ticks);
        var earliest = sources.Where(source => source.IsTimed).Min(source => evaluation.Times(source).And(within).Earliest);
        return budget.IsExhausted || earliest is null ? bound : Moment(earliest.Value);
    }

    private static DateTime Moment(decimal ticks) => new((long)Math.Min(Math.Max(ticks, DateTime.MinValue.Ticks), DateTime.MaxValue.Ticks), DateTimeKind.Utc);
}

/// <summary>From when on a query asks for rows by its own filters, at the moment of a run.</summary>
/// <param name="Moment">The earliest moment that they name (UTC); null where they name none.</param>
/// <param name="IsOpen">Whether they let rows of any time of a table through.</param>
/// <param name="IsUntold">Whether they name a moment that cannot be told.</param>
internal readonly record struct AskedStart(DateTime? Moment, bool IsOpen, bool IsUntold);
