using MdeHunting.Kql.Time;

namespace MdeHunting.Running.Windows;

/// <summary>A span of time that a query is asked over.</summary>
/// <param name="Range">The time.</param>
/// <param name="Bins">Where its rows were counted to lie, in the order of the run; null where they were not counted.</param>
internal sealed record HuntingWindow(TimeRange Range, IReadOnlyList<TimeBin>? Bins = null)
{
    /// <summary>The shortest window that is asked for; what is too large even so cannot be had.</summary>
    public static TimeSpan Shortest { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How many rows were counted there; null where they were not.</summary>
    public long? Counted => Bins?.Sum(bin => bin.Rows);

    /// <summary>Whether it is long enough to be cut in two.</summary>
    public bool CanBeHalved => IsDivisible(Range);

    /// <summary>The same window with those of the bins that lie in it.</summary>
    public HuntingWindow With(IEnumerable<TimeBin> bins) =>
        this with
        {
            Bins = [.. bins.Where(bin => bin.Range.Start < Range.End && bin.Range.End > Range.Start)],
        };

    /// <summary>Whether a time is long enough to be cut in two.</summary>
    public static bool IsDivisible(TimeRange range) => range.Duration.Ticks >= 2 * Shortest.Ticks;
}
