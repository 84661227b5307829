using MdeHunting.Contract;
using MdeHunting.Indicators;

namespace MdeHunting.Sweeps;

/// <summary>What came of a call: what the ledger says of each indicator that it looked for, and what was found.</summary>
/// <param name="State">How far the table was searched.</param>
/// <param name="Reason">Why no further; null where it was searched as a whole.</param>
internal sealed record StepOutcome(SearchState State, string? Reason)
{
    private const string NotAColumn = "The table has no column for it in this tenant.";

    /// <summary>The id of the error that tells that rows are missing; null where none is told.</summary>
    public string? ErrorId { get; init; }

    /// <summary>Whether what is missing may be had when it is asked for again, which it is when the sweep is resumed.</summary>
    public bool MayPass { get; init; }

    /// <summary>From when on it was searched (UTC), where that is later than what was asked for.</summary>
    public DateTime? Since { get; init; }

    /// <summary>Whether nothing is missing but what the service does not retain.</summary>
    public bool IsCut { get; init; }

    /// <summary>The types of hashes that some rows don't have of a file of which they have another one.</summary>
    public IReadOnlyCollection<MdeIndicatorType> MissingHashes { get; init; } = [];

    /// <summary>How many hits each indicator has, by its type and value; those without are left out.</summary>
    public IReadOnlyDictionary<string, int> Found { get; init; } = new Dictionary<string, int>();

    /// <summary>In which way each indicator was found, the most alike of its hits.</summary>
    public IReadOnlyDictionary<string, MdeIndicatorGrade> Grades { get; init; } = new Dictionary<string, MdeIndicatorGrade>();

    /// <summary>The values that the hits were read of, by the places of their columns.</summary>
    public IReadOnlyList<(int Place, string Value)> Values { get; init; } = [];

    /// <summary>What tells an indicator from the others of a sweep.</summary>
    public static string KeyOf(MdeIndicator indicator) => $"{indicator.Type} {indicator.Value}";

    /// <summary>Notes it in a ledger.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="sweep">The tenant.</param>
    /// <param name="step">The call.</param>
    public void Note(SweepLedger ledger, TenantSweep sweep, SweepStep step)
    {
        foreach (var indicator in step.Indicators.Where(_ => Found.Count > 0))
        {
            if (Found.TryGetValue(KeyOf(indicator.Indicator), out var hits))
            {
                ledger.Add(sweep.Connection, indicator, hits, Grades.TryGetValue(KeyOf(indicator.Indicator), out var grade) ? grade : (MdeIndicatorGrade?)null);
            }
        }

        ledger.Note(
            sweep.Connection,
            step.Indicators,
            indicator =>
                State is SearchState.Whole && MissingHashes.Contains(indicator.Indicator.Kind) && indicator.Widened.Count == 0
                    ? Search(step, SearchState.Part, NotCompared(indicator.Indicator.Kind, sweep)) with
                    {
                        Since = Since,
                    }
                    : Search(step, State, Reason) with
                    {
                        Since = Since,
                        IsCut = IsCut,
                    }
        );
    }

    /// <summary>Notes of which indicators the table has no column in the tenant.</summary>
    /// <returns>The call for the others, by the table as it is there; null where it has none for any.</returns>
    public static SweepStep? Adapt(SweepStep step, KnownTable live, SweepLedger ledger, MdeConnection connection)
    {
        var table = IndicatorColumns.Bundled.Of(live);
        SweptIndicator[] possible = table is null ? [] : [.. step.Indicators.Where(indicator => SweepPlanner.IsIn(indicator, table))];
        ledger.Note(connection, step.Indicators.Except(possible), _ => Search(step, SearchState.NotThere, NotAColumn));
        return possible.Length == 0 ? null : step with { Table = table!, Indicators = possible, Live = live };
    }

    /// <summary>How far a table was searched.</summary>
    public static TableSearch Search(SweepStep step, SearchState state, string? reason) => new(step.Table.Name, step.Table.IsState, state, reason);

    private static string NotCompared(MdeIndicatorType hash, TenantSweep sweep) =>
        hash == MdeIndicatorType.Sha1 ? "Not all rows could be compared: some have another hash of a file, but not its SHA-1. Also search for its SHA-256."
        : hash == MdeIndicatorType.Md5 ? "Not all rows could be compared: some have another hash of a file, but not its MD5. Also search for its SHA-1."
        : sweep.HasWideningGaps ? "Not all rows could be compared: some have only the SHA-1 of a file, and a query for the SHA-1 of this SHA-256 failed."
        : sweep.Widens ? "Not all rows could be compared: some have only the SHA-1 of a file, and no SHA-1 of a file with this SHA-256 is known."
        : "Not all rows could be compared: some have only the SHA-1 of a file. -Widen searches for the SHA-1 of the same files as well.";
}
