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
            var isBlank = BeginningOf(document.Span.Slice(start, length)) < 0;

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
        if (BeginningOf(text) is not (>= 0 and var start))
        {
            return false;
        }

        var first = text.Slice(start);
        var end = first.IndexOf(LineFeed);
        return end > 0 && IsObject(first.Slice(0, end)) && BeginningOf(first.Slice(end)) is >= 0 and var next && first[end + next] == (byte)'{';
    }

    // The first character that isn't blank; -1 for none.
    private static int BeginningOf(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or LineFeed))
            {
                return i;
            }
        }

        return -1;
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
}
