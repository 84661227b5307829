using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace MdeHunting.Indicators;

/// <summary>Reads addresses: of IP, of networks, of resources, and of mail.</summary>
internal static class AddressForms
{
    // Ahead of an address of IPv4 that is written as one of IPv6.
    private const int MappedBits = 96;

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex MailName = new(@"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}$", Options);
    private static readonly Regex Schemed = new(@"^(?<scheme>[A-Za-z][A-Za-z0-9+.-]{1,15})://(?<rest>[^\s<>""\\]+)$", Options);
    private static readonly Regex Bare = new(@"^(?<host>[^/?#\s:@\\]+)(:(?<port>[0-9]{1,5}))?(?<rest>[/?#][^\s<>""\\]*)$", Options);

    // A network whose prefix is too long is no address of a page.
    private static readonly Regex Prefixed = new(@"^[0-9.]+/[0-9]{1,3}$", Options);

    /// <summary>1.2.3.4, 1.2.3.4:443, 2001:db8::1, [2001:db8::1]:443; null for none.</summary>
    public static RecognizedToken? Address(string text)
    {
        if (IPv4(text) is { } four)
        {
            return new RecognizedToken(MdeIndicatorType.IPv4, four);
        }

        var last = text.LastIndexOf(':');
        if (last > 0 && IPv4(text.Substring(0, last)) is { } before && IsPort(text.Substring(last + 1)))
        {
            return new RecognizedToken(MdeIndicatorType.IPv4, before);
        }

        if (
            text.StartsWith("[", StringComparison.Ordinal)
            && text.IndexOf(']') is > 0 and var close
            && (close == text.Length - 1 || (text[close + 1] == ':' && IsPort(text.Substring(close + 2))))
        )
        {
            text = text.Substring(1, close - 1);
        }

        return text.IndexOf(':') < 0 || text.IndexOf('%') >= 0 || text.Length < 3 || !IsHexAndColons(text) ? null
            : !IPAddress.TryParse(text, out var six) || six.AddressFamily != AddressFamily.InterNetworkV6 ? null
            : six.IsIPv4MappedToIPv6 ? new RecognizedToken(MdeIndicatorType.IPv4, six.MapToIPv4().ToString())
            : new RecognizedToken(MdeIndicatorType.IPv6, six.ToString());
    }

    private static bool IsHexAndColons(string text)
    {
        var digits = 0;
        foreach (var c in text)
        {
            if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F') or ':' or '.'))
            {
                return false;
            }

            digits += c is ':' or '.' ? 0 : 1;
        }

        return digits > 0;
    }

    /// <summary>Whether a text is the number of a port.</summary>
    public static bool IsPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue;

    // A leading zero is octal for some programs and not for others, so it is no address.
    private static string? IPv4(string text)
    {
        var parts = text.Length is >= 7 and <= 15 ? text.Split('.') : [];
        return parts.Length == 4 && Array.TrueForAll(parts, IsByte) ? text : null;
    }

    private static bool IsByte(string text) =>
        text.Length is >= 1 and <= 3 && (text.Length == 1 || text[0] != '0') && byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>A network by its first address, or the address where it has only one; null for none.</summary>
    public static RecognizedToken? Network(string text)
    {
        var slash = text.IndexOf('/');
        if (
            slash < 2
            || text.Length - slash > 4
            || !int.TryParse(text.Substring(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
            || Address(text.Substring(0, slash)) is not { } first
            || first.Value.Length > slash + 30
            || text.Substring(0, slash).IndexOf(']') >= 0
        )
        {
            return null;
        }

        var bytes = IPAddress.Parse(first.Value).GetAddressBytes();
        if (first.Type == MdeIndicatorType.IPv4 && IPv4(text.Substring(0, slash)) is null)
        {
            // ::ffff:198.51.100.0/120 is the network 198.51.100.0/24 (RFC 4291, 2.5.5.2); before other forms, such as a port, no prefix stands.
            if (prefix < MappedBits || !IPAddress.TryParse(text.Substring(0, slash), out var mapped) || !mapped.IsIPv4MappedToIPv6)
            {
                return null;
            }

            prefix -= MappedBits;
        }

        if (prefix > bytes.Length * 8)
        {
            return null;
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Max(0, Math.Min(8, prefix - (i * 8)));
            bytes[i] &= (byte)(0xff << (8 - kept));
        }

        return prefix == bytes.Length * 8 ? first : new RecognizedToken(MdeIndicatorType.Cidr, FormattableString.Invariant($"{new IPAddress(bytes)}/{prefix}"));
    }

    /// <summary>An address of a resource: the scheme and the host have no case; the rest has, for the server decides. Null for none.</summary>
    public static string? Url(string text)
    {
        if (text.IndexOf("://", StringComparison.Ordinal) > 0)
        {
            if (Schemed.Match(text) is not { Success: true } match)
            {
                return null;
            }

            var rest = match.Groups["rest"].Value;
            var end = rest.IndexOfAny(['/', '?', '#']) is >= 0 and var found ? found : rest.Length;
            var authority = rest.Substring(0, end);
            var user = authority.LastIndexOf('@') + 1;
            return Host(authority.Substring(user)) is { } host
                ? $"{match.Groups["scheme"].Value.ToLowerInvariant()}://{authority.Substring(0, user)}{host}{rest.Substring(end)}"
                : null;
        }

        return
            text.IndexOf('/') > 0
            && !Prefixed.IsMatch(text)
            && Bare.Match(text) is { Success: true } bare
            && Host(bare.Groups["port"].Success ? $"{bare.Groups["host"].Value}:{bare.Groups["port"].Value}" : bare.Groups["host"].Value) is { } name
            ? name + bare.Groups["rest"].Value
            : null;
    }

    private static string? Host(string text)
    {
        var port =
            text.LastIndexOf(':') is > 0 and var colon && text.IndexOf(']') < colon && IsPort(text.Substring(colon + 1)) ? text.Substring(colon) : string.Empty;
        var name = text.Substring(0, text.Length - port.Length);
        return IPv4(name) is { } four ? four + port
            : name.Length > 2 && name[0] == '[' && name[name.Length - 1] == ']' && Address(name) is { Type: MdeIndicatorType.IPv6 } six ? $"[{six.Value}]{port}"
            : HostName.Parse(name) is { } host ? host + port
            : null;
    }

    /// <summary>A mail address; null for none.</summary>
    public static string? Mail(string text)
    {
        var start = text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? "mailto:".Length : 0;
        text = start > 0 && text.IndexOf('?') is > 0 and var query ? text.Substring(0, query) : text;
        var at = text.LastIndexOf('@');
        return
            at > start
            && text.Substring(start, at - start) is var name
            && MailName.IsMatch(name)
            && name[0] != '.'
            && name[name.Length - 1] != '.'
            && HostName.Parse(text.Substring(at + 1)) is { } host
            ? $"{name.ToLowerInvariant()}@{host}"
            : null;
    }
}
