using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MdeHunting.Commands;

/// <summary>Suggests what is often given for a moment and for how long something is; anything else may be given too.</summary>
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

    private static readonly (string Text, string Meaning)[] Waits = [("1m", "One minute"), ("10m", "Ten minutes"), ("15m", "15 minutes"), ("1h", "One hour")];

    // As PowerShell computes them when the line runs, so that they need no clock here.
    private static readonly (string Text, string Meaning)[] Moments =
    [
        ("(Get-Date).AddHours(-1)", "One hour ago"),
        ("(Get-Date).AddDays(-1)", "24 hours ago"),
        ("(Get-Date).AddDays(-7)", "Seven days ago"),
        ("(Get-Date).Date", "Midnight, local time"),
        ("(Get-Date)", "Now"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        parameterName switch
        {
            "Timespan" => ArgumentSuggestion.Beginning(wordToComplete, commandAst, Timespans),
            "Split" => ArgumentSuggestion.Beginning(wordToComplete, commandAst, Splits),
            "RetryTimeout" or "MaxQuotaWait" => ArgumentSuggestion.Beginning(wordToComplete, commandAst, Waits),
            _ => ArgumentSuggestion.Expressions(wordToComplete, commandAst, Moments),
        };
}
