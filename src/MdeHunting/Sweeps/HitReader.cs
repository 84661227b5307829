using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using MdeHunting.Indicators;

namespace MdeHunting.Sweeps;

/// <summary>
/// Decides which of the values that a call returned are indicators, and in which way: a query's operators find more than what is meant (<c>not-evil.com</c> has
/// the word evil.com), so that nothing is a hit because of them alone.
/// </summary>
internal sealed class HitReader
{
    private static readonly Regex AddressLike = new(@"[0-9A-Fa-f:.]{3,45}", RegexOptions.CultureInvariant);
    private static readonly char[] EndOfUrl = ['"', ',', ' ', '[', ']', '{', '}', '\'', '<', '>', '\t', '\r', '\n'];

    private readonly MdeConnection _connection;
    private readonly SweptTable _table;
    private readonly ILookup<string, SweptIndicator> _byText;
    private readonly List<(IPAddress First, int Prefix, SweptIndicator Indicator)> _networks = [];
    private readonly Dictionary<string, List<(UrlParts Url, SweptIndicator Indicator)>> _urls = new(StringComparer.Ordinal);
    private readonly List<(PathParts Path, SweptIndicator Indicator)> _paths;
    private readonly List<(RegistryPath Key, SweptIndicator Indicator)> _keys;
    private readonly List<SweptIndicator> _parts;
    private readonly SortedSet<MdeIndicatorType> _missingHashes = [];
    private readonly Dictionary<(SweptIndicator, MdeIndicatorGrade, string Column, string Value), MdeIndicatorHit> _hits = [];
    private readonly Dictionary<MdeIndicatorHit, HashSet<(int Place, string Value)>> _found = [];
    private readonly Dictionary<MdeIndicatorHit, (FoundNames Devices, FoundNames Accounts)> _names = [];

    /// <param name="connection">The connection that was asked.</param>
    /// <param name="table">The table.</param>
    /// <param name="indicators">What was looked for in it.</param>
    public HitReader(MdeConnection connection, SweptTable table, IReadOnlyList<SweptIndicator> indicators)
    {
        (_connection, _table) = (connection, table);
        _byText = indicators
            .SelectMany(indicator => indicator.Terms, (indicator, term) => (Key: Key(term.List, term.Text), Indicator: indicator))
            .Distinct()
            .ToLookup(term => term.Key, term => term.Indicator, StringComparer.OrdinalIgnoreCase);
        _paths = [.. Of(indicators, MdeIndicatorType.FilePath).Select(one => (PathParts.Of(one.Indicator.Value), one))];
        _keys = [.. Of(indicators, MdeIndicatorType.RegistryKey).Select(one => (RegistryPath.Of(one.Indicator.Value), one))];
        _parts =
        [
            .. Of(indicators, MdeIndicatorType.MailSubject),
            .. Of(indicators, MdeIndicatorType.CommandLine),
            .. Of(indicators, MdeIndicatorType.UserAgent),
        ];
        foreach (var network in Of(indicators, MdeIndicatorType.Cidr))
        {
            var parts = network.Indicator.Value.Split('/');
            _networks.Add((IPAddress.Parse(parts[0]), int.Parse(parts[1], CultureInfo.InvariantCulture), network));
        }

        foreach (var one in Of(indicators, MdeIndicatorType.Url))
        {
            var url = UrlParts.Of(one.Indicator.Value);
            if (!_urls.TryGetValue(url.Host, out var same))
            {
                _urls.Add(url.Host, same = []);
            }

            same.Add((url, one));
        }
    }

    /// <summary>What was found.</summary>
    public IReadOnlyCollection<MdeIndicatorHit> Hits => _hits.Values;

    /// <summary>The types of hashes that some rows don't have of a file of which they have another one.</summary>
    public IReadOnlyCollection<MdeIndicatorType> MissingHashes => _missingHashes;

    /// <summary>The values of the columns that a hit was read of.</summary>
    public IReadOnlyCollection<(int Place, string Value)> ValuesOf(MdeIndicatorHit hit) => _found[hit];

    /// <summary>Reads a row.</summary>
    /// <param name="row">The row.</param>
    public void Read(CountedValue row)
    {
        var isMissing = row.Place.StartsWith(SweepQuery.WithoutHash, StringComparison.Ordinal);
        var number = isMissing ? row.Place.Substring(SweepQuery.WithoutHash.Length) : row.Place;
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var place) || place >= _table.Columns.Count)
        {
            return;
        }

        if (isMissing)
        {
            _missingHashes.Add(
                _table.Columns[place].Kind switch
                {
                    SweptKind.Sha1 => MdeIndicatorType.Sha1,
                    SweptKind.Sha256 => MdeIndicatorType.Sha256,
                    _ => MdeIndicatorType.Md5,
                }
            );
            return;
        }

        foreach (var (indicator, grade, value) in Match(_table.Columns[place].Kind, row.Value).Distinct())
        {
            Add(row, place, indicator, grade, value);
        }
    }

    private void Add(CountedValue row, int place, SweptIndicator indicator, MdeIndicatorGrade grade, string value)
    {
        var column = _table.Columns[place].Name;
        if (!_hits.TryGetValue((indicator, grade, column, value), out var hit))
        {
            hit = new MdeIndicatorHit(_connection.Name, _connection.TenantId, indicator.Indicator, grade, _table.Name, column, value);
            _hits.Add((indicator, grade, column, value), hit);
            _found.Add(hit, []);
            _names.Add(hit, (new FoundNames(), new FoundNames()));
        }

        _found[hit].Add((place, row.Value));
        hit.Count += row.Count;
        hit.FirstSeen = hit.FirstSeen is { } first && first <= row.FirstSeen ? first : row.FirstSeen ?? hit.FirstSeen;
        hit.LastSeen = hit.LastSeen is { } last && last >= row.LastSeen ? last : row.LastSeen ?? hit.LastSeen;
        var (devices, accounts) = _names[hit];
        devices.Add(row.Devices, row.DeviceCount);
        accounts.Add(row.Accounts, row.AccountCount);
        (hit.Devices, hit.DeviceCount, hit.IsDeviceCountEstimated) = (devices.Shown, devices.Count, devices.IsEstimated);
        (hit.Accounts, hit.AccountCount, hit.IsAccountCountEstimated) = (accounts.Shown, accounts.Count, accounts.IsEstimated);
    }

    private IEnumerable<(SweptIndicator, MdeIndicatorGrade, string)> Match(SweptKind kind, string value) =>
        kind switch
        {
            SweptKind.Sha1 => Exact(SweepList.Sha1, value)
                .Concat(_byText[Key(SweepList.WidenedSha1, value)].Select(one => (one, MdeIndicatorGrade.SameFile, value))),
            SweptKind.Sha256 => Exact(SweepList.Sha256, value),
            SweptKind.Md5 => Exact(SweepList.Md5, value),
            SweptKind.Address => Address(value, value),
            SweptKind.AddressText => AddressLike.Matches(value).Cast<Match>().SelectMany(match => Address(match.Value, match.Value)),
            SweptKind.Host or SweptKind.Url => Url(value),
            SweptKind.UrlText => value.Split(EndOfUrl, StringSplitOptions.RemoveEmptyEntries).SelectMany(Url),
            SweptKind.FileName => Exact(SweepList.FileNames, value),
            SweptKind.Path => _paths.Select(one => (one.Indicator, one.Path.Compare(value), value)).Where(one => one.Item2 is not null).Select(Known),
            SweptKind.RegistryKey => _keys.Select(one => (one.Indicator, one.Key.Compare(value), value)).Where(one => one.Item2 is not null).Select(Known),
            SweptKind.RegistryEntry => _keys
                .Where(one => one.Key.Compare(value) == MdeIndicatorGrade.Exact)
                .Select(one => (one.Indicator, MdeIndicatorGrade.Exact, value)),
            SweptKind.RegistryValue => Exact(SweepList.RegistryValues, value),
            SweptKind.Mail => Exact(SweepList.Mails, value),
            SweptKind.MessageId => Exact(SweepList.MessageIds, value),
            SweptKind.Sid => Exact(SweepList.Sids, value),
            SweptKind.ObjectId => Exact(SweepList.ObjectIds, value),
            SweptKind.AccountName => Exact(SweepList.AccountNames, value)
                .Select(one => (one.Item1, one.Item1.Indicator.Value.IndexOf('\\') < 0 ? one.Item2 : MdeIndicatorGrade.Part, one.Item3)),
            SweptKind.Certificate => Exact(SweepList.Certificates, value),
            SweptKind.Subject => Part(MdeIndicatorType.MailSubject, value),
            SweptKind.CommandLine => Part(MdeIndicatorType.CommandLine, value),
            SweptKind.UserAgent => Part(MdeIndicatorType.UserAgent, value),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    private static (SweptIndicator, MdeIndicatorGrade, string) Known((SweptIndicator Indicator, MdeIndicatorGrade? Grade, string Value) one) =>
        (one.Indicator, one.Grade!.Value, one.Value);

    private IEnumerable<(SweptIndicator, MdeIndicatorGrade, string)> Exact(SweepList list, string value) =>
        _byText[Key(list, value)].Select(one => (one, MdeIndicatorGrade.Exact, value));

    private IEnumerable<(SweptIndicator, MdeIndicatorGrade, string)> Part(MdeIndicatorType type, string value) =>
        _parts
            .Where(one => one.Indicator.Kind == type && value.IndexOf(one.Indicator.Value, StringComparison.OrdinalIgnoreCase) >= 0)
            .Select(one => (one, value.Length == one.Indicator.Value.Length ? MdeIndicatorGrade.Exact : MdeIndicatorGrade.Part, value));

    // The host of a URL that is looked for may be an address, which stands in columns of addresses without the rest of the URL.
    private IEnumerable<(SweptIndicator, MdeIndicatorGrade, string)> Address(string text, string value, bool isAlone = true)
    {
        if (!IPAddress.TryParse(text.Trim('.'), out var parsed) || (parsed.AddressFamily == AddressFamily.InterNetwork && text.Count(c => c == '.') < 3))
        {
            return [];
        }

        var address = parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed;
        return _byText[Key(SweepList.Addresses, address.ToString())]
            .Select(one => (one, isAlone && one.Indicator.Kind != MdeIndicatorType.Url ? MdeIndicatorGrade.Exact : MdeIndicatorGrade.SameHost, value))
            .Concat(
                _networks
                    .Where(network => isAlone && IsWithin(address, network.First, network.Prefix))
                    .Select(network => (network.Indicator, MdeIndicatorGrade.InNetwork, value))
            );
    }

    private IEnumerable<(SweptIndicator, MdeIndicatorGrade, string)> Url(string value)
    {
        var found = UrlParts.Of(value);
        var hits = new List<(SweptIndicator, MdeIndicatorGrade, string)>();
        for (var name = found.Host; name.Length > 0; name = name.IndexOf('.') is >= 0 and var point ? name.Substring(point + 1) : string.Empty)
        {
            var grade =
                name.Length < found.Host.Length ? MdeIndicatorGrade.Subdomain
                : found.IsBare ? MdeIndicatorGrade.Exact
                : MdeIndicatorGrade.SameHost;
            hits.AddRange(_byText[Key(SweepList.Hosts, name)].Where(one => one.Indicator.Kind == MdeIndicatorType.Domain).Select(one => (one, grade, value)));
        }

        hits.AddRange(Address(found.Host, value, found.IsBare).Where(hit => hit.Item1.Indicator.Kind != MdeIndicatorType.Url));
        if (_urls.TryGetValue(found.Host, out var same))
        {
            hits.AddRange(same.Select(one => (one.Indicator, Grade(one.Url, found), value)));
        }

        return hits;
    }

    private static MdeIndicatorGrade Grade(UrlParts sought, UrlParts found) =>
        sought.Port != found.Port ? MdeIndicatorGrade.SameHost
        : found.Rest == sought.Rest ? (found.IsBare && !sought.IsBare ? MdeIndicatorGrade.SameHost : MdeIndicatorGrade.Exact)
        : sought.Rest.Length > 0 && found.Begins(sought.Rest) ? MdeIndicatorGrade.UrlPrefix
        : MdeIndicatorGrade.SameHost;

    private static bool IsWithin(IPAddress address, IPAddress first, int prefix)
    {
        var (bytes, network) = (address.GetAddressBytes(), first.GetAddressBytes());
        if (bytes.Length != network.Length)
        {
            return false;
        }

        for (var i = 0; i < bytes.Length && prefix > i * 8; i++)
        {
            var mask = (byte)(0xff << (8 - Math.Min(8, prefix - (i * 8))));
            if ((bytes[i] & mask) != (network[i] & mask))
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<SweptIndicator> Of(IEnumerable<SweptIndicator> indicators, MdeIndicatorType type) =>
        indicators.Where(indicator => indicator.Indicator.Kind == type);

    private static string Key(SweepList list, string text) => $"{list} {text}";
}

/// <summary>A value of a column, as the service counted it.</summary>
/// <param name="Place">The column.</param>
/// <param name="Value">The value.</param>
/// <param name="Count">How many rows have it.</param>
/// <param name="FirstSeen">When the first was (UTC).</param>
/// <param name="LastSeen">When the last was (UTC).</param>
internal sealed record CountedValue(string Place, string Value, long Count, DateTime? FirstSeen, DateTime? LastSeen)
{
    /// <summary>The devices, one more than are named where there are more.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>How many devices there are, as the service estimates it.</summary>
    public long DeviceCount { get; init; }

    /// <summary>The accounts, likewise.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>How many accounts there are, likewise.</summary>
    public long AccountCount { get; init; }
}
