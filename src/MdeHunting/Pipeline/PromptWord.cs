namespace MdeHunting.Pipeline;

/// <summary>A word as PowerShell hands it to a completer.</summary>
internal static class PromptWord
{
    /// <summary>
    /// What the word stands for. PowerShell has taken off its escapes, and puts plain quotes around what was quoted, whichever quotes those were.
    /// </summary>
    public static string Unquoted(string? word) =>
        word is { Length: > 1 } && word[0] is '\'' or '"' && word[word.Length - 1] == word[0] ? word.Substring(1, word.Length - 2) : word ?? string.Empty;
}
