using MdeHunting.Kql.Time;

namespace MdeHunting.Hunting.Windows;

/// <summary>A span of time that a query is asked over.</summary>
/// <param name="Range">The time.</param>
/// <param name="Expected">How many rows were counted there; null where they were not.</param>
/// <param name="MayCount">Whether counting its rows may still help to divide it.</param>
internal sealed record HuntingWindow(TimeRange Range, long? Expected = null, bool MayCount = false)
{
    /// <summary>The shortest window that is asked for; what is too large even so cannot be had.</summary>
    public static TimeSpan Shortest { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether it is long enough to be cut in two.</summary>
    public bool CanBeHalved => Range.Duration.Ticks >= 2 * Shortest.Ticks;
}
