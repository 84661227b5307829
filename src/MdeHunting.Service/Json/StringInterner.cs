using System.Runtime.InteropServices;
using System.Text.Json;

namespace MdeHunting.Service.Json;

/// <summary>
/// Reads the texts of one column and gives the same string for the same text, where its texts repeat: a column such as ActionType has a few among a hundred
/// thousand rows. Where they do not, it stops looking. For one thread.
/// </summary>
internal sealed class StringInterner
{
    // A longer text hardly ever comes twice.
    private const int MostBytes = 128;
    private const int Places = 512;

    // Judged each so many texts: below one in eight, looking costs more than it saves.
    private const int Trial = 1_024;
    private const int LeastHits = Trial / 8;

    private (byte[]? Utf8, string Text)[]? _texts = [];
    private int _asked;
    private int _hits;

    /// <summary>The text of a string or of a member's name.</summary>
    public string Read(ref Utf8JsonReader reader)
    {
        if (_texts is null || reader.ValueIsEscaped || reader.ValueSpan.Length > MostBytes)
        {
            return JsonText.Read(ref reader);
        }

        var utf8 = reader.ValueSpan;
        if (utf8.IsEmpty)
        {
            return string.Empty;
        }

        if (_texts.Length == 0)
        {
            _texts = new (byte[]?, string)[Places];
        }

        ref var place = ref _texts[Hash(utf8) % Places];
        if (place.Utf8 is { } known && utf8.SequenceEqual(known))
        {
            _hits++;
        }
        else
        {
            place = (utf8.ToArray(), JsonText.Read(ref reader));
        }

        var text = place.Text;
        Judge();
        return text;
    }

    private void Judge()
    {
        if (++_asked < Trial)
        {
            return;
        }

        if (_hits < LeastHits)
        {
            _texts = null;
        }

        (_asked, _hits) = (0, 0);
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        const ulong multiplier = 0x9E3779B97F4A7C15;
        var hash = (ulong)utf8.Length;
        while (utf8.Length >= sizeof(ulong))
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(utf8)) * multiplier;
            hash ^= hash >> 32;
            utf8 = utf8.Slice(sizeof(ulong));
        }

        foreach (var one in utf8)
        {
            hash = (hash ^ one) * multiplier;
        }

        return (uint)(hash >> 32);
    }
}
