using MdeHunting.Kql.Time;

namespace MdeHunting.Sweeps;

/// <summary>The time of a sweep: one for all of its calls, those too that are made when it is resumed.</summary>
/// <param name="Now">The moment of the sweep (UTC).</param>
/// <param name="Range">The time that is searched.</param>
/// <param name="IsAsked">Whether a person asked for that time; else it is the thirty days before the moment.</param>
internal sealed record SweepTime(DateTime Now, TimeRange Range, bool IsAsked);
