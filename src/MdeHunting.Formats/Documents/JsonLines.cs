using System.Text.Json;

namespace MdeHunting.Formats.Documents;

/// <summary>JSON Lines, https://jsonlines.org: an object in each line.</summary>
internal static class JsonLines
{
    private const byte LineFeed = (byte)'\n';

    /// <summary>The document as one list, whose items are in the lines in which they were; the document itself where it is no such one.</summary>
    public static DocumentBytes AsList(DocumentBytes document)
    {
        if (!Is(document.Span))
        {
            return document;
        }

        using var list = new MemoryStream(document.Length + 2);
        list.WriteByte((byte)'[');
        var isFirst = true;
        var start = 0;
        while (start < document.Length)
        {
            var length = document.Span.Slice(start).IndexOf(LineFeed) is >= 0 and var found ? found : document.Length - start;
            var isBlank = IsBlank(document.Span.Slice(start, length));

            // Ahead of an object, so that the line before it keeps its end.
            if (!isBlank && !isFirst)
            {
                list.WriteByte((byte)',');
            }

            isFirst &= isBlank;
            list.Write(document.Buffer, document.Start + start, Math.Min(length + 1, document.Length - start));
            start += length + 1;
        }

        list.WriteByte((byte)']');
        return new DocumentBytes(list.GetBuffer(), 0, (int)list.Length);
    }

    // The first line is an object, and one begins behind it.
    private static bool Is(ReadOnlySpan<byte> text)
    {
        var start = 0;
        while (start < text.Length && text[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or LineFeed)
        {
            start++;
        }

        var first = text.Slice(start);
        var end = first.IndexOf(LineFeed);
        return end > 0 && IsObject(first.Slice(0, end)) && BeginsObject(first.Slice(end));
    }

    private static bool BeginsObject(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (c is not ((byte)' ' or (byte)'\t' or (byte)'\r' or LineFeed))
            {
                return c == (byte)'{';
            }
        }

        return false;
    }

    private static bool IsObject(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> line)
    {
        foreach (var c in line)
        {
            if (c is not ((byte)' ' or (byte)'\t' or (byte)'\r'))
            {
                return false;
            }
        }

        return true;
    }
}
