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
    ) =>
        ArgumentSuggestion.Beginning(
            wordToComplete,
            commandAst,
            RunspaceConnections.Current.All.Select(c => (c.Name, $"{c.Who} in {c.TenantDomain ?? c.TenantId} ({c.Api})"))
        );
}
