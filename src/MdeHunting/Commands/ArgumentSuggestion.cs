using System.Management.Automation;
using MdeHunting.Pipeline;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Writes suggestions for an argument: quoted where PowerShell needs it.</summary>
internal static class ArgumentSuggestion
{
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
