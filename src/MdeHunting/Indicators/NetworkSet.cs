namespace MdeHunting.Indicators;

/// <summary>Networks, by the lengths of their prefixes, so that ten thousands of them are asked as fast as ten.</summary>
internal sealed class NetworkSet
{
    private readonly SortedDictionary<int, Dictionary<string, string>> _byPrefix = [];

    /// <summary>Takes an address or a network; false where the text is none.</summary>
    public bool Add(string text)
    {
        if (AddressRange.Parse(text) is not { } range)
        {
            return false;
        }

        if (!_byPrefix.TryGetValue(range.Prefix, out var same))
        {
            _byPrefix[range.Prefix] = same = new Dictionary<string, string>(StringComparer.Ordinal);
        }

        same[range.Key(range.Prefix)] = text;
        return true;
    }

    /// <summary>The network that an address, or the whole of a network, lies in; null where it lies in none, or the text is none.</summary>
    public string? Find(string text)
    {
        if (AddressRange.Parse(text) is not { } range)
        {
            return null;
        }

        foreach (var (prefix, networks) in _byPrefix.Select(entry => (entry.Key, entry.Value)))
        {
            if (prefix > range.Prefix)
            {
                break;
            }

            if (networks.TryGetValue(range.Key(prefix), out var network))
            {
                return network;
            }
        }

        return null;
    }
}
