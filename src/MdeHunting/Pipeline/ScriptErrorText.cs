using System.Globalization;
using System.Management.Automation;

namespace MdeHunting.Pipeline;

/// <summary>
/// The text of an error that shows a line of a query with a mark under a place, for an error of a script: there PowerShell's ConciseView makes one line of a
/// text, puts a bar before it and breaks it between words wherever the screen ends. So the text has the blanks at which it breaks where lines are to begin,
/// and ahead of the mark no blanks, which it would take away.
/// </summary>
internal static class ScriptErrorText
{
    // What PowerShell puts before each line, but for errors of a module's script; a long line number makes it longer.
    private const char Bar = '|';
    private const int Indent = 5;
    private const int UsualDigits = 4;
    private const int LeastRoom = 20;
    private const string Cut = "…";

    /// <summary>The text for PowerShell.</summary>
    /// <param name="message">What is said ahead of the lines.</param>
    /// <param name="excerpt">The two lines: one of the query, and the mark under its place.</param>
    /// <param name="command">The command whose error it is.</param>
    /// <returns>The text; null where PowerShell shows the message as it is.</returns>
    public static string? Of(string message, string excerpt, PSCmdlet? command)
    {
        if (command?.MyInvocation is not { ScriptName: { Length: > 0 } script } called || command.GetVariableValue("ErrorView")?.ToString() != "ConciseView")
        {
            return null;
        }

        var bar = script.EndsWith(".psm1", StringComparison.OrdinalIgnoreCase)
            ? string.Empty
            : $"{new string(' ', Indent + Math.Max(0, called.ScriptLineNumber.ToString(CultureInfo.InvariantCulture).Length - UsualDigits))}{Bar} ";
        return Of(message, excerpt, bar, WindowWidth(command));
    }

    /// <summary>The text for a window so wide whose lines begin with a bar.</summary>
    public static string? Of(string message, string excerpt, string bar, int width)
    {
        var lines = excerpt.Split('\n');
        var room = width - bar.Length - 1;
        if (lines.Length != 2 || room < LeastRoom)
        {
            return null;
        }

        var (line, mark) = Window(lines[0], lines[1].Length - 1, room);
        var pointer = new string('-', mark) + '^';
        return Break(message, line, bar, width) is { } first && Break($"{message}{new string(' ', first)}{line}", pointer, bar, width) is { } second
            ? $"{message}{new string(' ', first - 1)}\n{line}{new string(' ', second - 1)}\n{pointer}"
            : null;
    }

    // A part of the line around the place that has the room.
    private static (string Line, int Mark) Window(string line, int mark, int room)
    {
        if (line.Length <= room)
        {
            return (line, mark);
        }

        var start = Math.Max(0, Math.Min(mark - (room * 2 / 3), line.Length - room));
        var end = Math.Min(line.Length, start + room);
        var part = start > 0 ? Cut + line.Substring(start + 1, end - start - 1) : line.Substring(0, end);
        return (end < line.Length ? part.Substring(0, part.Length - 1) + Cut : part, mark - start);
    }

    // After how many blanks what comes next begins a line and is whole.
    private static int? Break(string text, string next, string bar, int width)
    {
        for (var blanks = 1; blanks <= 2 * width; blanks++)
        {
            var broken = Lines($"{text}{new string(' ', blanks)}{next}", bar, width);
            if (broken.Count > 1 && broken[broken.Count - 1] == bar + next)
            {
                return blanks;
            }
        }

        return null;
    }

    // As the engine's own script does, the view of error records.
    private static List<string> Lines(string text, string bar, int width)
    {
        var message = bar + text;
        if (message.Length <= width)
        {
            return [message];
        }

        var first = Truncated(message, width);
        List<string> lines = [first];
        var rest = message.Substring(first.Length).Trim();
        while (rest.Length + bar.Length > width)
        {
            var line = Truncated(bar + rest, width);
            if (line.Length <= bar.Length)
            {
                break;
            }

            lines.Add(line);
            rest = rest.Substring(line.Length - bar.Length).Trim();
        }

        lines.Add(bar + rest);
        return lines;
    }

    private static string Truncated(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = length - 1;
        while (end >= 0 && !char.IsWhiteSpace(text[end]))
        {
            end--;
        }

        return text.Substring(0, end < 0 ? length : end);
    }

    private static int WindowWidth(PSCmdlet command)
    {
        try
        {
            return command.Host.UI.RawUI?.WindowSize.Width ?? 0;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Hosts without a screen throw whatever they like.
            return 0;
        }
    }
}
