using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MdeHunting.Commands.Prompt;
using MdeHunting.Connections;
using MdeHunting.Kql.Completion;
using MdeHunting.Pipeline;
using MdeHunting.Schema;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>
/// Suggests tables, columns and operators within a query that is typed as a quoted literal: at its end, or with PSReadLine at the cursor. PowerShell hands over
/// the whole literal and takes a whole literal back. Anything else may be typed too.
/// </summary>
public sealed class QueryCompleter : IArgumentCompleter
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

        var tables = EffectiveSchema.Tables(RunspaceConnections.Current);
        if (Find(commandAst, parameterName, wordToComplete ?? string.Empty) is not { } argument)
        {
            return string.IsNullOrEmpty(wordToComplete) && !commandAst.CommandElements.OfType<ExpandableStringExpressionAst>().Any()
                ? Results(KqlCompletion.Complete(string.Empty, 0, tables), PowerShellLiteral.Argument)
                : [];
        }

        var raw = argument.Extent.Text;
        var literal = new PromptLiteral(raw, argument.StringConstantType);
        var place = Cursor(argument) ?? literal.End;
        if (literal.Decode(place) is not { } query)
        {
            return Same(literal, raw);
        }

        var suggestions = KqlCompletion.Complete(query, query.Length, tables);
        var results = Results(suggestions, text => literal.Replace(place, suggestions.Length, text));
        return results.Count == 0 ? Same(literal, raw) : results;
    }

    // Where PSReadLine's cursor is in the literal; null where its line is not the one that is completed, or the cursor is elsewhere.
    private static int? Cursor(StringConstantExpressionAst argument)
    {
        var (start, end) = (argument.Extent.StartOffset, argument.Extent.EndOffset);
        return
            ReadLineBuffer.Read() is { } line
            && end <= line.Text.Length
            && line.Text.Substring(start, end - start) == argument.Extent.Text
            && line.Cursor > start
            && line.Cursor <= end
            ? line.Cursor - start
            : null;
    }

    // The literal that the word is of: PowerShell takes off its escapes and puts plain quotes around. Of several alike, the one that is this parameter's.
    private static StringConstantExpressionAst? Find(CommandAst command, string parameter, string word)
    {
        var kind =
            word.Length > 0 && word[0] == '\'' ? StringConstantType.SingleQuoted
            : word.Length > 0 && word[0] == '"' ? StringConstantType.DoubleQuoted
            : StringConstantType.BareWord;
        StringConstantExpressionAst[] alike =
        [
            .. Literals(command)
                .Where(literal =>
                    (literal.StringConstantType == kind && literal.Value == PromptWord.Unquoted(word))
                    || (literal.StringConstantType is StringConstantType.BareWord && literal.Value == word)
                ),
        ];
        return alike.Length < 2
            ? alike.FirstOrDefault()
            : Array.FindLast(alike, literal => Cursor(literal) is not null)
                ?? Array.FindLast(alike, literal => IsOf(command, parameter, literal))
                ?? alike[alike.Length - 1];
    }

    private static IEnumerable<StringConstantExpressionAst> Literals(CommandAst command) =>
        command
            .CommandElements.Skip(1)
            .Select(element => element is CommandParameterAst { Argument: { } argument } ? argument : element)
            .SelectMany(element => element is ArrayLiteralAst list ? list.Elements : (IEnumerable<Ast>)[element])
            .OfType<StringConstantExpressionAst>();

    private static bool IsOf(CommandAst command, string parameter, Ast literal) =>
        StaticParameterBinder.BindCommand(command).BoundParameters.TryGetValue(parameter, out var bound)
        && bound.Value is { } value
        && value.Extent.StartOffset <= literal.Extent.StartOffset
        && literal.Extent.EndOffset <= value.Extent.EndOffset;

    // Where nothing can be suggested, PowerShell would suggest files in place of the query.
    private static IEnumerable<CompletionResult> Same(PromptLiteral literal, string raw) =>
        literal.IsQuoted ? [new CompletionResult(raw, TerminalSafeText.Line(raw), CompletionResultType.ParameterValue, "Nothing to suggest here")] : [];

    private static List<CompletionResult> Results(CompletionItems suggestions, Func<string, string?> replace) =>
        [
            .. suggestions
                .Items.Select(item => (Text: replace(item.Text), item))
                .Where(one => one.Text is not null)
                .Select(one => new CompletionResult(
                    one.Text,
                    TerminalSafeText.Line(one.item.Text),
                    CompletionResultType.ParameterValue,
                    TerminalSafeText.Line(one.item.Meaning)
                )),
        ];
}
