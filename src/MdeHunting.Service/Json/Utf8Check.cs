using System.Runtime.InteropServices;
using System.Text.Json;
#if NET
using System.Text.Unicode;
#endif

namespace MdeHunting.Service.Json;

/// <summary>
/// Looks whether bytes are UTF-8 (RFC 3629), piece by piece as they come: the JSON reader lets any through in a text, and what reads them puts U+FFFD in their
/// place. A character may lie across two pieces; one that has only begun at the end is not judged.
/// </summary>
internal sealed class Utf8Check
{
    private const ulong HighBits = 0x8080_8080_8080_8080;
#if NET
    private const int LongestCharacter = 4;
#endif

    private long _length;

    // How many bytes of the character are yet to come, and between which the next one is.
    private int _wanted;
    private byte _least;
    private byte _most;

    /// <summary>Where the first byte is that cannot stand there, from 0; null where there is none.</summary>
    public long? BrokenAt { get; private set; }

    /// <summary>Looks at the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && _wanted > 0 && BrokenAt is null)
        {
            Step(bytes[at], at++);
        }

#if NET
        // Whatever it does not find good is looked at one by one, to tell where it is broken.
        var whole = bytes.Length - Unfinished(bytes.Slice(at));
        if (_wanted == 0 && Utf8.IsValid(bytes.Slice(at, whole - at)))
        {
            at = whole;
        }

#endif
        while (at < bytes.Length && BrokenAt is null)
        {
            if (_wanted == 0 && bytes[at] < 0x80)
            {
                at += Ascii(bytes.Slice(at));
            }
            else
            {
                Step(bytes[at], at++);
            }
        }

        _length += bytes.Length;
    }

    /// <summary>Ends the reading where a byte cannot stand there.</summary>
    /// <exception cref="JsonException">There is such a byte.</exception>
    public void ThrowIfBroken()
    {
        if (BrokenAt is { } place)
        {
            throw new JsonException(FormattableString.Invariant($"it isn't UTF-8 at byte {place + 1:N0}."));
        }
    }

#if NET
    // How many bytes at the end may be a character that goes on in the next piece.
    private static int Unfinished(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back < LongestCharacter && back <= bytes.Length; back++)
        {
            var one = bytes[bytes.Length - back];
            if (one is < 0x80 or >= 0xC0)
            {
                return one < 0x80 ? 0 : back;
            }
        }

        return 0;
    }
#endif

    private static int Ascii(ReadOnlySpan<byte> bytes)
    {
        var eights = MemoryMarshal.Cast<byte, ulong>(bytes);
        var count = 0;
        while (count < eights.Length && (eights[count] & HighBits) == 0)
        {
            count++;
        }

        for (count *= sizeof(ulong); count < bytes.Length && bytes[count] < 0x80; count++) { }

        return count;
    }

    private void Step(byte one, int place)
    {
        bool fits;
        if (_wanted > 0)
        {
            fits = one >= _least && one <= _most;
            (_wanted, _least, _most) = (_wanted - 1, 0x80, 0xBF);
        }
        else
        {
            (_wanted, _least, _most) = Following(one);
            fits = _wanted >= 0;
        }

        if (!fits)
        {
            BrokenAt = _length + place;
        }
    }

    // What has to follow a first byte. The second's range leaves out what could be written shorter, halves of a pair, and what is beyond the last character.
    private static (int Count, byte Least, byte Most) Following(byte first) =>
        first switch
        {
            <= 0x7F => (0, 0x80, 0xBF),
            >= 0xC2 and <= 0xDF => (1, 0x80, 0xBF),
            0xE0 => (2, 0xA0, 0xBF),
            0xED => (2, 0x80, 0x9F),
            >= 0xE1 and <= 0xEF => (2, 0x80, 0xBF),
            0xF0 => (3, 0x90, 0xBF),
            >= 0xF1 and <= 0xF3 => (3, 0x80, 0xBF),
            0xF4 => (3, 0x80, 0x8F),
            _ => (-1, 0x80, 0xBF),
        };
}
