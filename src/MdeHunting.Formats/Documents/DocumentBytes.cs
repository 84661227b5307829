using System.Text;
using MdeHunting.Contract;

namespace MdeHunting.Formats.Documents;

/// <summary>A document's bytes.</summary>
/// <param name="Buffer">The bytes, and more room.</param>
/// <param name="Start">Where the document begins, behind a mark of its encoding.</param>
/// <param name="Length">How long it is from there.</param>
internal readonly record struct DocumentBytes(byte[] Buffer, int Start, int Length)
{
    // What the largest published lists come nowhere near.
    private const int Most = 512 * 1024 * 1024;

    /// <summary>The document's bytes, in UTF-8 where it is a text.</summary>
    public ReadOnlySpan<byte> Span => new(Buffer, Start, Length);

    /// <summary>Reads a document whole; UTF-16 and UTF-32 with their mark become UTF-8.</summary>
    /// <exception cref="IndicatorException">It is too large, or no text.</exception>
    public static DocumentBytes Read(IndicatorDocument document, CancellationToken token)
    {
        var bytes = ReadAll(document, token);
        var length = (int)bytes.Length;
        var buffer = bytes.GetBuffer();
        if (Marked(buffer, length) is { } encoding)
        {
            buffer = Encoding.UTF8.GetBytes(encoding.GetString(buffer, encoding.GetPreamble().Length, length - encoding.GetPreamble().Length));
            return new DocumentBytes(buffer, 0, buffer.Length);
        }

        var start = length >= 3 && buffer[0] == 0xef && buffer[1] == 0xbb && buffer[2] == 0xbf ? 3 : 0;
        return Array.IndexOf(buffer, (byte)0, 0, Math.Min(length, 64 * 1024)) >= 0
            ? throw new IndicatorException(
                IndicatorFailure.IndicatorFormatUnknown,
                $"'{document.Name}' is not a text: it has NUL bytes.",
                "Specify a file in one of the formats Text, Html, Csv, Stix, Misp or OpenIoc; copy the text out of a PDF or a Word document first."
            )
            {
                Target = document.Name,
            }
            : new DocumentBytes(buffer, start, length - start);
    }

    /// <summary>The document as a text.</summary>
    /// <exception cref="IndicatorException">It is in another encoding than UTF-8.</exception>
    public string ToText(string name)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Buffer, Start, Length);
        }
        catch (DecoderFallbackException e)
        {
            throw new IndicatorException(
                IndicatorFailure.IndicatorFormatUnknown,
                FormattableString.Invariant($"'{name}' is not in UTF-8 or UTF-16: byte {Start + e.Index} is not valid."),
                "Save it as UTF-8.",
                e
            )
            {
                Target = name,
            };
        }
    }

    private static MemoryStream ReadAll(IndicatorDocument document, CancellationToken token)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[128 * 1024];
        for (var read = document.Content.Read(buffer, 0, buffer.Length); read > 0; read = document.Content.Read(buffer, 0, buffer.Length))
        {
            token.ThrowIfCancellationRequested();
            if (bytes.Length + read > Most)
            {
                throw new IndicatorException(
                    IndicatorFailure.IndicatorFileUnreadable,
                    FormattableString.Invariant($"'{document.Name}' is larger than {Most / 1024 / 1024} MB."),
                    "Divide it into smaller files."
                )
                {
                    Target = document.Name,
                };
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes;
    }

    private static Encoding? Marked(byte[] bytes, int length) =>
        length >= 4 && bytes[0] == 0xff && bytes[1] == 0xfe && bytes[2] == 0 && bytes[3] == 0 ? Encoding.UTF32
        : length >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe ? Encoding.Unicode
        : length >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff ? Encoding.BigEndianUnicode
        : null;
}
