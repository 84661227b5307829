using MdeHunting.Indicators;

namespace MdeHunting.Sweeps;

/// <summary>The ledger of a sweep: an entry for each indicator and connection, from before its first call on.</summary>
internal sealed class SweepLedger
{
    private readonly Dictionary<(MdeConnection, MdeIndicator), MdeIndicatorLedgerEntry> _entries = [];

    /// <param name="connections">The connections.</param>
    /// <param name="indicators">The indicators, those too that are not looked for.</param>
    public SweepLedger(IReadOnlyList<MdeConnection> connections, IReadOnlyList<MdeIndicator> indicators)
    {
        foreach (var connection in connections)
        {
            foreach (var indicator in indicators)
            {
                _entries.Add((connection, indicator), new MdeIndicatorLedgerEntry(connection.Name, connection.TenantId, indicator));
            }
        }

        Entries = [.. _entries.Values];
    }

    /// <summary>The entries, by connection in the order of the indicators.</summary>
    public IReadOnlyList<MdeIndicatorLedgerEntry> Entries { get; }

    /// <summary>An entry.</summary>
    public MdeIndicatorLedgerEntry Of(MdeConnection connection, SweptIndicator indicator) => _entries[(connection, indicator.Indicator)];

    /// <summary>Each indicator once, however many sources state it; one that is looked for stands in for the same one that is not.</summary>
    public static IReadOnlyList<MdeIndicator> Distinct(IEnumerable<MdeIndicator> indicators)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        var kept = new List<MdeIndicator>();
        foreach (var indicator in indicators)
        {
            if (!first.TryGetValue(KeyOf(indicator), out var place))
            {
                first.Add(KeyOf(indicator), kept.Count);
                kept.Add(indicator);
            }
            else if (kept[place].Skip is not null && indicator.Skip is null)
            {
                kept[place] = indicator;
            }
        }

        return kept;
    }

    // Values are compared without case, but for what comes behind the host of a URL; of what could not be read, nothing is known.
    private static string KeyOf(MdeIndicator indicator) =>
        indicator.Kind is MdeIndicatorType.Url or MdeIndicatorType.Unknown ? StepOutcome.KeyOf(indicator) : StepOutcome.KeyOf(indicator).ToUpperInvariant();

    /// <summary>Notes how far a table was searched for some indicators.</summary>
    public void Note(MdeConnection connection, IEnumerable<SweptIndicator> indicators, Func<SweptIndicator, TableSearch> search)
    {
        foreach (var indicator in indicators)
        {
            Of(connection, indicator).Note(search(indicator));
        }
    }

    /// <summary>Notes that a table was not searched for some indicators, but for those for which it was.</summary>
    public void Fail(MdeConnection connection, IEnumerable<SweptIndicator> indicators, TableSearch search)
    {
        foreach (var indicator in indicators)
        {
            Of(connection, indicator).Fail(search);
        }
    }

    /// <summary>Notes what was found.</summary>
    public void Add(MdeConnection connection, SweptIndicator indicator, int hits, MdeIndicatorGrade? grade) => Of(connection, indicator).Add(hits, grade);

    /// <summary>Notes that rows of an indicator's hits are missing.</summary>
    public void MissRows(MdeConnection connection, MdeIndicator indicator, string table, string reason) =>
        _entries[(connection, indicator)].MissRows(table, reason);

    /// <summary>What has not been searched by now will not be.</summary>
    public void Close(string reason)
    {
        foreach (var entry in Entries)
        {
            entry.Close(reason);
        }
    }
}
