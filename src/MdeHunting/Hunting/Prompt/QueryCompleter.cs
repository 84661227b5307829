using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MdeHunting.Connections;
using MdeHunting.Kql.Completion;
using MdeHunting.Pipeline;
using MdeHunting.Schema;

namespace MdeHunting.Hunting.Prompt;

/// <summary>
/// Suggests tables, columns and operators within a query that is typed as a quoted literal: at its end, or with PSReadLine at the cursor. PowerShell hands over the whole literal and
/// takes a whole literal back. Anything else may be typed too.
/// </summary>
public sealed class QueryCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var tables = SchemaInPlay.Tables(RunspaceConnections.Current);
        if (Find(commandAst, wordToComplete ?? string.Empty) is not { } argument)
        {
            return string.IsNullOrEmpty(wordToComplete) && !commandAst.CommandElements.OfType<ExpandableStringExpressionAst>().Any()
                ? Results(KqlCompletion.Complete(string.Empty, 0, tables), text => text)
                : [];
        }

        var raw = argument.Extent.Text;
        var literal = new QueryLiteral(raw, argument.StringConstantType);
        var place = Cursor(argument) ?? literal.End;
        if (literal.Decode(place) is not { } query)
        {
            return Same(literal, raw);
        }

        var suggestions = KqlCompletion.Complete(query, query.Length, tables);
        return suggestions.Items.Count == 0 ? Same(literal, raw) : Results(suggestions, text => literal.Replace(place, suggestions.Length, text));
    }

    // Where PSReadLine's cursor is in the literal; null where its line is not the one that is completed, or the cursor is elsewhere.
    private static int? Cursor(StringConstantExpressionAst argument)
    {
        var (start, end) = (argument.Extent.StartOffset, argument.Extent.EndOffset);
        return ReadLineBuffer.Read() is { } line && end <= line.Text.Length && line.Text.Substring(start, end - start) == argument.Extent.Text
            && line.Cursor > start && line.Cursor <= end ? line.Cursor - start : null;
    }

    // The literal that the word is of: PowerShell takes off its escapes and puts plain quotes around.
    private static StringConstantExpressionAst? Find(CommandAst command, string word)
    {
        var bare = word.Length > 1 && word[0] is '\'' or '"' && word[word.Length - 1] == word[0] ? word.Substring(1, word.Length - 2) : word;
        return command.CommandElements.Skip(1).OfType<StringConstantExpressionAst>().LastOrDefault(literal => literal.Value == bare
            && literal.StringConstantType is StringConstantType.BareWord or StringConstantType.SingleQuoted or StringConstantType.DoubleQuoted);
    }

    // Where nothing can be suggested, PowerShell would suggest files in place of the query.
    private static IEnumerable<CompletionResult> Same(QueryLiteral literal, string raw) => literal.IsQuoted ? [new CompletionResult(raw, raw, CompletionResultType.ParameterValue, "Nothing to suggest here")] : [];

    private static IEnumerable<CompletionResult> Results(KqlSuggestions suggestions, Func<string, string> replace) => suggestions.Items.Select(item =>
        new CompletionResult(replace(item.Text), item.Text, CompletionResultType.ParameterValue, VisibleText.Line(item.Meaning)));
}
