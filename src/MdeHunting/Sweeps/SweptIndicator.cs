using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MdeHunting.Indicators;

namespace MdeHunting.Sweeps;

/// <summary>An indicator that is looked for, and the texts by which a query finds what may be it.</summary>
internal sealed class SweptIndicator
{
    // As IPv6 writes an address of IPv4, which is how some rows have it (RFC 4291, 2.5.5.2).
    private const string Mapped = "::ffff:";

    /// <param name="indicator">The indicator.</param>
    /// <param name="widened">The SHA-1 hashes of the files whose SHA-256 it is.</param>
    public SweptIndicator(MdeIndicator indicator, IReadOnlyList<string>? widened = null)
    {
        Indicator = indicator;
        Widened = widened ?? [];
        Terms = [.. Read(indicator).Concat(Widened.Select(sha1 => (SweepList.WidenedSha1, sha1)))];
    }

    /// <summary>The indicator.</summary>
    public MdeIndicator Indicator { get; }

    /// <summary>The SHA-1 hashes of the files whose SHA-256 it is, as far as they are known.</summary>
    public IReadOnlyList<string> Widened { get; }

    /// <summary>The texts, and in which list each is.</summary>
    public IReadOnlyList<(SweepList List, string Text)> Terms { get; }

    private static IEnumerable<(SweepList, string)> Read(MdeIndicator indicator)
    {
        var value = indicator.Value;
        switch (indicator.Kind)
        {
            case MdeIndicatorType.IPv4:
                return OfIPv4(value);
            case MdeIndicatorType.IPv6:
                return OfIPv6(value);
            case MdeIndicatorType.Cidr:
                return [(value.IndexOf(':') < 0 ? SweepList.Networks4 : SweepList.Networks6, value)];
            case MdeIndicatorType.Domain:
                return Names(value);
            case MdeIndicatorType.Url:
                var host = UrlParts.Of(value).Host;
                return [.. Names(host), .. Addresses(host)];
            case MdeIndicatorType.FilePath:
                return PathParts.Of(value).Prefilters.SelectMany(text => Words(SweepList.Paths, text));
            case MdeIndicatorType.RegistryKey:
                // Reports write a value behind its key, as if it were one more key.
                return
                [
                    .. Words(SweepList.RegistryKeys, RegistryPath.Of(value).Prefilter),
                    .. Entries(value.TrimEnd('\\')).SelectMany(name => Words(SweepList.RegistryEntries, name)),
                ];
            case MdeIndicatorType.MessageId:
                var bare = value.Trim('<', '>');
                return new[] { value, bare, $"<{bare}>" }.Distinct().Select(one => (SweepList.MessageIds, one));
            case MdeIndicatorType.AccountName:
                return [(SweepList.AccountNames, value.Substring(value.LastIndexOf('\\') + 1))];
            default:
                return Lists.TryGetValue(indicator.Kind, out var list) ? [(list, value)] : [];
        }
    }

    private static IEnumerable<(SweepList, string)> OfIPv4(string address) =>
        [(SweepList.Addresses, address), (SweepList.Addresses, Mapped + address), (SweepList.IPv4InText, address)];

    private static IEnumerable<(SweepList, string)> OfIPv6(string address) =>
        [
            .. new[] { address, WithoutShortening(address, "x4"), WithoutShortening(address, "x") }.Distinct().Select(one => (SweepList.Addresses, one)),
            (SweepList.IPv6InText, address),
        ];

    // A host without a name is in columns of addresses; 1 and 0x7f are none that rows have.
    private static IEnumerable<(SweepList, string)> Addresses(string host) =>
        !IPAddress.TryParse(host, out var address) || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != host) ? []
        : address.AddressFamily == AddressFamily.InterNetwork ? OfIPv4(host)
        : address.IsIPv4MappedToIPv6 ? OfIPv4(address.MapToIPv4().ToString())
        : OfIPv6(address.ToString());

    private static readonly Dictionary<MdeIndicatorType, SweepList> Lists = new()
    {
        [MdeIndicatorType.Sha1] = SweepList.Sha1,
        [MdeIndicatorType.Sha256] = SweepList.Sha256,
        [MdeIndicatorType.Md5] = SweepList.Md5,
        [MdeIndicatorType.FileName] = SweepList.FileNames,
        [MdeIndicatorType.RegistryValue] = SweepList.RegistryValues,
        [MdeIndicatorType.MailAddress] = SweepList.Mails,
        [MdeIndicatorType.AccountUpn] = SweepList.Mails,
        [MdeIndicatorType.MailSubject] = SweepList.Subjects,
        [MdeIndicatorType.AccountSid] = SweepList.Sids,
        [MdeIndicatorType.AccountObjectId] = SweepList.ObjectIds,
        [MdeIndicatorType.CertificateThumbprint] = SweepList.Certificates,
        [MdeIndicatorType.SignerHash] = SweepList.Certificates,
        [MdeIndicatorType.CommandLine] = SweepList.CommandLines,
        [MdeIndicatorType.UserAgent] = SweepList.UserAgents,
    };

    // A text without a word would be in every row.
    private static IEnumerable<(SweepList, string)> Words(SweepList list, string text) => text.Any(char.IsLetterOrDigit) ? [(list, text)] : [];

    // What may be the name of a value below a key: such a name can be the path of a program, and so have backslashes. Ahead of it are a hive and a key.
    private static IEnumerable<string> Entries(string key)
    {
        var first = key.IndexOf('\\');
        for (var place = key.LastIndexOf('\\'); place > first; place = key.LastIndexOf('\\', place - 1))
        {
            yield return key.Substring(place + 1);
        }

        if (first >= 0 && key.LastIndexOf('\\') == first)
        {
            yield return key.Substring(first + 1);
        }
    }

    // A name is in rows as it was written, and that may be in any script.
    private static IEnumerable<(SweepList, string)> Names(string host)
    {
        var other = host.IndexOf("xn--", StringComparison.Ordinal) < 0 ? null : HostName.ToUnicode(host);
        return other is null || other == host ? [(SweepList.Hosts, host)] : [(SweepList.Hosts, host), (SweepList.Hosts, other)];
    }

    private static string WithoutShortening(string address, string format)
    {
        var bytes = IPAddress.Parse(address).GetAddressBytes();
        return string.Join(
            ":",
            Enumerable.Range(0, bytes.Length / 2).Select(i => ((bytes[2 * i] << 8) | bytes[(2 * i) + 1]).ToString(format, CultureInfo.InvariantCulture))
        );
    }
}
