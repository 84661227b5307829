using System.Globalization;
using System.Net;

namespace MdeHunting.Indicators;

/// <summary>An address, or a network by its first one.</summary>
/// <param name="Bytes">The bytes of the address.</param>
/// <param name="Prefix">How many of their bits name the network.</param>
internal readonly record struct AddressRange(byte[] Bytes, int Prefix)
{
    private const int MostBits = 128;

    /// <summary>An address or a network; null where the text is none. An IPv4 address that is written as one of IPv6 is one of IPv4.</summary>
    public static AddressRange? Parse(string text)
    {
        var slash = text.IndexOf('/');
        var first = slash < 0 ? text : text.Substring(0, slash);
        if (Address(first) is not { } bytes)
        {
            return null;
        }

        var bits = bytes.Length * 8;
        if (slash < 0)
        {
            return new AddressRange(bytes, bits);
        }

        var mapped = bits < MostBits && first.IndexOf(':') >= 0 ? MostBits - bits : 0;
        return
            int.TryParse(text.Substring(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
            && prefix >= mapped
            && prefix <= bits + mapped
            ? new AddressRange(bytes, prefix - mapped)
            : null;
    }

    /// <summary>Whether an address, or the whole of a network, lies in it.</summary>
    public bool Contains(AddressRange other) => other.Bytes.Length == Bytes.Length && other.Prefix >= Prefix && other.Key(Prefix) == Key(Prefix);

    /// <summary>A text that is the same for all addresses of a network.</summary>
    public string Key(int prefix)
    {
        var key = new char[Bytes.Length];
        for (var i = 0; i < key.Length; i++)
        {
            var kept = Math.Max(0, Math.Min(8, prefix - (i * 8)));
            key[i] = (char)(Bytes[i] & (byte)(0xff << (8 - kept)));
        }

        return new string(key);
    }

    private static byte[]? Address(string text)
    {
        if (IndicatorRecognizer.Parse(MdeIndicatorType.IPv4, text) is { } four)
        {
            return IPAddress.Parse(four).GetAddressBytes();
        }

        var isSix = text.IndexOf(':') >= 0 && text.IndexOfAny(['%', '[', ']']) < 0;
        return isSix && IPAddress.TryParse(text, out var six) ? six.GetAddressBytes() : null;
    }
}
