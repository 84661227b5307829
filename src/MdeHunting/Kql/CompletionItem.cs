namespace MdeHunting.Kql;

/// <summary>A text that can stand at a place of a query.</summary>
/// <param name="Text">The text as the query has it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Meaning">What it is, in a few words.</param>
internal sealed record CompletionItem(string Text, CompletionItemKind Kind, string Meaning);
