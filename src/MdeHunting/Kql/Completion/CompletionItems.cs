namespace MdeHunting.Kql.Completion;

/// <summary>What can stand at a place of a query.</summary>
/// <param name="Start">Where the word begins that a suggestion takes the place of.</param>
/// <param name="Length">How long that word is; 0 where none has been begun.</param>
/// <param name="Items">The suggestions, the likeliest first.</param>
internal sealed record CompletionItems(int Start, int Length, IReadOnlyList<CompletionItem> Items);
