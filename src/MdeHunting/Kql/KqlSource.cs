namespace MdeHunting.Kql;

/// <summary>What rows, or a value of rows, come from.</summary>
internal enum KqlSource
{
    /// <summary>The word begins none.</summary>
    None,

    /// <summary>Several tables.</summary>
    Tables,

    /// <summary>The tables in which a text is looked for.</summary>
    Searched,

    /// <summary>The tables in which rows are looked for.</summary>
    Found,

    /// <summary>Values: one row.</summary>
    Printed,

    /// <summary>Rows that are written down.</summary>
    Written,

    /// <summary>A sequence of values.</summary>
    Sequence,

    /// <summary>A file elsewhere.</summary>
    File,

    /// <summary>A plug-in.</summary>
    Plugin,

    /// <summary>The table whose name the function is given.</summary>
    Named,

    /// <summary>The rows that the function is given.</summary>
    Argument,

    /// <summary>A single value of the rows that the function is given.</summary>
    Scalar,

    /// <summary>For a plug-in: the rows, and a table that is its first argument.</summary>
    Lookup,

    /// <summary>A watchlist of Microsoft Sentinel, https://learn.microsoft.com/azure/sentinel/watchlists-queries.</summary>
    List,

    /// <summary>What is known of a file today, https://learn.microsoft.com/defender-xdr/advanced-hunting-fileprofile-function.</summary>
    Profile,
}
