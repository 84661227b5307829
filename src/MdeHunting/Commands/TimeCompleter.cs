using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MdeHunting.Commands;

/// <summary>Suggests what is often given for <c>-Timespan</c> and <c>-Split</c>; anything else may be given too.</summary>
public sealed class TimeCompleter : IArgumentCompleter
{
    private static readonly (string Text, string Meaning)[] Timespans =
    [
        ("1h", "The last hour"),
        ("24h", "The last 24 hours"),
        ("7d", "The last 7 days"),
        ("30d", "The last 30 days, which is what the services retain"),
    ];

    private static readonly (string Text, string Meaning)[] Splits =
    [
        ("Auto", "Split only if the service's limits require it"),
        ("Off", "Don't split"),
        ("1h", "One query for each hour"),
        ("1d", "One query for each day"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        PromptWord.IsEscaped(wordToComplete, commandAst)
            ? []
            : ArgumentSuggestion.Results(
                (string.Equals(parameterName, "Split", StringComparison.OrdinalIgnoreCase) ? Splits : Timespans).Where(suggestion =>
                    suggestion.Text.StartsWith(PromptWord.Unquoted(wordToComplete), StringComparison.OrdinalIgnoreCase)
                )
            );
}
