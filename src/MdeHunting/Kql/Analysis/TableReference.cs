namespace MdeHunting.Kql.Analysis;

/// <summary>A table that a query reads.</summary>
/// <param name="Table">Its name.</param>
/// <param name="TimeColumn">Its time column; null where it has none.</param>
/// <param name="Token">The index of the significant token that names it first.</param>
internal sealed record TableReference(string Table, string? TimeColumn, int Token)
{
    /// <summary>How it is bounded.</summary>
    public TableBound Bound { get; init; }

    /// <summary>The tokens at which it is bounded, where it is at each by itself.</summary>
    public IReadOnlyList<int> Inline { get; init; } = [];
}

/// <summary>How a table is bounded in time.</summary>
internal enum TableBound
{
    /// <summary>By a <c>let</c> of its name ahead of the query, which every reference then means.</summary>
    Shadow,

    /// <summary>At each reference by itself: where it may be missing from the tenant, or has to be read by its own name elsewhere.</summary>
    Inline,
}
