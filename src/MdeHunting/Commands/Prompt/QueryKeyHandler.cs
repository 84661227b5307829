using MdeHunting.Commands.Prompt;
using MdeHunting.Connections;
using MdeHunting.Kql;
using MdeHunting.Kql.Completion;
using MdeHunting.Schema;

namespace MdeHunting;

/// <summary>
/// Completion within any string at the prompt, here-strings and strings with variables too, which PowerShell offers to no completer. For a key of your own:
/// <c>Set-PSReadLineKeyHandler -Chord Alt+k -ScriptBlock { [MdeHunting.QueryKeyHandler]::Complete() }</c>.
/// </summary>
public static class QueryKeyHandler
{
    // The suggestions of the last call, for the next one to go on with. There is one prompt in a process.
    private static Cycle? _last;

    /// <summary>
    /// Completes the query at the cursor. One suggestion is put in; of several, what they begin with, and then one after the other each time. Outside of a
    /// string the key does what Tab does; without PSReadLine it does nothing.
    /// </summary>
    public static void Complete()
    {
        if (ReadLineBuffer.Read() is not { } line)
        {
            return;
        }

        if (_last is { } last && last.IsAt(line))
        {
            _last = Write(line, last.Next());
            return;
        }

        if (PromptLine.At(line.Text, line.Cursor) is not { } prompt)
        {
            line.Do("TabCompleteNext");
            return;
        }

        // Here, what a string cannot hold is not suggested.
        var suggestions = KqlCompletion.Complete(prompt.Query, prompt.Query.Length, EffectiveSchema.Tables(RunspaceConnections.Current));
        (int Start, string Text)[] edits = [.. suggestions.Items.Select(item => prompt.Edit(suggestions.Length, item.Text)).OfType<(int, string)>()];
        if (edits.Length == 0)
        {
            line.Do("Ding");
            return;
        }

        if (edits.Length > 1 && Common(suggestions) is { } common && prompt.Edit(suggestions.Length, common) is { } edit)
        {
            line.Replace(edit.Start, line.Cursor - edit.Start, edit.Text);
            _last = null;
            return;
        }

        _last = Write(line, new Cycle(string.Empty, edits[0].Start, line.Cursor - edits[0].Start, [.. edits.Select(one => one.Text)], 0));
    }

    private static Cycle Write(ReadLineBuffer line, Cycle cycle)
    {
        line.Replace(cycle.Start, cycle.Written, cycle.Text);
        return cycle with { Buffer = ReadLineBuffer.Read()?.Text ?? string.Empty, Written = cycle.Text.Length };
    }

    // What all begin with and is more than is typed; a name that needs brackets is put in whole.
    private static string? Common(CompletionItems suggestions)
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

        return common.Length > suggestions.Length && common.All(KqlCharacters.IsNamePart) ? common : null;
    }

    // How much of the line is the suggestion that was written last.
    private sealed record Cycle(string Buffer, int Start, int Written, string[] Texts, int Index)
    {
        public string Text => Texts[Index];

        public bool IsAt(ReadLineBuffer line) => Texts.Length > 1 && line.Text == Buffer && line.Cursor == Start + Written;

        public Cycle Next() => this with { Index = (Index + 1) % Texts.Length };
    }
}
