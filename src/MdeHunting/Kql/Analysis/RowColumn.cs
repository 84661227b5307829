namespace MdeHunting.Kql.Analysis;

/// <summary>A column.</summary>
/// <param name="Kind">What is known of it.</param>
/// <param name="Value">What it was made of.</param>
/// <param name="Scope">The names that are known there.</param>
internal readonly record struct RowColumn(RowColumnKind Kind, TokenRange Value = default, QueryScope? Scope = null)
{
    /// <summary>The columns that are known there.</summary>
    public RowColumns? Columns { get; init; }
}

/// <summary>What is known of a column.</summary>
internal enum RowColumnKind
{
    /// <summary>That it is there.</summary>
    Other,

    /// <summary>That it is there no more.</summary>
    Gone,

    /// <summary>It holds the time of its row.</summary>
    Time,

    /// <summary>The query made it of an expression.</summary>
    Made,
}
