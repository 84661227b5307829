namespace MdeHunting;

/// <summary>The ways in which a schema cannot be told; each name is the ErrorId of its error record.</summary>
public enum SchemaFailure
{
    /// <summary>What was given is no name of a table or a column: an object that is no text, or the name of a file; nothing was asked.</summary>
    NotAName,

    /// <summary>No table has that name, or matches that pattern.</summary>
    TableNotFound,

    /// <summary>None of the tables meant has a column of that name, or one that matches that pattern.</summary>
    ColumnNotFound,

    /// <summary>The tenant could not be asked for all of the tables meant.</summary>
    LiveSchemaIncomplete,
}
