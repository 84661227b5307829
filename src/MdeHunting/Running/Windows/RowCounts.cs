using MdeHunting.Kql.Time;

namespace MdeHunting.Running.Windows;

/// <summary>How finely rows are counted over a time before it is divided, and what the counts say.</summary>
internal static class RowCounts
{
    // Enough to find bursts in a month (every 4 minutes), and a response of less than a megabyte.
    private const int MostBins = 10_000;

    // The second count looks only where the first found many.
    private const int MostFineBins = 40_000;

    // Each is a condition of the second count's query.
    private const int MostHeavy = 100;

    // A response of as many rows as it may have tells nothing, and the bins at both ends may be cut ones.
    private const int SpareRows = 3;

    // Windows are made of whole bins: with bins of a tenth at the most, each is nine tenths full at the least.
    private const int PartsOfWindow = 10;

    /// <summary>The width of the bins of a first count.</summary>
    /// <param name="range">The time.</param>
    /// <param name="rowLimit">How many rows the response may have; each bin is one.</param>
    public static TimeSpan Width(TimeRange range, int rowLimit) => Width(range.Duration.Ticks, Math.Min(MostBins, rowLimit - SpareRows));

    /// <summary>The bins that hold so many rows that windows could not be filled well with them; the largest of them where they are very many.</summary>
    /// <param name="bins">The bins.</param>
    /// <param name="worthAsking">How many rows a window is to have.</param>
    /// <returns>In order.</returns>
    public static IReadOnlyList<TimeBin> Heavy(IEnumerable<TimeBin> bins, long worthAsking) =>
        [
            .. bins.Where(bin => bin.Rows > worthAsking / PartsOfWindow && HuntingWindow.IsDivisible(bin.Range))
                .OrderByDescending(bin => bin.Rows)
                .Take(MostHeavy)
                .OrderBy(bin => bin.Range.Start),
        ];

    /// <summary>The times of bins that are in order, with those that touch each other as one.</summary>
    public static IReadOnlyList<TimeRange> Times(IEnumerable<TimeBin> bins)
    {
        var times = new List<TimeRange>();
        foreach (var bin in bins)
        {
            if (times.Count > 0 && times[times.Count - 1].End == bin.Range.Start)
            {
                times[times.Count - 1] = times[times.Count - 1] with { End = bin.Range.End };
            }
            else
            {
                times.Add(bin.Range);
            }
        }

        return times;
    }

    /// <summary>The width of the bins of a second count, over the bins that hold many rows; null where they cannot be cut any finer.</summary>
    public static TimeSpan? FineWidth(IReadOnlyList<TimeBin> heavy, TimeSpan width, int rowLimit)
    {
        var fine = Width(heavy.Sum(bin => bin.Range.Duration.Ticks), Math.Min(MostFineBins, rowLimit - SpareRows));
        return fine < width ? fine : null;
    }

    /// <summary>
    /// The bins of a response, cut to the time that was asked for and in order; none where they overlap, since then they are no bins of that width.
    /// </summary>
    /// <param name="counts">The start of each bin and its rows, as they came.</param>
    /// <param name="width">How wide the bins are.</param>
    /// <param name="range">The time that was asked for.</param>
    public static IReadOnlyList<TimeBin> ToBins(IEnumerable<(DateTime Start, long Rows)> counts, TimeSpan width, TimeRange range) =>
        Apart([
            .. counts
                .Where(count => count.Rows > 0 && count.Start < range.End && range.Start - count.Start < width)
                .OrderBy(count => count.Start)
                .Select(count => new TimeBin(Cut(count.Start, width, range), count.Rows)),
        ]);

    /// <summary>Puts the finer bins in the place of those that they are of.</summary>
    public static IReadOnlyList<TimeBin> Refine(IReadOnlyList<TimeBin> bins, IReadOnlyList<TimeBin> heavy, IReadOnlyList<TimeBin> fine)
    {
        var refined = heavy.Where(bin => fine.Any(part => part.Range.Start >= bin.Range.Start && part.Range.Start < bin.Range.End)).ToArray();
        return Apart([.. bins.Except(refined).Concat(fine).OrderBy(bin => bin.Range.Start)]) is { Count: > 0 } all ? all : bins;
    }

    private static IReadOnlyList<TimeBin> Apart(IReadOnlyList<TimeBin> bins)
    {
        for (var i = 1; i < bins.Count; i++)
        {
            if (bins[i].Range.Start < bins[i - 1].Range.End)
            {
                return [];
            }
        }

        return bins;
    }

    // Doubled from the shortest on, so that each width divides the longer ones and each fine bin lies in one bin.
    private static TimeSpan Width(long ticks, int most)
    {
        var width = HuntingWindow.Shortest.Ticks;
        while (width <= ticks && width < ticks / Math.Max(1, most))
        {
            width *= 2;
        }

        return TimeSpan.FromTicks(width);
    }

    private static TimeRange Cut(DateTime start, TimeSpan width, TimeRange range) =>
        new(start < range.Start ? range.Start : start, range.End - start < width ? range.End : start + width);
}
