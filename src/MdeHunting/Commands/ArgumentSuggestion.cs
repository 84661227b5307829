using System.Management.Automation;
using System.Management.Automation.Language;
using MdeHunting.Pipeline;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Writes suggestions for an argument: quoted where PowerShell needs it.</summary>
internal static class ArgumentSuggestion
{
    /// <summary>The suggestions of the values that begin with what was typed, in any case; none where that is escaped.</summary>
    /// <param name="word">The word to complete, as it was typed.</param>
    /// <param name="command">The command that it is an argument of.</param>
    /// <param name="values">The values, and what each is.</param>
    public static IEnumerable<CompletionResult> Beginning(string word, CommandAst command, IEnumerable<(string Value, string Meaning)> values)
    {
        if (PromptWord.IsEscaped(word, command))
        {
            return [];
        }

        var typed = PromptWord.Unquoted(word);
        return Results(values.Where(one => one.Value.StartsWith(typed, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>The suggestions of expressions, which stand in the line as they are, where nothing was typed yet.</summary>
    /// <param name="word">The word to complete, as it was typed.</param>
    /// <param name="command">The command that it is an argument of.</param>
    /// <param name="expressions">The expressions, and what each gives.</param>
    public static IEnumerable<CompletionResult> Expressions(string word, CommandAst command, IEnumerable<(string Text, string Meaning)> expressions) =>
        !string.IsNullOrEmpty(word) || PromptWord.IsEscaped(word, command)
            ? []
            : expressions.Select(one => new CompletionResult(one.Text, one.Text, CompletionResultType.ParameterValue, one.Meaning));

    /// <summary>The suggestions of some values; without those that cannot be seen whole at the prompt.</summary>
    /// <param name="values">The values, and what each is.</param>
    public static IEnumerable<CompletionResult> Results(IEnumerable<(string Value, string Meaning)> values) =>
        values
            .Where(one => TerminalSafeText.IsTypable(one.Value))
            .Select(one => new CompletionResult(
                PowerShellLiteral.Argument(one.Value),
                TerminalSafeText.Line(one.Value),
                CompletionResultType.ParameterValue,
                TerminalSafeText.Line(string.IsNullOrWhiteSpace(one.Meaning) ? one.Value : one.Meaning)
            ));
}
