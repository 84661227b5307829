namespace MdeHunting.Kql;

/// <summary>A text that can stand at a place of a query.</summary>
/// <param name="Text">The text as the query has it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Meaning">What it is, in a few words.</param>
internal sealed record CompletionItem(string Text, CompletionItemKind Kind, string Meaning);

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
