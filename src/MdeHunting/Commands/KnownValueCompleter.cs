using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MdeHunting.Connections;
using MdeHunting.Contract;

namespace MdeHunting.Commands;

/// <summary>
/// Suggests the tenants and applications of this session's connections for <c>-TenantId</c> and <c>-ClientId</c>, and Microsoft's shared applications;
/// anything else may be given too.
/// </summary>
public sealed class KnownValueCompleter : IArgumentCompleter
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
        var connections = RunspaceConnections.Current.All.Reverse();
        var known = string.Equals(parameterName, "ClientId", StringComparison.OrdinalIgnoreCase)
            ? connections
                .Select(c => (Value: c.ClientId?.ToString(), Meaning: $"Application of {c.Name}"))
                .Append((Value: Environment.GetEnvironmentVariable(ConnectArguments.ClientIdVariable), Meaning: $"${ConnectArguments.ClientIdVariable}"))
                .Concat(SharedApplication.All.Select(one => (Value: (string?)one.Name, Meaning: $"{one.About} ({one.Id})")))
            : connections.Select(c => (Value: c.TenantId, Meaning: $"Tenant of {c.Name}{(c.Account is null ? string.Empty : $", {c.Account}")}"));
        return ArgumentSuggestion.Results(
            known
                .Where(one => !string.IsNullOrWhiteSpace(one.Value) && one.Value!.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                .GroupBy(one => one.Value, StringComparer.OrdinalIgnoreCase)
                .Select(one => (one.First().Value!, one.First().Meaning))
        );
    }
}
