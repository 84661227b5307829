namespace MdeHunting.Kql.Analysis;

/// <summary>
/// From when on the rows are that a condition lets through, as alternatives: from moments on, of which the earliest counts; from no moment at all; from one
/// that cannot be told. Where it has none of them, there are no such rows.
/// </summary>
/// <param name="Earliest">The earliest of the moments, in ticks.</param>
/// <param name="IsOpen">Whether there are rows of any time.</param>
/// <param name="IsUntold">Whether some rows begin at a moment that cannot be determined.</param>
internal readonly record struct RowTimes(decimal? Earliest, bool IsOpen, bool IsUntold)
{
    /// <summary>No rows.</summary>
    public static RowTimes Nowhere => default;

    /// <summary>Rows of any time.</summary>
    public static RowTimes Open => new(null, true, false);

    /// <summary>Rows from a moment on that cannot be told.</summary>
    public static RowTimes Untold => new(null, false, true);

    /// <summary>Rows from a moment on.</summary>
    public static RowTimes From(decimal ticks) => new(ticks, false, false);

    /// <summary>The rows of either.</summary>
    public RowTimes Or(RowTimes other) => new(Least(Earliest, other.Earliest), IsOpen || other.IsOpen, IsUntold || other.IsUntold);

    /// <summary>The rows that are of both: each alternative of the one with each of the other.</summary>
    public RowTimes And(RowTimes other)
    {
        var both = Earliest is { } one && other.Earliest is { } two ? Math.Max(one, two) : (decimal?)null;
        var alone = Least(other.IsOpen || other.IsUntold ? Earliest : null, IsOpen || IsUntold ? other.Earliest : null);
        return new(Least(both, alone), IsOpen && other.IsOpen, (IsUntold && (other.IsUntold || other.IsOpen)) || (other.IsUntold && IsOpen));
    }

    private static decimal? Least(decimal? one, decimal? other) => one is null || other is null ? one ?? other : Math.Min(one.Value, other.Value);
}
