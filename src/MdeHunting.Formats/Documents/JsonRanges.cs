using System.Text;
using System.Text.Json;

namespace MdeHunting.Formats.Documents;

/// <summary>Pieces of a JSON document, none within another.</summary>
internal sealed class JsonRanges
{
    private readonly List<long> _starts = [];
    private readonly List<long> _ends = [];

    /// <summary>Adds one where it is wanted; those within it, which were added before it, are a part of it.</summary>
    public void Add(long start, long end, bool isWanted)
    {
        if (!isWanted)
        {
            return;
        }

        var within = _starts.Count;
        while (within > 0 && _starts[within - 1] > start)
        {
            within--;
        }

        _starts.RemoveRange(within, _starts.Count - within);
        _ends.RemoveRange(within, _ends.Count - within);
        _starts.Add(start);
        _ends.Add(end);
    }

    /// <summary>Whether a place is in one of them.</summary>
    public bool Contain(long place)
    {
        var found = _starts.BinarySearch(place);
        var before = found >= 0 ? found : ~found - 1;
        return before >= 0 && place <= _ends[before];
    }
}

/// <summary>What a reader of JSON is at.</summary>
internal static class JsonTokens
{
    /// <summary>Whether it is at a number or a text that is written so.</summary>
    public static bool ValueTextIs(this in Utf8JsonReader reader, string text) =>
        reader.TokenType is JsonTokenType.Number or JsonTokenType.String && reader.ValueSpan.SequenceEqual(Encoding.UTF8.GetBytes(text));
}
