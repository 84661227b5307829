using System.Globalization;
using System.Text;

namespace MdeHunting.Pipeline;

/// <summary>
/// Text that is safe to show: characters which a terminal obeys, or which show nothing or something else than they are, are written as <c>&lt;U+001B&gt;</c>. An attacker
/// chooses file names and command lines; an escape sequence in one clears the screen, a line end forges a line, and a mark of direction turns <c>exe.pdf</c> round.
/// </summary>
/// <remarks>
/// Those are the controls (C0, DEL, C1), the line and paragraph separators, the format characters (directions, zero widths, tags), what is private or unassigned, and halves of a
/// surrogate pair. Joiners and selectors stay where an emoji or a letter of a script needs them: between two characters that are shown.
/// </remarks>
internal static class VisibleText
{
    private const char ZeroWidthNonJoiner = '\u200c';
    private const char ZeroWidthJoiner = '\u200d';

    /// <summary>A text in one line.</summary>
    public static string Line(string text) => Make(text, keepsLines: false);

    /// <summary>A text whose own line ends stay.</summary>
    public static string Lines(string text) => Make(text, keepsLines: true);

    private static string Make(string text, bool keepsLines)
    {
        for (var i = 0; i < text.Length; i++)
        {
            // Nearly every text is plain to its end, and is given back as it is.
            if (text[i] is < ' ' or > '~' && Hidden(text, i, keepsLines) > 0)
            {
                return Write(text, i, keepsLines);
            }
        }

        return text;
    }

    private static string Write(string text, int start, bool keepsLines)
    {
        var visible = new StringBuilder(text, 0, start, text.Length + 16);
        for (var i = start; i < text.Length;)
        {
            var length = text[i] is < ' ' or > '~' ? Hidden(text, i, keepsLines) : 0;
            if (length == 0)
            {
                visible.Append(text[i++]);
                continue;
            }

            var code = length == 2 ? char.ConvertToUtf32(text, i) : text[i];
            visible.Append("<U+").Append(code.ToString("X4", CultureInfo.InvariantCulture)).Append('>');
            i += length;
        }

        return visible.ToString();
    }

    // How many characters from there on have to be made visible as one; 0 where it is seen as it is.
    private static int Hidden(string text, int place, bool keepsLines)
    {
        var c = text[place];
        if (c == '\n' || (c == '\r' && place + 1 < text.Length && text[place + 1] == '\n'))
        {
            return keepsLines ? 0 : 1;
        }

        if (char.IsSurrogate(c))
        {
            if (char.IsLowSurrogate(c) && place > 0 && char.IsHighSurrogate(text[place - 1]))
            {
                return 0;
            }

            if (place + 1 >= text.Length || !char.IsSurrogatePair(c, text[place + 1]))
            {
                return 1;
            }

            return IsHidden(CharUnicodeInfo.GetUnicodeCategory(text, place)) ? 2 : 0;
        }

        if (c is ZeroWidthJoiner or ZeroWidthNonJoiner)
        {
            return Joins(text, place) ? 0 : 1;
        }

        return IsHidden(CharUnicodeInfo.GetUnicodeCategory(c)) ? 1 : 0;
    }

    private static bool IsHidden(UnicodeCategory category) => category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate;

    // Latin letters need none: there it only makes two names look like one.
    private static bool Joins(string text, int place) => place > 0 && place + 1 < text.Length && text[place - 1] > '\u02ff' && text[place + 1] > '\u02ff'
        && text[place - 1] is not (ZeroWidthJoiner or ZeroWidthNonJoiner);
}
