using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MdeHunting.Checks;

namespace MdeHunting.Commands;

/// <summary>Suggests the ids of rules, with what each is about.</summary>
public sealed class RuleCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) => ArgumentSuggestion.Beginning(wordToComplete, commandAst, CheckRules.All.Select(rule => (rule.Id, rule.Title)));
}
