using System.Globalization;
using System.Text;

namespace MdeHunting.Text;

/// <summary>
/// Text that is safe to show: characters which a terminal obeys, or which show nothing or something else than they are, are written as <c>&lt;U+001B&gt;</c>.
/// An attacker chooses file names and command lines; an escape sequence in one clears the screen, a line end forges a line, and a mark of direction turns
/// <c>exe.pdf</c> round.
/// </summary>
/// <remarks>Which those are, <see cref="UnseenCharacters"/> says. Text in ASCII, which nearly all is, is looked at once and given back as it is.</remarks>
internal static class TerminalSafeText
{
    /// <summary>A text in one line.</summary>
    public static string Line(string text) => Make(text, keepsLines: false);

    /// <summary>A text in one line; null for none.</summary>
    public static string? LineOrNull(string? text) => text is null ? null : Line(text);

    /// <summary>
    /// Whether a text may be put into somebody's command line: it holds nothing that cannot be seen there, such as a control character, a line end or half of a
    /// surrogate pair.
    /// </summary>
    public static bool IsTypable(string text) => text.Length > 0 && Line(text) == text;

    /// <summary>A text whose own line ends stay.</summary>
    public static string Lines(string text) => Make(text, keepsLines: true);

    /// <summary>The beginning of a text in one line, with as many of its characters as that, and how long all of it is: a screen has no use for more.</summary>
    public static string Start(string text, int characters) => Line(ForeignText.Cut(text, characters));

    private static string Make(string text, bool keepsLines)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is < ' ' or > '~')
            {
                return MakeFrom(text, i, keepsLines);
            }
        }

        return text;
    }

    // Up to there it is ASCII; what is seen to its end is given back as it is.
    private static string MakeFrom(string text, int start, bool keepsLines)
    {
        StringBuilder? visible = null;
        var (written, seenFrom) = (0, 0);
        for (var i = start; i < text.Length; )
        {
            if (keepsLines && IsLineEnd(text, i))
            {
                seenFrom = ++i;
                continue;
            }

            var length = text[i] is >= ' ' and <= '~' ? 0 : UnseenCharacters.LengthAt(text, i, seenFrom);
            if (length == 0)
            {
                i += i + 1 < text.Length && char.IsSurrogatePair(text, i) ? 2 : 1;
                continue;
            }

            visible ??= new StringBuilder(text.Length + 16);
            var code = length == 2 ? char.ConvertToUtf32(text, i) : text[i];
            visible.Append(text, written, i - written).Append("<U+").Append(code.ToString("X4", CultureInfo.InvariantCulture)).Append('>');
            i += length;
            written = seenFrom = i;
        }

        return visible is null ? text : visible.Append(text, written, text.Length - written).ToString();
    }

    private static bool IsLineEnd(string text, int place) => text[place] == '\n' || (text[place] == '\r' && place + 1 < text.Length && text[place + 1] == '\n');
}
