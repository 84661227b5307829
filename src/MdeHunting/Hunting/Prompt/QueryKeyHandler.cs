using System.Management.Automation.Language;
using MdeHunting.Connections;
using MdeHunting.Kql.Completion;
using MdeHunting.Schema;

namespace MdeHunting.Hunting.Prompt;

/// <summary>
/// Completion within any string at the prompt, here-strings and strings with variables too, which PowerShell offers to no completer. For a key of your own:
/// <c>Set-PSReadLineKeyHandler -Chord Ctrl+k -ScriptBlock { [MdeHunting.Hunting.Prompt.QueryKeyHandler]::Complete() }</c>.
/// </summary>
public static class QueryKeyHandler
{
    // The suggestions of the last call, for the next one to go on with. There is one prompt in a process.
    private static Cycle? _last;

    /// <summary>
    /// Completes the query at the cursor. One suggestion is put in; of several, what they begin with, and then one after the other each time. Outside of a string the key does what Tab does; without
    /// PSReadLine it does nothing.
    /// </summary>
    public static void Complete()
    {
        if (ReadLineBuffer.Read() is not { } line)
        {
            return;
        }

        if (_last is { } last && last.IsAt(line))
        {
            _last = last.Next();
            line.Replace(last.Start, last.Length, _last.Text);
            _last = _last with { Buffer = ReadLineBuffer.Read()?.Text ?? string.Empty };
            return;
        }

        if (Query(line.Text, line.Cursor) is not { } query)
        {
            line.Do("TabCompleteNext");
            return;
        }

        var suggestions = KqlCompletion.Complete(query, query.Length, SchemaInPlay.Tables(RunspaceConnections.Current));
        if (suggestions.Items.Count == 0)
        {
            line.Do("Ding");
            return;
        }

        var common = Common(suggestions);
        var start = line.Cursor - suggestions.Length;
        var isWhole = suggestions.Items.Count == 1 || common.Length <= suggestions.Length;
        var text = isWhole ? suggestions.Items[0].Text : common;
        line.Replace(start, suggestions.Length, text);
        _last = isWhole ? new Cycle(ReadLineBuffer.Read()?.Text ?? string.Empty, start, [.. suggestions.Items.Select(item => item.Text)], 0) : null;
    }

    /// <summary>The query from its beginning to the cursor; null where the cursor is in no string. Of a string with variables, with the variables' names.</summary>
    internal static string? Query(string text, int cursor)
    {
        var ast = Parser.ParseInput(text, out _, out _);
        var literal = ast.FindAll(found => found is StringConstantExpressionAst { StringConstantType: not StringConstantType.BareWord } or ExpandableStringExpressionAst, searchNestedScriptBlocks: true)
            .Where(found => found.Extent.StartOffset < cursor && cursor <= found.Extent.EndOffset).OrderBy(found => found.Extent.EndOffset - found.Extent.StartOffset).FirstOrDefault();
        if (literal is null)
        {
            return null;
        }

        var typed = text.Substring(literal.Extent.StartOffset, cursor - literal.Extent.StartOffset);
        var kind = literal is ExpandableStringExpressionAst expandable ? expandable.StringConstantType : ((StringConstantExpressionAst)literal).StringConstantType;
        var isHere = kind is StringConstantType.SingleQuotedHereString or StringConstantType.DoubleQuotedHereString;
        var opening = isHere ? typed.IndexOf('\n') + 1 : 1;
        if (opening == 0 || typed.Length < opening || IsClosed(literal.Extent, cursor, isHere))
        {
            return null;
        }

        return kind is StringConstantType.SingleQuoted ? typed.Substring(opening).Replace("''", "'") : typed.Substring(opening);
    }

    // Behind the last quote is no longer in the string.
    private static bool IsClosed(IScriptExtent extent, int cursor, bool isHere) =>
        cursor == extent.EndOffset && extent.Text.Length > (isHere ? 4 : 1) && extent.Text.EndsWith(isHere ? $"{extent.Text[1]}@" : extent.Text[0].ToString(), StringComparison.Ordinal);

    private static string Common(KqlSuggestions suggestions)
    {
        var common = suggestions.Items[0].Text;
        foreach (var item in suggestions.Items)
        {
            var length = 0;
            while (length < common.Length && length < item.Text.Length && char.ToUpperInvariant(common[length]) == char.ToUpperInvariant(item.Text[length]))
            {
                length++;
            }

            common = common.Substring(0, length);
        }

        return common;
    }

    private sealed record Cycle(string Buffer, int Start, string[] Texts, int Index)
    {
        public string Text => Texts[Index];

        public int Length => Text.Length;

        public bool IsAt(ReadLineBuffer line) => Texts.Length > 1 && line.Text == Buffer && line.Cursor == Start + Length;

        public Cycle Next() => this with { Index = (Index + 1) % Texts.Length };
    }
}
