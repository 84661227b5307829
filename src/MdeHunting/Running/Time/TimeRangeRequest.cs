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
                        $"-Timespan '{timespan}' is not a time span.",
                        TimespanArgument.Advice(timespan) ?? "Specify one such as 7d, 24h, P7D, or 2026-11-01T00:00Z/P1D."
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
            throw Failure(FormattableString.Invariant($"The time span {duration} is not longer than nothing."), "Give one such as 7d, 24h or P7D.");
        }

        if (start is not null && end is not null && duration is not null)
        {
            throw Failure("The time is said twice: by its start and end, and by how long it is.", "Give two of -StartTime, -EndTime and -Timespan.");
        }

        var range = Settle(start, end, duration, now);
        if (range.Start >= now)
        {
            throw Failure(
                $"The time asked for starts at {TimeRange.Moment(range.Start)}, which is in the future.",
                $"It is {TimeRange.Moment(now)} now: give an earlier start."
            );
        }

        if (range.End <= range.Start)
        {
            throw Failure(
                $"The time asked for ends at {TimeRange.Moment(range.End)}, and starts at {TimeRange.Moment(range.Start)}: there is nothing between.",
                "Give an end after the start; the end itself is not part of the time."
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
            throw Failure($"A time of {duration ?? Reach} reaches from there beyond what can be told.", "Give a shorter one, or another start or end.", e);
        }
    }

    private DateTime? Once(string parameter, DateTime? given, DateTime? ofTimespan)
    {
        if (given is not null && ofTimespan is not null)
        {
            throw Failure($"{parameter} and -Timespan say the same.", $"Leave out {parameter}, or give -Timespan as a duration such as 7d.");
        }

        return given is null ? ofTimespan : Utc(Sure(parameter, given.Value));
    }

    // Without a kind it is what the clock on the wall showed.
    private DateTime Utc(DateTime moment) => LocalMoment.ToUtc(moment, Zone);

    private DateTime Sure(string parameter, DateTime moment) =>
        LocalMoment.Fault(moment, Zone) is { } fault ? throw Failure($"{parameter} {fault.What}", fault.NextStep) : moment;

    private string Unspecified(string parameter, DateTime moment) =>
        $"-{parameter} does not say whether it is UTC or local; it is taken as local, which is {TimeRange.Moment(Utc(moment))}.";

    private static HuntingException Failure(string what, string nextStep, Exception? inner = null) => new(HuntingFailure.TimeInvalid, what, nextStep, inner);
}
