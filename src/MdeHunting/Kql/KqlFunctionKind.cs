namespace MdeHunting.Kql;

/// <summary>What a function's value depends on.</summary>
internal enum KqlFunctionKind
{
    /// <summary>KQL has no such function: one of the query's own, or one that is saved in the tenant.</summary>
    Unknown,

    /// <summary>The row alone.</summary>
    Row,

    /// <summary>The moment of the run.</summary>
    Clock,

    /// <summary>The rows before and after it.</summary>
    Window,

    /// <summary>Chance.</summary>
    Random,

    /// <summary>All rows of a group, whatever their order is.</summary>
    Aggregate,

    /// <summary>All rows of a group and the order in which they come.</summary>
    Unordered,

    /// <summary>A plug-in of evaluate that reads nothing else than the rows.</summary>
    Plugin,

    /// <summary>A plug-in of evaluate that reads or sends something else, or runs another language.</summary>
    Outer,

    /// <summary>No function, and never the name of one: a word that may stand before a parenthesis.</summary>
    Word,

    /// <summary>A word as well, but in the place of an operand it would be the name of a function.</summary>
    Keyword,
}
