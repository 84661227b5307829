namespace MdeHunting.Kql.Reading;

/// <summary>A filter that rows come through.</summary>
/// <param name="before">The filter that they came through before; null for none.</param>
/// <param name="times">From when on it lets rows through.</param>
internal sealed class RowFilter(RowFilter? before, Func<FilterEvaluation, RowTimes> times)
{
    public RowFilter? Before => before;

    public RowTimes Times(FilterEvaluation evaluation) => times(evaluation);
}
