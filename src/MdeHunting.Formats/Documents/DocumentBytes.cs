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

        var start = HasMark(buffer, length) ? 3 : 0;
        return Array.IndexOf(buffer, (byte)0, 0, Math.Min(length, 64 * 1024)) >= 0 ? throw NoText(document) : new DocumentBytes(buffer, start, length - start);
    }

    /// <summary>The document as a text.</summary>
    /// <exception cref="IndicatorException">It is in another encoding than UTF-8.</exception>
    public string ToText(IndicatorDocument source)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Buffer, Start, Length);
        }
        catch (DecoderFallbackException e)
        {
            throw new IndicatorException(
                IndicatorFailure.IndicatorFormatUnknown,
                FormattableString.Invariant($"{source.Called} isn't in UTF-8 or UTF-16: byte {Start + e.Index}, in line {LineOf(e.Index)}, isn't valid."),
                "Save it as UTF-8.",
                e
            )
            {
                Target = source.Name,
            };
        }
    }

    /// <summary>The line of a position, counted from 1.</summary>
    /// <param name="index">The position, counted from the document's beginning.</param>
    public int LineOf(int index)
    {
        var line = 1;
        for (var i = Start; i < Start + index; i++)
        {
            line += Buffer[i] == (byte)'\n' ? 1 : 0;
        }

        return line;
    }

    private static MemoryStream ReadAll(IndicatorDocument document, CancellationToken token)
    {
        CheckSize(document);
        var bytes = new MemoryStream();
        var buffer = new byte[128 * 1024];
        for (var read = document.Content.Read(buffer, 0, buffer.Length); read > 0; read = document.Content.Read(buffer, 0, buffer.Length))
        {
            token.ThrowIfCancellationRequested();
            if (bytes.Length + read > Most)
            {
                throw TooLarge(document);
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes;
    }

    /// <summary>Ends where a document is larger than is read.</summary>
    /// <exception cref="IndicatorException">It is.</exception>
    public static void CheckSize(IndicatorDocument document)
    {
        if (document.Content.CanSeek && document.Content.Length > Most)
        {
            throw TooLarge(document);
        }
    }

    /// <summary>That a document is no text.</summary>
    public static IndicatorException NoText(IndicatorDocument document) =>
        new(
            IndicatorFailure.IndicatorFormatUnknown,
            $"{document.Called} isn't a text: it has NUL bytes.",
            "Specify a file in one of the formats Text, Html, Csv, Stix, Misp or OpenIoc; copy the text out of a PDF or a Word document first."
        )
        {
            Target = document.Name,
        };

    /// <summary>Whether a document begins with the mark of UTF-8.</summary>
    public static bool HasMark(byte[] bytes, int length) => length >= 3 && bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf;

    private static IndicatorException TooLarge(IndicatorDocument document) =>
        new(
            IndicatorFailure.IndicatorFileUnreadable,
            FormattableString.Invariant($"{document.Called} is larger than {Most / 1024 / 1024} MB."),
            "Divide it into smaller files."
        )
        {
            Target = document.Name,
        };

    /// <summary>The encoding that a mark at the beginning tells, but for that of UTF-8; null for none.</summary>
    public static Encoding? Marked(byte[] bytes, int length) =>
        length >= 4 && bytes[0] == 0xff && bytes[1] == 0xfe && bytes[2] == 0 && bytes[3] == 0 ? Encoding.UTF32
        : length >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe ? Encoding.Unicode
        : length >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff ? Encoding.BigEndianUnicode
        : null;
}
