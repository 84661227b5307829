namespace MdeHunting.Tables;

/// <summary>What a column's values need of the screen.</summary>
internal enum ColumnFit
{
    /// <summary>A text, which may be cut.</summary>
    Text,

    /// <summary>What says nothing, or something else, when it is cut: an address, a port, a severity, the name of a file.</summary>
    Whole,

    /// <summary>A host's name, whose domain may be left out.</summary>
    Host,

    /// <summary>A path or a name, whose beginning and end tell more than its middle.</summary>
    Path,

    /// <summary>A long text, which gets the room that the others leave.</summary>
    Rest,
}
