namespace MdeHunting.Kql;

/// <summary>What a suggestion is.</summary>
internal enum CompletionItemKind
{
    /// <summary>A table.</summary>
    Table,

    /// <summary>A name that the query itself gives to rows or to a value.</summary>
    Name,

    /// <summary>A column of the rows at that place.</summary>
    Column,

    /// <summary>A tabular operator, or a statement's first word.</summary>
    Operator,

    /// <summary>A function, an aggregate or a plug-in.</summary>
    Function,

    /// <summary>A word that belongs to an operator, or stands between two operands.</summary>
    Keyword,
}
