namespace MdeHunting.Kql.Analysis;

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
