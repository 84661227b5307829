using MdeHunting.Kql.Time;

namespace MdeHunting.Running.Windows;

/// <summary>What is left of a time once parts of it are had.</summary>
internal static class TimeCover
{
    /// <summary>The times between the parts, the oldest first.</summary>
    /// <param name="range">The whole time.</param>
    /// <param name="had">The parts, in any order.</param>
    public static IReadOnlyList<TimeRange> Left(TimeRange range, IEnumerable<TimeRange> had)
    {
        var left = new List<TimeRange>();
        var start = range.Start;
        foreach (var part in had.OrderBy(part => part.Start))
        {
            if (part.Start > start)
            {
                left.Add(new TimeRange(start, part.Start < range.End ? part.Start : range.End));
            }

            start = part.End > start ? part.End : start;
            if (start >= range.End)
            {
                return left;
            }
        }

        left.Add(new TimeRange(start, range.End));
        return left;
    }
}
