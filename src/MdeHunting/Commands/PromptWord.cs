using System.Management.Automation.Language;

namespace MdeHunting.Commands;

/// <summary>A word as PowerShell hands it to a completer.</summary>
internal static class PromptWord
{
    /// <summary>
    /// What the word stands for. PowerShell has taken off its escapes, and puts plain quotes around what was quoted, whichever quotes those were.
    /// </summary>
    public static string Unquoted(string? word) =>
        word is { Length: > 1 } && word[0] is '\'' or '"' && word[word.Length - 1] == word[0] ? word.Substring(1, word.Length - 2) : word ?? string.Empty;

    /// <summary>
    /// Whether a backtick may stand before the cursor. PowerShell then tells the completer an empty word, puts the completion behind the backtick, and so has
    /// its first quote escaped. It does not tell the place of the cursor: any backtick between words counts that does not go on to the next line, where it
    /// completes nothing.
    /// </summary>
    public static bool IsEscaped(string? word, CommandAst command)
    {
        if (!string.IsNullOrEmpty(word) || command.Extent.StartScriptPosition?.GetFullScript() is not { } script)
        {
            return false;
        }

        var from = command.Extent.StartOffset;
        foreach (var element in command.CommandElements)
        {
            if (HasEscape(script, from, element.Extent.StartOffset))
            {
                return true;
            }

            from = element.Extent.EndOffset;
        }

        var end = script.IndexOfAny(['\n', ';', '|', '&', ')', '}', '#'], Math.Min(from, script.Length));
        return HasEscape(script, from, end < 0 ? script.Length : end);
    }

    private static bool HasEscape(string script, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (script[i] == '`' && (i + 1 == script.Length || script[i + 1] is not ('\r' or '\n')))
            {
                return true;
            }
        }

        return false;
    }
}
