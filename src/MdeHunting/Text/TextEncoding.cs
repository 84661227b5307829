using System.Text;

namespace MdeHunting.Text;

/// <summary>Reads bytes as text: UTF-8, and UTF-16 and UTF-32 with a byte order mark or, where that is beyond doubt, without.</summary>
internal static class TextEncoding
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    // The longer marks first: that of UTF-32 begins as that of UTF-16 does.
    private static readonly Encoding[] Marked =
    [
        new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
        Utf8,
    ];

    /// <summary>The text; null where the bytes are none in any of these.</summary>
    public static string? Read(byte[] bytes)
    {
        foreach (var encoding in Marked)
        {
            var mark = encoding.GetPreamble();
            if (bytes.Length >= mark.Length && mark.SequenceEqual(bytes.Take(mark.Length)))
            {
                return Decode(encoding, bytes, mark.Length) is { } marked && marked.IndexOf('\0') < 0 ? marked : null;
            }
        }

        // Text in UTF-8 has no NUL. In UTF-16 each letter of ASCII has one, and a query has letters.
        return Array.IndexOf(bytes, (byte)0) < 0
            ? Decode(Utf8, bytes, 0)
            : Marked.Take(4).Select(encoding => Decode(encoding, bytes, 0)).FirstOrDefault(text => text is not null && IsPlain(text));
    }

    private static string? Decode(Encoding encoding, byte[] bytes, int start)
    {
        try
        {
            return encoding.GetString(bytes, start, bytes.Length - start);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsPlain(string text) => !text.Any(c => char.IsControl(c) && !char.IsWhiteSpace(c)) && 2 * text.Count(c => c < '\u0080') > text.Length;
}
