namespace MdeHunting.Kql.Analysis;

/// <summary>What a query reads, and what stands against bounding or splitting it. All that is in doubt stands against it.</summary>
/// <param name="Query">The query.</param>
/// <param name="Tables">The tables that it reads, each once, in the order of their first reference.</param>
/// <param name="Diagnostics">In the order of the text.</param>
/// <param name="Rows">What is known of the rows that it gives.</param>
/// <param name="Countable">Where the query can be cut off for counting its rows by time: the last place at which they have their time.</param>
/// <param name="Start">From when on it asks for rows, by its own filters.</param>
internal sealed record QueryAnalysis(
    TokenTree Query,
    IReadOnlyList<TableReference> Tables,
    IReadOnlyList<QueryDiagnostic> Diagnostics,
    RowsetInfo Rows,
    CountablePlace? Countable,
    QueryStart Start
)
{
    /// <summary>Behind which operators rows are bounded.</summary>
    public IReadOnlyList<TimeFilter> Filters { get; init; } = [];

    /// <summary>What is read whole.</summary>
    public IReadOnlyList<QueryWhole> Whole { get; init; } = [];

    /// <summary>The tables that describe a state, and whose rows the time range cuts although the query reads events beside them.</summary>
    public IReadOnlyList<(int Token, string Table)> CutStates { get; init; } = [];

    /// <summary>What else it may read: names of tables with wildcards, and <c>*</c> for all of them.</summary>
    public IReadOnlyList<string> Patterns { get; init; } = [];

    /// <summary>The tables that describe a state and that the query reads, or may read by a wildcard.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>Whether the text cannot be bounded, and the service can bound all that stands against it.</summary>
    public bool IsSpannable =>
        First(QueryDiagnosticKind.Bounding) is not null
        && Diagnostics.All(diagnostic => diagnostic.Kind != QueryDiagnosticKind.Bounding || diagnostic.MayBeSpanned);

    /// <summary>The first diagnostic of a kind; null where there is none.</summary>
    public QueryDiagnostic? First(QueryDiagnosticKind kind) => Diagnostics.FirstOrDefault(diagnostic => diagnostic.Kind == kind);
}

/// <summary>A part of a query that is read whole, whatever time is asked for.</summary>
/// <param name="Token">The index of its first significant token.</param>
/// <param name="Name">What it is, as the query spells it.</param>
/// <param name="Why">Why no time bounds it.</param>
internal sealed record QueryWhole(int Token, string Name, string Why);

/// <summary>A place behind an operator whose rows are to be bounded there, since its tables have to be read by their own names.</summary>
/// <param name="LastToken">The index of the operator's last significant token.</param>
/// <param name="TimeColumn">The column by which its rows lie in time.</param>
internal sealed record TimeFilter(int LastToken, string TimeColumn)
{
    /// <summary>Whether rows of tables without a time are among them, which have none in that column and stay.</summary>
    public bool HasUntimed { get; init; }

    /// <summary>The token ahead of which the column is added to those that the operator gives, to be taken away again; null where it is among them.</summary>
    public int? Projection { get; init; }
}

/// <summary>A place between a query's operators at which its rows still have their time.</summary>
/// <param name="Position">The position in the text, after the operator.</param>
/// <param name="TimeColumn">The column that holds the time there.</param>
internal readonly record struct CountablePlace(int Position, string TimeColumn);
