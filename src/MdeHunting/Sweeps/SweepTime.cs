using MdeHunting.Kql.Time;
using MdeHunting.Running;
using MdeHunting.Running.Time;

namespace MdeHunting.Sweeps;

/// <summary>The time of a sweep: one for all of its calls, those too that are made when it is resumed.</summary>
/// <param name="Now">The moment of the sweep (UTC).</param>
/// <param name="Range">The time that is searched.</param>
/// <param name="IsAsked">Whether a person asked for that time; else it is the thirty days before the moment.</param>
internal sealed record SweepTime(DateTime Now, TimeRange Range, bool IsAsked)
{
    /// <summary>
    /// What the services do not keep of it any more; null for nothing. Of thirty days that nobody asked for, a long sweep outlives some, which is not told as
    /// missing.
    /// </summary>
    /// <param name="clock">The time (UTC).</param>
    public LookBack? CutAt(DateTime clock) =>
        LookBack.Of(Range, clock - Now < RunOptions.DefaultSlack ? Now : clock) is { } cut && (IsAsked || cut.IsWhole) ? cut : null;
}
