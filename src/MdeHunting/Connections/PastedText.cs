using System.Globalization;

namespace MdeHunting.Connections;

/// <summary>What is typed, pasted or read from a file brings with it: line ends, blanks, and marks that are not seen, such as U+200E from a dialog of Windows or a file's U+FEFF.</summary>
internal static class PastedText
{
    /// <summary>The text without them at both ends.</summary>
    public static string Trim(string text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && IsStray(text[start]))
        {
            start++;
        }

        while (end > start && IsStray(text[end - 1]))
        {
            end--;
        }

        return text.Substring(start, end - start);
    }

    private static bool IsStray(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format;
}
