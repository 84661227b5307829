using System.Globalization;

namespace MdeHunting.Text;

/// <summary>
/// What is typed, pasted or read from a file brings with it: line ends, blanks, marks that are not seen, such as U+200E from a dialog of Windows or a file's
/// U+FEFF, and the quotes of a script or of a JSON file.
/// </summary>
internal static class PastedText
{
    private static readonly string[] Quotes = ["\"\u201C\u201D\u201E\u201F", "'\u2018\u2019\u201A\u201B", "`", "\u00AB\u00BB"];

    /// <summary>A variable of the process's environment, without what surrounds it; null where it is not set, or blank.</summary>
    public static string? OfVariable(string name) => Environment.GetEnvironmentVariable(name) is { } value && Trim(value) is { Length: > 0 } text ? text : null;

    /// <summary>The text without them at both ends; quotes are left away as a pair.</summary>
    public static string Trim(string text)
    {
        var start = 0;
        var end = text.Length;
        while (true)
        {
            while (start < end && IsStray(text[start]))
            {
                start++;
            }

            while (end > start && IsStray(text[end - 1]))
            {
                end--;
            }

            if (end - start < 2 || !Array.Exists(Quotes, quotes => quotes.IndexOf(text[start]) >= 0 && quotes.IndexOf(text[end - 1]) >= 0))
            {
                return text.Substring(start, end - start);
            }

            start++;
            end--;
        }
    }

    /// <summary>The text with nothing in it that is not seen, and with each dash as a hyphen: for an id, which has no other.</summary>
    public static string Id(string text) =>
        string.Concat(
            Trim(text).Where(c => !IsUnseen(c)).Select(c => char.GetUnicodeCategory(c) is UnicodeCategory.DashPunctuation || c == '\u2212' ? '-' : c)
        );

    /// <summary>The names of what is in one text and, at its ends, not in the other.</summary>
    public static string NamesAround(string text, string trimmed)
    {
        var at = text.IndexOf(trimmed, StringComparison.Ordinal);
        return Names(text.Substring(0, at) + text.Substring(at + trimmed.Length));
    }

    /// <summary>The names of what is not seen in a text, such as <c>a tab</c> or <c>U+200B</c>; null where there is nothing. A blank is seen.</summary>
    public static string? UnseenNames(string text) => text.Any(IsUnseen) ? Names(text.Where(IsUnseen)) : null;

    /// <summary>The names of what is seen in a text and is in no id or secret that a service makes; null where there is nothing.</summary>
    public static string? OddNames(string text) => text.Any(IsOdd) ? Names(text.Where(IsOdd)) : null;

    /// <summary>Whether a character is left away at the ends.</summary>
    public static bool IsStray(char c) => c == ' ' || IsUnseen(c);

    /// <summary>Whether a character is a quote, of whatever form.</summary>
    public static bool IsQuote(char c) => Array.Exists(Quotes, quotes => quotes.IndexOf(c) >= 0);

    private static bool IsUnseen(char c) => c != ' ' && (char.IsWhiteSpace(c) || char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format);

    private static bool IsOdd(char c) => c is <= ' ' or > '~' || IsQuote(c);

    private static string Names(IEnumerable<char> characters) => string.Join(" and ", characters.Select(Name).Distinct());

    private static string Name(char c) =>
        c switch
        {
            '\r' or '\n' or '\u0085' or '\u2028' or '\u2029' => "a line end",
            '\t' => "a tab",
            ' ' => "a blank",
            '"' or '\'' or '`' => "a quote",
            '\u00A0' => "a no-break space (U+00A0)",
            '\u200B' => "a zero-width space (U+200B)",
            '\uFEFF' => "a byte order mark (U+FEFF)",
            _ => $"U+{(int)c:X4}",
        };
}
