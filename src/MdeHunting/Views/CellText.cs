using System.Text;
using MdeHunting.Pipeline;
using MdeHunting.Rows;
using MdeHunting.Text;

namespace MdeHunting.Views;

/// <summary>A value as a view shows it: its exact text in one line, in which what is not seen is made visible.</summary>
internal static class CellText
{
    private const string Cut = "…";
    private const int LeastMiddle = 9;

    /// <summary>The text of a value.</summary>
    public static string Of(object? value) => TerminalSafeText.Line(ExactText.Of(value));

    /// <summary>The text of a value for a screen of that width: times to the second, but where nothing is cut.</summary>
    public static string Shown(object? value, int width) =>
        width != ScreenWidth.Unlimited && BareValue.Of(value) is DateTime time ? UtcText.Second(time) : Of(value);

    /// <summary>How many cells of the screen a text takes, as PowerShell counts them: two for a wide character.</summary>
    public static int Width(string text)
    {
        var width = text.Length;
        foreach (var c in text)
        {
            if (c >= '\u1100' && IsWide(c))
            {
                width++;
            }
        }

        return width;
    }

    /// <summary>A text that takes so many cells: filled up with blanks, or cut and marked as cut.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">How many cells.</param>
    /// <param name="isRight">Whether it stands at the right.</param>
    public static string Fit(string text, int width, bool isRight)
    {
        var own = Width(text);
        if (own > width)
        {
            (text, own) = CutTo(text, width);
        }

        var blanks = new string(' ', width - own);
        return isRight ? blanks + text : text + blanks;
    }

    /// <summary>A text that takes so many cells: filled up with blanks, or cut in its middle, of which the end keeps the most.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">How many cells.</param>
    public static string FitMiddle(string text, int width)
    {
        if (Width(text) <= width || width < LeastMiddle)
        {
            return Fit(text, width, isRight: false);
        }

        var start = CutTo(text, width / 3).Text;
        var room = width - Width(start);
        var from = text.Length;
        for (var taken = 0; from > 0; )
        {
            var length = from > 1 && char.IsSurrogatePair(text, from - 2) ? 2 : 1;
            taken += Width(text.Substring(from - length, length));
            if (taken > room)
            {
                break;
            }

            from -= length;
        }

        // What stands behind a mark, such as that of a line end, doesn't begin anew because the mark is cut out.
        from += from > 0 && from < text.Length && text[from - 1] == '>' ? 1 : 0;
        return Fit(start + text.Substring(from), width, isRight: false);
    }

    /// <summary>A text in lines of so many cells at the most, which end between words where they can.</summary>
    public static string Wrap(string text, int width)
    {
        var lines = new StringBuilder();
        var taken = 0;
        foreach (var word in text.Split(' '))
        {
            var own = Width(word);
            var isNext = lines.Length > 0;
            if (isNext && taken + 1 + own > width)
            {
                lines.Append('\n');
                (isNext, taken) = (false, 0);
            }

            lines.Append(isNext ? " " : string.Empty).Append(word);
            taken += own + (isNext ? 1 : 0);
        }

        return lines.ToString();
    }

    private static (string Text, int Width) CutTo(string text, int width)
    {
        var taken = 0;
        var end = 0;
        while (end < text.Length)
        {
            var length = end + 1 < text.Length && char.IsSurrogatePair(text, end) ? 2 : 1;
            var cells = Width(text.Substring(end, length));
            if (taken + cells > width - 1)
            {
                break;
            }

            taken += cells;
            end += length;
        }

        return (text.Substring(0, end) + Cut, taken + 1);
    }

    // The blocks that PowerShell's own console host takes for wide.
    private static bool IsWide(char c) =>
        c
            is (>= '\u1100' and <= '\u115f')
                or '\u2329'
                or '\u232a'
                or (>= '\u2e80' and <= '\ua4cf' and not '\u303f')
                or (>= '\uac00' and <= '\ud7a3')
                or (>= '\uf900' and <= '\ufaff')
                or (>= '\ufe10' and <= '\ufe19')
                or (>= '\ufe30' and <= '\ufe6f')
                or (>= '\uff00' and <= '\uff60')
                or (>= '\uffe0' and <= '\uffe6');
}
