namespace MdeHunting.Kql.Analysis;

/// <summary>What is known of the rows that stand at a place of a query.</summary>
/// <param name="IsWindowed">Whether they come from tables that have a time; else they are the same in each window.</param>
/// <param name="Time">The column that still holds the time by which they are bounded; null where it is gone or was made anew.</param>
/// <param name="Order">How they are ordered by that column.</param>
/// <param name="IsOfOneRow">Whether they are what <c>mv-apply</c> makes of each row by itself.</param>
internal sealed record RowsetInfo(bool IsWindowed, string? Time = null, RowOrder Order = RowOrder.None, bool IsOfOneRow = false)
{
    /// <summary>What they come from, each with the filters that it came through.</summary>
    public IReadOnlyList<RowSource> Sources { get; init; } = [];

    /// <summary>Rows that come from no table with a time.</summary>
    public static RowsetInfo Constant { get; } = new(false);

    /// <summary>Rows of which it is not known what they come from.</summary>
    public static RowsetInfo Unknown { get; } = new(false) { Sources = [RowSource.Unknown] };

    /// <summary>Rows of tables that the query does not name.</summary>
    public static RowsetInfo Tables { get; } = new(false) { Sources = [RowSource.Tables] };

    /// <summary>What a function of the query's own is given.</summary>
    public static RowsetInfo Parameter { get; } = new(false) { Sources = [RowSource.Parameter] };

    /// <summary>A table.</summary>
    /// <param name="time">Its time column; null where it has none.</param>
    public static RowsetInfo Table(string? time) => time is null ? Constant : new(true, time) { Sources = [RowSource.Table(time)] };

    /// <summary>What is known where it may be these rows or those.</summary>
    public RowsetInfo Or(RowsetInfo other) =>
        new RowsetInfo(IsWindowed || other.IsWindowed, Time == other.Time ? Time : null).Of(Sources.Concat(other.Sources));

    /// <summary>The same, from these sources.</summary>
    public RowsetInfo Of(IEnumerable<RowSource> sources) => this with { Sources = RowSource.Together(sources) };

    /// <summary>Those that come through a filter.</summary>
    public RowsetInfo Through(Func<FilterEvaluation, RowColumns, RowTimes> filter) =>
        this with
        {
            Sources = [.. Sources.Select(source => source.Through(filter))],
        };

    /// <summary>The same rows with other columns.</summary>
    public RowsetInfo WithColumns(Func<RowColumns, RowColumns> change) =>
        this with
        {
            Sources = [.. Sources.Select(source => source with { Columns = change(source.Columns) })],
        };

    /// <summary>Whether they come from what a function is given.</summary>
    public bool IsOfParameter => Sources.Any(source => source.Kind == RowSourceKind.Parameter);

    /// <summary>The rows of a function that is given rows of these sources.</summary>
    public RowsetInfo Given(IReadOnlyCollection<RowSource> given)
    {
        RowSource[] timed = [.. given.Where(source => source.IsTimed)];
        if (timed.Length == 0)
        {
            return this with { Sources = [.. Sources.Where(source => source.Kind != RowSourceKind.Parameter)] };
        }

        var kind = timed.Select(source => source.Kind).Min();
        var filters = timed.Select(source => source.Filter).Distinct().ToArray();
        return this with
        {
            Sources =
            [
                .. Sources.Select(source =>
                    source.Kind != RowSourceKind.Parameter
                        ? source
                        : source with
                        {
                            Kind = kind,
                            Filter = new RowFilter(source.Filter, static _ => RowTimes.Open) { Given = filters },
                        }
                ),
            ],
        };
    }
}

/// <summary>How a query orders its rows by their time.</summary>
internal enum RowOrder
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>The oldest first.</summary>
    OldestFirst,

    /// <summary>The newest first.</summary>
    NewestFirst,
}
