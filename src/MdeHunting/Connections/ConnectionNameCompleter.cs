using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MdeHunting.Connections;

/// <summary>Suggests the names of this runspace's connections.</summary>
public sealed class ConnectionNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        return RunspaceConnections.Current.All
            .Where(c => c.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(c => ArgumentSuggestion.Result(c.Name, $"{c.Account} in {c.TenantId} ({c.Api})"));
    }
}
