using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MdeHunting.Connections;
using MdeHunting.Contract;
using MdeHunting.Schema;
using MdeHunting.Tables;

namespace MdeHunting.Commands;

/// <summary>Suggests the names of tables, or of the columns of the tables already given; anything else may be given too.</summary>
public sealed class SchemaNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    )
    {
        if (PromptWord.IsEscaped(wordToComplete, commandAst))
        {
            return [];
        }

        var typed = SchemaSelection.Pattern(PromptWord.Unquoted(wordToComplete) + "*");
        var tables = Tables();
        if (!string.Equals(parameterName, "Column", StringComparison.OrdinalIgnoreCase))
        {
            return ArgumentSuggestion.Results(
                tables
                    .Where(table => typed.IsMatch(table.Name))
                    .OrderBy(table => table.RetiredOn is not null)
                    .Select(table => (table.Name, SchemaText.Of(table)))
            );
        }

        var given = (fakeBoundParameters["Table"] as IEnumerable<object> ?? [fakeBoundParameters["Table"] ?? "*"]).Select(one => one.ToString() ?? "*");
        return ArgumentSuggestion.Results(
            given
                .SelectMany(pattern => SchemaSelection.Match(pattern, tables, table => [table.Name, .. table.Aliases]))
                .SelectMany(table => table.Columns)
                .Where(column => typed.IsMatch(column.Name))
                .GroupBy(column => column.Name, StringComparer.Ordinal)
                .OrderBy(column => column.Key, StringComparer.OrdinalIgnoreCase)
                .Select(column => (column.Key, column.First().Type))
        );
    }

    private static List<KnownTable> Tables() => [.. EffectiveSchema.Tables(RunspaceConnections.Current)];
}
