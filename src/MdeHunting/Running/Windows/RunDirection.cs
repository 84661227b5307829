using MdeHunting.Kql.Time;

namespace MdeHunting.Running.Windows;

/// <summary>From which end on a time is asked for: the end that is asked for first is the near one.</summary>
/// <param name="IsNewestFirst">Whether the run begins at the end and not at the start.</param>
internal readonly record struct RunDirection(bool IsNewestFirst)
{
    /// <summary>The end at which the run begins.</summary>
    public DateTime Near(TimeRange range) => IsNewestFirst ? range.End : range.Start;

    /// <summary>The end at which the run ends.</summary>
    public DateTime Far(TimeRange range) => IsNewestFirst ? range.Start : range.End;

    /// <summary>The moment that is so many ticks from the near end, or the far end where that is nearer.</summary>
    public DateTime Within(TimeRange range, double ticks)
    {
        if (ticks >= range.Duration.Ticks)
        {
            return Far(range);
        }

        return IsNewestFirst ? range.End.AddTicks(-(long)ticks) : range.Start.AddTicks((long)ticks);
    }

    /// <summary>
    /// The moment at which a time is cut so that its first piece has so many ticks at the most, or reaches to the first moment at which it may be cut;
    /// the far end where it may not.
    /// </summary>
    public DateTime CutWithin(TimeRange range, double ticks)
    {
        var first = IsNewestFirst ? HuntingWindow.CutBefore(range.End) : HuntingWindow.CutAfter(range.Start);
        if (first <= range.Start || first >= range.End)
        {
            return Far(range);
        }

        if (ticks <= HuntingWindow.Shortest.Ticks)
        {
            return first;
        }

        var moment = Within(range, ticks);
        return moment == Far(range) ? moment
            : IsNewestFirst ? HuntingWindow.CutAfter(moment.AddTicks(-1))
            : HuntingWindow.CutBefore(moment.AddTicks(1));
    }

    /// <summary>The two pieces of a time, the one first that comes first in the run.</summary>
    public (TimeRange First, TimeRange Left) Cut(TimeRange range, DateTime boundary) =>
        IsNewestFirst ? (range with { Start = boundary }, range with { End = boundary }) : (range with { End = boundary }, range with { Start = boundary });

    /// <summary>Two pieces as one.</summary>
    public static TimeRange Join(TimeRange one, TimeRange other) =>
        new(one.Start < other.Start ? one.Start : other.Start, one.End > other.End ? one.End : other.End);
}
