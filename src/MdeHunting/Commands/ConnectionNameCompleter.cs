using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MdeHunting.Connections;

namespace MdeHunting.Commands;

/// <summary>Suggests the names of this runspace's connections.</summary>
public sealed class ConnectionNameCompleter : IArgumentCompleter
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

        var typed = PromptWord.Unquoted(wordToComplete);
        return ArgumentSuggestion.Results(
            RunspaceConnections
                .Current.All.Where(c => c.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                .Select(c => (c.Name, $"{c.Account} in {c.TenantId} ({c.Api})"))
        );
    }
}
