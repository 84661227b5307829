using MdeHunting.Kql.Time;

namespace MdeHunting.Running.Windows;

/// <summary>How many rows of a result lie in a span of time.</summary>
internal readonly record struct TimeBin(TimeRange Range, long Rows);
