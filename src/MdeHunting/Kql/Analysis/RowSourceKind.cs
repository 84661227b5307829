namespace MdeHunting.Kql.Analysis;

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
