using MdeHunting.Kql.Time;

namespace MdeHunting.Running.Windows;

/// <summary>A span of time that a query is asked over.</summary>
/// <param name="Range">The time.</param>
/// <param name="Bins">Where its rows were counted to lie, in the order of the run; null where they were not counted.</param>
internal sealed record HuntingWindow(TimeRange Range, IReadOnlyList<TimeBin>? Bins = null)
{
    /// <summary>
    /// The distance of the moments at which a window may be cut, which are its multiples as those of KQL's bins are. So what is too large between two of them
    /// is too large in every run, whatever its windows were before.
    /// </summary>
    public static TimeSpan Shortest { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How many rows were counted there; null where they were not.</summary>
    public long? Counted => Bins?.Sum(bin => bin.Rows);

    /// <summary>Whether it can be cut in two.</summary>
    public bool CanBeCut => IsDivisible(Range);

    /// <summary>The same window with those of the bins that lie in it.</summary>
    public HuntingWindow With(IEnumerable<TimeBin> bins) =>
        this with
        {
            Bins = [.. bins.Where(bin => bin.Range.Start < Range.End && bin.Range.End > Range.Start)],
        };

    /// <summary>Whether a time can be cut in two.</summary>
    public static bool IsDivisible(TimeRange range) => CutAfter(range.Start) < range.End;

    /// <summary>The first moment after this one at which a window may be cut.</summary>
    public static DateTime CutAfter(DateTime moment) => moment.AddTicks(Shortest.Ticks - moment.Ticks % Shortest.Ticks);

    /// <summary>The last moment before this one at which a window may be cut.</summary>
    public static DateTime CutBefore(DateTime moment) => moment.AddTicks(-((moment.Ticks - 1) % Shortest.Ticks) - 1);
}
