using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Functions of addresses, written with or without the length of a prefix.</summary>
internal static class NetworkFunctions
{
    private static readonly NetworkAddress[] Private =
    [
        NetworkAddress.ParseIPv4("10.0.0.0/8")!.Value,
        NetworkAddress.ParseIPv4("172.16.0.0/12")!.Value,
        NetworkAddress.ParseIPv4("192.168.0.0/16")!.Value,
    ];

    public static IReadOnlyList<ScalarFunction> All { get; } =
    [
        new(
            "ipv4_is_private",
            ColumnNaming.Numbered,
            Signature.Lenient(
                TypeSet.Text,
                KqlType.Bool,
                value => IPv4(value) is { } address ? Boxed.Of(Array.Exists(Private, range => range.Contains(address))) : null
            )
        ),
        Of(
            "parse_ipv4",
            new ParameterList(TypeSet.Text),
            KqlType.Long,
            values => IPv4(values[0]) is { } address ? (long)(uint)address.Masked(address.Prefix) : null
        ),
        Of("parse_ipv6", new ParameterList(TypeSet.Text), KqlType.String, values => IPv6(values[0])?.ToText()),
        InRange("ipv4_is_in_range", IPv4),
        InRange("ipv6_is_in_range", IPv6),
        InAnyRange("ipv4_is_in_any_range", IPv4),
        InAnyRange("ipv6_is_in_any_range", IPv6),
        Compared("ipv4_compare", KqlType.Long, NetworkAddress.BitsOfIPv4, IPv4, order => (long)order),
        Compared("ipv6_compare", KqlType.Long, NetworkAddress.Bits, IPv6, order => (long)order),
        Compared("ipv4_is_match", KqlType.Bool, NetworkAddress.BitsOfIPv4, IPv4, order => Boxed.Of(order == 0)),
        Compared("ipv6_is_match", KqlType.Bool, NetworkAddress.Bits, IPv6, order => Boxed.Of(order == 0)),
        Of(
            "has_ipv4",
            new ParameterList(TypeSet.Text, TypeSet.Text),
            KqlType.Bool,
            values => Boxed.Of(AddressInText.Has(Conversions.ToText(values[0]), Conversions.ToText(values[1])))
        ),
        Of("has_any_ipv4", Several, KqlType.Bool, values => Boxed.Of(Texts(values).Any(sought => AddressInText.Has(Conversions.ToText(values[0]), sought)))),
        Of(
            "has_ipv4_prefix",
            new ParameterList(TypeSet.Text, TypeSet.Text),
            KqlType.Bool,
            values => Boxed.Of(AddressInText.HasPrefix(Conversions.ToText(values[0]), Conversions.ToText(values[1])))
        ),
        Of(
            "has_any_ipv4_prefix",
            Several,
            KqlType.Bool,
            values => Boxed.Of(Texts(values).Any(sought => AddressInText.HasPrefix(Conversions.ToText(values[0]), sought)))
        ),
    ];

    private static ParameterList Several => new(TypeSet.Text, TypeSet.Text) { Repeats = true };

    private static ScalarFunction Of(string name, ParameterList parameters, KqlType result, Func<object?[], object?> apply) =>
        new(name, ColumnNaming.Numbered, Signature.Of(parameters, result, apply));

    private static ScalarFunction InRange(string name, Func<object?, NetworkAddress?> parse) =>
        new(
            name,
            ColumnNaming.Numbered,
            Signature.Strict(
                TypeSet.Text,
                TypeSet.Text,
                KqlType.Bool,
                (value, range) => parse(value) is { } address && parse(range) is { } network ? Boxed.Of(network.Contains(address)) : null
            )
        );

    // What is no network is in no way of the others.
    private static ScalarFunction InAnyRange(string name, Func<object?, NetworkAddress?> parse) =>
        Of(
            name,
            Several,
            KqlType.Bool,
            values =>
            {
                if (parse(values[0]) is not { } address)
                {
                    return null;
                }

                NetworkAddress?[] networks = [.. Texts(values).Select(text => parse(text))];
                return Array.Exists(networks, network => network?.Contains(address) == true) ? Boxed.Of(true)
                    : Array.TrueForAll(networks, network => network is not null) ? Boxed.Of(false)
                    : null;
            }
        );

    // By as many bits as the shortest of the prefixes says.
    private static ScalarFunction Compared(string name, KqlType result, int bits, Func<object?, NetworkAddress?> parse, Func<int, object> told) =>
        Of(
            name,
            new ParameterList(TypeSet.Text, TypeSet.Text, TypeSet.Integer) { Required = 2 },
            result,
            values =>
            {
                var prefix = values.Length > 2 ? Conversions.ToLong(values[2]) : bits;
                if (parse(values[0]) is not { } left || parse(values[1]) is not { } right || prefix is null or < 0 || prefix > bits)
                {
                    return null;
                }

                var kept = Math.Min((int)prefix + NetworkAddress.Bits - bits, Math.Min(left.Prefix, right.Prefix));
                return told(left.Masked(kept).CompareTo(right.Masked(kept)));
            }
        );

    private static NetworkAddress? IPv4(object? value) => NetworkAddress.ParseIPv4(Conversions.ToText(value));

    private static NetworkAddress? IPv6(object? value) => NetworkAddress.Parse(Conversions.ToText(value));

    // One array, or one text after the other.
    private static IEnumerable<string> Texts(object?[] values) =>
        values.Skip(1).SelectMany(value => value is JsonArray array ? array.Select(Conversions.ToText) : [Conversions.ToText(value)]);
}
