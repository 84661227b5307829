using MdeHunting.Kql.Time;

namespace MdeHunting.Running.Time;

/// <summary>The time that was asked for, by <c>-StartTime</c>, <c>-EndTime</c> and <c>-Timespan</c>; null for each that was not said.</summary>
internal sealed record TimeRangeRequest(DateTime? Start, DateTime? End, TimespanArgument? Timespan)
{
    /// <summary>How far back the services reach. https://learn.microsoft.com/defender-xdr/advanced-hunting-limits</summary>
    public static TimeSpan Reach { get; } = TimeSpan.FromDays(30);

    /// <summary>The zone of a time that does not say its offset.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>Reads the three parameters.</summary>
    /// <exception cref="HuntingException"><c>-Timespan</c> is not a time span.</exception>
    public static TimeRangeRequest Of(DateTime? start, DateTime? end, string? timespan) =>
        new(
            start,
            end,
            timespan is null
                ? null
                : TimespanArgument.Parse(timespan)
                    ?? throw Failure(
                        $"The value '{timespan}' for -Timespan isn't valid.",
                        TimespanArgument.Advice(timespan) ?? "Specify a duration such as 7d, 24h, or P7D, or an interval such as 2026-11-01T00:00Z/P1D."
                    )
        );

    /// <summary>Whether any was said.</summary>
    public bool IsAsked => Start is not null || End is not null || Timespan is not null;

    /// <summary>What is to be known of how it was read; for verbose.</summary>
    public IEnumerable<string> Notes()
    {
        if (Start is { Kind: DateTimeKind.Unspecified } start)
        {
            yield return Unspecified("StartTime", start);
        }

        if (End is { Kind: DateTimeKind.Unspecified } end)
        {
            yield return Unspecified("EndTime", end);
        }
    }

    /// <summary>
    /// The range in UTC. A missing end is the moment of the run; a missing start is how far back the services reach, so that an end alone asks for nothing
    /// that they do not keep, unless the end itself lies before that.
    /// </summary>
    /// <param name="now">The moment of the run (UTC).</param>
    /// <exception cref="HuntingException">The parts make no sense together.</exception>
    public TimeRange ToRange(DateTime now)
    {
        var start = Once("-StartTime", Start, Timespan?.Start);
        var end = Once("-EndTime", End, Timespan?.End);
        var duration = Timespan?.Duration;
        if (duration <= TimeSpan.Zero)
        {
            throw Failure(
                FormattableString.Invariant($"The time span {duration} isn't valid: it must be greater than zero."),
                "Specify a duration such as 7d, 24h, or P7D."
            );
        }

        if (start is not null && end is not null && duration is not null)
        {
            throw Failure("-StartTime, -EndTime, and -Timespan can't be used together.", "Specify two of them.");
        }

        var range = Settle(start, end, duration, now);
        if (range.Start >= now)
        {
            throw Failure(
                $"The time range starts at {TimeRange.Moment(range.Start)}, which is in the future.",
                $"The current time is {TimeRange.Moment(now)}. Specify an earlier start."
            );
        }

        if (range.End <= range.Start)
        {
            throw Failure(
                $"The time range ends at {TimeRange.Moment(range.End)}, which isn't after its start at {TimeRange.Moment(range.Start)}.",
                "Specify an end after the start. The end itself isn't part of the time range."
            );
        }

        return range;
    }

    private static TimeRange Settle(DateTime? start, DateTime? end, TimeSpan? duration, DateTime now)
    {
        try
        {
            return (start, end, duration) switch
            {
                ({ } from, { } to, _) => new TimeRange(from, to),
                ({ } from, null, { } span) => new TimeRange(from, from + span),
                ({ } from, null, null) => new TimeRange(from, now),
                (null, { } to, null) when to > now - Reach => new TimeRange(now - Reach, to),
                (null, var to, var span) => new TimeRange((to ?? now) - (span ?? Reach), to ?? now),
            };
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw Failure(
                $"The date that results from a duration of {duration ?? Reach} is out of range.",
                "Specify a shorter duration, or another start or end.",
                e
            );
        }
    }

    private DateTime? Once(string parameter, DateTime? given, DateTime? ofTimespan)
    {
        if (given is not null && ofTimespan is not null)
        {
            throw Failure(
                $"{parameter} can't be used together with an interval in -Timespan that states it.",
                $"Remove {parameter}, or specify a duration such as 7d for -Timespan."
            );
        }

        return given is null ? ofTimespan : Utc(Sure(parameter, given.Value));
    }

    // Without a kind it is what the clock on the wall showed.
    private DateTime Utc(DateTime moment) => LocalMoment.ToUtc(moment, Zone);

    private DateTime Sure(string parameter, DateTime moment) =>
        LocalMoment.Fault(moment, Zone) is { } fault ? throw Failure($"{parameter} {fault.What}", fault.NextStep) : moment;

    private string Unspecified(string parameter, DateTime moment) =>
        $"-{parameter} doesn't specify UTC or local time. It's interpreted as local time, which is {TimeRange.Moment(Utc(moment))}.";

    private static HuntingException Failure(string what, string nextStep, Exception? inner = null) => new(HuntingFailure.TimeInvalid, what, nextStep, inner);
}
