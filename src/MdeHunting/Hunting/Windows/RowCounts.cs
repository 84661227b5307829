using MdeHunting.Kql.Time;

namespace MdeHunting.Hunting.Windows;

/// <summary>How finely rows are counted over a time before it is divided.</summary>
internal static class RowCounts
{
    // Enough to find bursts in a month (every 4 minutes), and an answer of less than a megabyte.
    private const int MostBins = 10_000;

    // The second count looks only where the first found too many.
    private const int MostFineBins = 40_000;

    /// <summary>The width of the bins of a first count.</summary>
    /// <param name="range">The time.</param>
    /// <param name="rowLimit">How many rows the answer may have; each bin is one.</param>
    public static TimeSpan Width(TimeRange range, int rowLimit) => Width(range.Duration.Ticks, Math.Min(MostBins, rowLimit / 2));

    /// <summary>
    /// The width of the bins of a second count, over the bins that hold too many rows; null where they cannot be cut any finer. It divides the first width, so
    /// that each fine bin lies in one bin.
    /// </summary>
    public static TimeSpan? FineWidth(IReadOnlyList<TimeBin> heavy, TimeSpan width, int rowLimit)
    {
        var shortest = HuntingWindow.Shortest.Ticks;
        var parts = width.Ticks / shortest;
        var fine = Width(heavy.Sum(bin => bin.Range.Duration.Ticks), Math.Min(MostFineBins, rowLimit / 2)).Ticks / shortest;
        while (fine < parts && parts % fine != 0)
            fine++;
        return fine < parts ? TimeSpan.FromTicks(fine * shortest) : null;
    }

    /// <summary>The bins of an answer, cut to the time that was asked for and in order.</summary>
    /// <param name="counts">The start of each bin and its rows, as they came.</param>
    /// <param name="width">How wide the bins are.</param>
    /// <param name="range">The time that was asked for.</param>
    public static IReadOnlyList<TimeBin> ToBins(IEnumerable<(DateTime Start, long Rows)> counts, TimeSpan width, TimeRange range) =>
    [
        .. counts.Where(count => count.Rows > 0 && count.Start < range.End && count.Start + width > range.Start)
            .OrderBy(count => count.Start)
            .Select(count => new TimeBin(Cut(count.Start, width, range), count.Rows)),
    ];

    /// <summary>Puts the finer bins in the place of those that they are of.</summary>
    public static IReadOnlyList<TimeBin> Refine(IReadOnlyList<TimeBin> bins, IReadOnlyList<TimeBin> heavy, IReadOnlyList<TimeBin> fine)
    {
        var refined = heavy.Where(bin => fine.Any(part => part.Range.Start >= bin.Range.Start && part.Range.Start < bin.Range.End)).ToArray();
        return [.. bins.Except(refined).Concat(fine).OrderBy(bin => bin.Range.Start)];
    }

    private static TimeSpan Width(long ticks, int most)
    {
        var shortest = HuntingWindow.Shortest.Ticks;
        var parts = (ticks / Math.Max(1, most) + shortest - 1) / shortest;
        return TimeSpan.FromTicks(Math.Max(1, parts) * shortest);
    }

    private static TimeRange Cut(DateTime start, TimeSpan width, TimeRange range) =>
        new(start < range.Start ? range.Start : start, start + width > range.End ? range.End : start + width);
}
