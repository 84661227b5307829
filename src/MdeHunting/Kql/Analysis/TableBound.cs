namespace MdeHunting.Kql.Analysis;

/// <summary>How a table is bounded in time.</summary>
internal enum TableBound
{
    /// <summary>By a <c>let</c> of its name ahead of the query, which every mention then means.</summary>
    Shadow,

    /// <summary>At each mention by itself: where it may be missing from the tenant, or has to be read by its own name elsewhere.</summary>
    Inline,
}
