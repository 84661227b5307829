namespace MdeHunting.Kql.Analysis;

/// <summary>Rows that a query reads, with the columns that they have at a place of it and the filters that they came through.</summary>
internal sealed record RowSource(RowSourceKind Kind, RowColumns Columns, RowFilter? Filter = null)
{
    // More than anybody writes. Parts of a query may be united with themselves, again and again.
    private const int MostTogether = 128;

    // The columns that hold a row's time, whatever table it is of; many tables have two of them.
    private static readonly RowColumns Either = RowColumns.OfTimes("Timestamp", "TimeGenerated");
    private static readonly RowColumns Any = RowColumns.OfTimes("Timestamp", "TimeGenerated", "ActivityTimestamp");

    /// <summary>A table that is known to have a time.</summary>
    public static RowSource Table(string time) => new(RowSourceKind.Table, time is "Timestamp" or "TimeGenerated" ? Either : RowColumns.OfTimes(time));

    /// <summary>Tables that the query does not name.</summary>
    public static RowSource Tables { get; } = new(RowSourceKind.Table, Any);

    /// <summary>What is not known to be a table.</summary>
    public static RowSource Unknown { get; } = new(RowSourceKind.Unknown, Any);

    /// <summary>The rows that a function of the query's own is given.</summary>
    public static RowSource Parameter { get; } = new(RowSourceKind.Parameter, Any);

    // Too many to follow each.
    private static RowSource Crowd { get; } = new(RowSourceKind.Table, RowColumns.None, new RowFilter(null, static _ => RowTimes.Untold));

    /// <summary>Rows of no time, with these columns.</summary>
    public static RowSource Untimed(IEnumerable<string> names) => new(RowSourceKind.Untimed, RowColumns.OfNames(names));

    /// <summary>Whether the rows may lie in a time.</summary>
    public bool IsTimed => Kind != RowSourceKind.Untimed;

    /// <summary>The rows that come through a filter.</summary>
    public RowSource Through(Func<FilterEvaluation, RowColumns, RowTimes> filter) =>
        IsTimed ? this with { Filter = new RowFilter(Filter, evaluation => filter(evaluation, Columns)) } : this;

    /// <summary>All of these, each once.</summary>
    public static IReadOnlyList<RowSource> Together(IEnumerable<RowSource> sources)
    {
        var all = sources.Distinct().ToList();
        return all.Count <= MostTogether ? all : [.. all.Take(MostTogether - 1), Crowd];
    }
}

/// <summary>What is known of rows that a query reads.</summary>
internal enum RowSourceKind
{
    /// <summary>They are of a table that has a time.</summary>
    Table,

    /// <summary>They may be of one.</summary>
    Unknown,

    /// <summary>They are what a function of the query's own is given.</summary>
    Parameter,

    /// <summary>They are of no table with a time.</summary>
    Untimed,
}
