using System.Management.Automation;
using System.Management.Automation.Language;
using MdeHunting.Pipeline;

namespace MdeHunting.Connections;

/// <summary>Writes a suggestion for an argument: quoted where PowerShell needs it.</summary>
internal static class ArgumentSuggestion
{
    /// <summary>The suggestion of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="meaning">What it is.</param>
    public static CompletionResult Result(string value, string meaning) => new(Quoted(value), VisibleText.Line(value), CompletionResultType.ParameterValue, VisibleText.Line(meaning));

    private static string Quoted(string value) =>
        value.Length > 0 && char.IsLetterOrDigit(value[0]) && value.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_') ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
}
