using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Functions of IPv4 addresses, written with or without the length of a prefix.</summary>
internal static class NetworkFunctions
{
    private static readonly (uint Address, int Prefix)[] Private = [Parse("10.0.0.0/8")!.Value, Parse("172.16.0.0/12")!.Value, Parse("192.168.0.0/16")!.Value];

    public static IReadOnlyList<ScalarFunction> All { get; } =
    [
        new(
            "ipv4_is_private",
            ColumnNaming.Numbered,
            Signature.Lenient(
                TypeSet.Text,
                KqlType.Bool,
                value => Parse(Conversions.ToText(value)) is { } address ? Boxed.Of(Array.Exists(Private, range => Contains(range, address))) : null
            )
        ),
        new(
            "ipv4_is_in_range",
            ColumnNaming.Numbered,
            Signature.Strict(
                TypeSet.Text,
                TypeSet.Text,
                KqlType.Bool,
                (value, range) =>
                    Parse(Conversions.ToText(value)) is { } address && Parse(Conversions.ToText(range)) is { } network
                        ? Boxed.Of(Contains(network, address))
                        : null
            )
        ),
    ];

    private static (uint Address, int Prefix)? Parse(string text)
    {
        var slash = text.IndexOf('/');
        var address = slash < 0 ? text : text[..slash];
        var prefix = 32;
        if (slash >= 0 && !(int.TryParse(text.AsSpan(slash + 1), out prefix) && prefix is >= 0 and <= 32))
        {
            return null;
        }

        if (address.Count(c => c == '.') != 3 || !IPAddress.TryParse(address, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetwork)
        {
            return null;
        }

        return (BinaryPrimitives.ReadUInt32BigEndian(parsed.GetAddressBytes()), prefix);
    }

    private static bool Contains((uint Address, int Prefix) range, (uint Address, int Prefix) address)
    {
        var mask = range.Prefix == 0 ? 0 : uint.MaxValue << (32 - range.Prefix);
        return address.Prefix >= range.Prefix && (address.Address & mask) == (range.Address & mask);
    }
}
