namespace MdeHunting.Indicators;

/// <summary>Tells what is in many lists of indicators and points at nobody.</summary>
internal static class IndicatorNoise
{
    // https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry, but for 64:ff9b::/96, behind which there is an IPv4 address.
    private static readonly (string Network, string What)[] Reserved =
    [
        ("0.0.0.0/8", "this network (RFC 791)"),
        ("10.0.0.0/8", "private (RFC 1918)"),
        ("100.64.0.0/10", "shared by a provider's customers (RFC 6598)"),
        ("127.0.0.0/8", "loopback (RFC 1122)"),
        ("169.254.0.0/16", "link-local (RFC 3927)"),
        ("172.16.0.0/12", "private (RFC 1918)"),
        ("192.0.0.0/24", "protocols (RFC 6890)"),
        ("192.0.2.0/24", "documentation (RFC 5737)"),
        ("192.88.99.0/24", "6to4 (RFC 7526)"),
        ("192.168.0.0/16", "private (RFC 1918)"),
        ("198.18.0.0/15", "benchmarks (RFC 2544)"),
        ("198.51.100.0/24", "documentation (RFC 5737)"),
        ("203.0.113.0/24", "documentation (RFC 5737)"),
        ("224.0.0.0/4", "multicast (RFC 5771)"),
        ("240.0.0.0/4", "reserved (RFC 1112)"),
        ("::/128", "unspecified (RFC 4291)"),
        ("::1/128", "loopback (RFC 4291)"),
        ("100::/64", "discarded (RFC 6666)"),
        ("2001:db8::/32", "documentation (RFC 3849)"),
        ("3fff::/20", "documentation (RFC 9637)"),
        ("fc00::/7", "private (RFC 4193)"),
        ("fe80::/10", "link-local (RFC 4291)"),
        ("ff00::/8", "multicast (RFC 4291)"),
    ];

    private static readonly Lazy<IReadOnlyList<(AddressRange Network, string What)>> Networks = new(() =>
        [.. Reserved.Select(one => (AddressRange.Parse(one.Network)!.Value, one.What))]
    );

    private static readonly char[] EndOfHost = ['/', '?', '#'];

    private static readonly Lazy<IReadOnlyDictionary<string, (MdeIndicatorSkip Skip, string What)>> Values = new(ReadValues);

    /// <summary>Why a value points at nobody; null where it may.</summary>
    public static (MdeIndicatorSkip Skip, string Why)? Of(MdeIndicatorType type, string value)
    {
        switch (type)
        {
            case MdeIndicatorType.IPv4 or MdeIndicatorType.IPv6 when Values.Value.TryGetValue(value, out var resolver):
                return resolver;
            case MdeIndicatorType.IPv4 or MdeIndicatorType.IPv6 or MdeIndicatorType.Cidr:
                return AddressRange.Parse(value) is { } range && Networks.Value.FirstOrDefault(one => one.Network.Contains(range)).What is { } what
                    ? (MdeIndicatorSkip.ReservedAddress, $"The address belongs to a reserved range: {what}.")
                    : null;
            case MdeIndicatorType.Md5 or MdeIndicatorType.Sha1 or MdeIndicatorType.Sha256 or MdeIndicatorType.Domain:
                return Values.Value.TryGetValue(value, out var known) ? known : null;
            case MdeIndicatorType.Url
                when MayBeOnAddress(value) && UrlParts.Of(value).Host is var host && (host.IndexOf(':') >= 0 || char.IsDigit(host[host.Length - 1])):
                return Of(host.IndexOf(':') >= 0 ? MdeIndicatorType.IPv6 : MdeIndicatorType.IPv4, host);
            default:
                return null;
        }
    }

    // An address or a port ends in a digit; most URLs are on a host with a name.
    private static bool MayBeOnAddress(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme ? scheme + 3 : 0;
        var end = url.IndexOfAny(EndOfHost, start) is >= 0 and var found ? found : url.Length;
        return end > start && url[end - 1] is ']' or (>= '0' and <= '9');
    }

    private static IReadOnlyDictionary<string, (MdeIndicatorSkip Skip, string What)> ReadValues()
    {
        using var stream = typeof(IndicatorNoise).Assembly.GetManifestResourceStream("indicator-noise.txt")!;
        using var reader = new StreamReader(stream);
        var found = new Dictionary<string, (MdeIndicatorSkip, string)>(StringComparer.Ordinal);
        var list = (MdeIndicatorSkip.CommonFalsePositive, string.Empty);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] != ' ')
            {
                var words = line.Split(['|'], 2);
                list = ((MdeIndicatorSkip)Enum.Parse(typeof(MdeIndicatorSkip), words[0].Trim()), words[1].Trim());
            }
            else
            {
                found[line.Trim()] = list;
            }
        }

        return found;
    }
}
