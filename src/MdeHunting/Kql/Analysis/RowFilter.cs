namespace MdeHunting.Kql.Analysis;

/// <summary>A filter that rows come through.</summary>
/// <param name="before">The filter that they came through before; null for none.</param>
/// <param name="times">From when on it lets rows through.</param>
internal sealed class RowFilter(RowFilter? before, Func<FilterEvaluation, RowTimes> times)
{
    /// <summary>The filters of the rows that a function is given, which are any of these; null for one of rows that came through none.</summary>
    public IReadOnlyList<RowFilter?> Given { get; init; } = [];

    /// <summary>What has to be known before.</summary>
    public IEnumerable<RowFilter> Needs => Given.Append(before).OfType<RowFilter>();

    /// <summary>From when on rows come through it, and through those before.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="known">What is known of those before.</param>
    public RowTimes Times(FilterEvaluation evaluation, IReadOnlyDictionary<RowFilter, RowTimes> known)
    {
        RowTimes Of(RowFilter? filter) => filter is null ? RowTimes.Open : known[filter];

        var own = Of(before).And(times(evaluation));
        return Given.Count == 0 ? own : own.And(Given.Select(Of).Aggregate((one, other) => one.Or(other)));
    }
}
