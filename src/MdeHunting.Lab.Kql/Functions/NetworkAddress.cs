using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>An address with the length of its prefix; one of IPv4 stands where IPv6 has it, behind <c>::ffff:</c>.</summary>
/// <param name="Value">Its bits.</param>
/// <param name="Prefix">How many of them name the network.</param>
internal readonly record struct NetworkAddress(UInt128 Value, int Prefix)
{
    /// <summary>The bits of an address.</summary>
    public const int Bits = 128;

    /// <summary>The bits of an address of IPv4.</summary>
    public const int BitsOfIPv4 = 32;

    private static readonly UInt128 Mapped = (UInt128)0xffff << BitsOfIPv4;

    /// <summary>An address of IPv4; null where the text is none.</summary>
    public static NetworkAddress? ParseIPv4(string text)
    {
        var (address, prefix) = Parts(text, BitsOfIPv4);
        return
            prefix is { } length
            && address.Count(c => c == '.') == 3
            && IPAddress.TryParse(address, out var parsed)
            && parsed.AddressFamily == AddressFamily.InterNetwork
            ? new NetworkAddress(Mapped | BinaryPrimitives.ReadUInt32BigEndian(parsed.GetAddressBytes()), length + Bits - BitsOfIPv4)
            : null;
    }

    /// <summary>An address of either version; null where the text is none.</summary>
    public static NetworkAddress? Parse(string text)
    {
        if (!text.Contains(':', StringComparison.Ordinal))
        {
            return ParseIPv4(text);
        }

        var (address, prefix) = Parts(text, Bits);
        return prefix is { } length && IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6
            ? new NetworkAddress(BinaryPrimitives.ReadUInt128BigEndian(parsed.GetAddressBytes()), length)
            : null;
    }

    /// <summary>The first so many bits.</summary>
    public UInt128 Masked(int prefix) => prefix == 0 ? 0 : Value & (UInt128.MaxValue << (Bits - prefix));

    /// <summary>Whether an address, or the whole of a network, is in this one.</summary>
    public bool Contains(NetworkAddress other) => other.Prefix >= Prefix && other.Masked(Prefix) == Masked(Prefix);

    /// <summary>All eight groups of the network's first address, as <c>parse_ipv6</c> gives it.</summary>
    public string ToText()
    {
        var bits = Masked(Prefix);
        return string.Join(':', Enumerable.Range(0, 8).Select(i => ((ushort)(bits >> (112 - (i * 16)))).ToString("x4", CultureInfo.InvariantCulture)));
    }

    private static (string Address, int? Prefix) Parts(string text, int bits)
    {
        var slash = text.IndexOf('/');
        return slash < 0 ? (text, bits)
            : int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) && prefix <= bits ? (text[..slash], prefix)
            : (text, null);
    }
}

/// <summary>Looks for addresses of IPv4 within texts.</summary>
internal static class AddressInText
{
    /// <summary>Whether an address is there, and no letter or digit before or behind it.</summary>
    public static bool Has(string text, string address) =>
        !address.Contains('/', StringComparison.Ordinal) && NetworkAddress.ParseIPv4(address) is not null && Stands(text, address, isWhole: true);

    /// <summary>Whether an address is there that begins so: with whole numbers, each with its dot.</summary>
    public static bool HasPrefix(string text, string prefix) =>
        NetworkAddress.ParseIPv4(prefix) is not null
            ? Has(text, prefix)
            : prefix.EndsWith('.')
                && prefix[..^1].Split('.') is { Length: <= 3 } parts
                && parts.All(part => byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                && Stands(text, prefix, isWhole: false);

    private static bool Stands(string text, string sought, bool isWhole)
    {
        for (var at = text.IndexOf(sought, StringComparison.Ordinal); at >= 0; at = text.IndexOf(sought, at + 1, StringComparison.Ordinal))
        {
            var start = at;
            var end = at + sought.Length;
            if (!isWhole)
            {
                while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
                {
                    end++;
                }
            }

            var isApart = (start == 0 || !char.IsLetterOrDigit(text[start - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
            if (isApart && (isWhole || NetworkAddress.ParseIPv4(text[start..end].TrimEnd('.')) is not null))
            {
                return true;
            }
        }

        return false;
    }
}
