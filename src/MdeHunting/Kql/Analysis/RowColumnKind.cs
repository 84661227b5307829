namespace MdeHunting.Kql.Analysis;

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
