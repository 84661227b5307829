namespace MdeHunting.Kql;

/// <summary>The classes of characters that the language tells apart. Its letters and digits are ASCII's.</summary>
internal static class KqlCharacters
{
    /// <summary>
    /// A line of a query ends with CR, LF, CR LF, U+2028 or U+2029: what Microsoft's own lexer takes for an end. U+0085, vertical tab and form feed end none.
    /// </summary>
    public static bool IsLineEnd(char c) => c is '\r' or '\n' or '\u2028' or '\u2029';

    // The zero-width ones come along when a query is pasted from a web page or a document.
    public static bool IsBlank(char c) => char.IsWhiteSpace(c) || c is '\u180e' or '\u200b' or '\ufeff';

    public static bool IsDigit(char c) => c is >= '0' and <= '9';

    public static bool IsHexDigit(char c) => IsDigit(c) || c is >= 'a' and <= 'f' or >= 'A' and <= 'F';

    public static bool IsNameStart(char c) => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_' or '$';

    public static bool IsNamePart(char c) => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_' || IsDigit(c);

    /// <summary>The character there, or NUL beyond the end.</summary>
    public static char At(string text, int position) => position < text.Length ? text[position] : '\0';

    /// <summary>The first position from <paramref name="start"/> on whose character is not accepted.</summary>
    public static int SkipWhile(string text, int start, Func<char, bool> accepts)
    {
        var end = start;
        while (end < text.Length && accepts(text[end]))
        {
            end++;
        }

        return end;
    }

    /// <summary>Where the line of a position ends, its line end not counted.</summary>
    public static int EndOfLine(string text, int start) => SkipWhile(text, start, static c => !IsLineEnd(c));

    public static int EndOfName(string text, int start) => SkipWhile(text, start, IsNamePart);

    public static bool Holds(string text, int position, string part) => string.CompareOrdinal(text, position, part, 0, part.Length) == 0;
}
