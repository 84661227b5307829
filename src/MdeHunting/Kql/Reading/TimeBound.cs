namespace MdeHunting.Kql.Reading;

/// <summary>From when on rows are asked for, as far as the query's own filters say it; counted from the moment of the run.</summary>
/// <param name="at">Gives the moment; null where it cannot be told.</param>
internal sealed class TimeBound(Func<DateTime, DateTime?> at)
{
    /// <summary>The moment, where the run is at that one (UTC).</summary>
    public DateTime? At(DateTime now) => at(now);

    /// <summary>Where both hold.</summary>
    public static TimeBound? Both(TimeBound? one, TimeBound? other) => Join(one, other, static (a, b) => a > b ? a : b);

    /// <summary>Where either holds.</summary>
    public static TimeBound? Either(TimeBound? one, TimeBound? other) => Join(one, other, static (a, b) => a < b ? a : b);

    private static TimeBound? Join(TimeBound? one, TimeBound? other, Func<DateTime, DateTime, DateTime> choose)
    {
        if (one is null || other is null)
            return one ?? other;
        return new TimeBound(now => (one.At(now), other.At(now)) is ({ } a, { } b) ? choose(a, b) : one.At(now) ?? other.At(now));
    }
}
