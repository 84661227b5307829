using MdeHunting.Text;

namespace MdeHunting.Kql.Time;

/// <summary>A span of time, half-open: from its start on, and before its end. Both are UTC.</summary>
internal readonly record struct TimeRange(DateTime Start, DateTime End)
{
    /// <summary>How long it is.</summary>
    public TimeSpan Duration => End - Start;

    /// <summary>As Graph's Timespan, in whole seconds and never narrower. https://learn.microsoft.com/graph/api/security-security-runhuntingquery</summary>
    public string ToIsoInterval() => $"{Iso(Floor(Start))}/{Iso(Ceiling(End))}";

    /// <summary>The same for all from a moment on.</summary>
    public static string IsoMoment(DateTime start) => Iso(Floor(start));

    /// <inheritdoc/>
    public override string ToString() => $"{Moment(Start)} to {Moment(End)}";

    /// <summary>A moment to read: UTC with a Z, to the last digit that is not zero.</summary>
    public static string Moment(DateTime moment) => UtcText.Short(moment);

    private static string Iso(DateTime moment) => UtcText.IsoSecond(moment);

    private static DateTime Floor(DateTime moment) => new(moment.Ticks - moment.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc);

    // The last second that a DateTime can tell has no next.
    private static DateTime Ceiling(DateTime moment) =>
        Floor(moment) is var floor && floor < moment && floor <= DateTime.MaxValue.AddSeconds(-1) ? floor.AddSeconds(1) : floor;
}
