using MdeHunting.Kql.Time;

namespace MdeHunting.Running.Time;

/// <summary>
/// What a query asks for that is older than what the services keep. Graph looks back thirty days unless it is told otherwise, and says nothing of it.
/// https://learn.microsoft.com/graph/api/security-security-runhuntingquery
/// </summary>
internal sealed class LookBack
{
    /// <summary>The id under which a result says that such a time is missing.</summary>
    public const string ErrorId = "LookBackCut";

    private LookBack(DateTime since, DateTime until)
    {
        Missing = new TimeRange(since, until);
        Timespan = TimeRange.IsoMoment(since);
    }

    /// <summary>The time that is not kept.</summary>
    public TimeRange Missing { get; }

    /// <summary>Graph's Timespan for all that the query asks for: from then on.</summary>
    public string Timespan { get; }

    /// <summary>What is missing, for the result.</summary>
    public MdeMissingWindow ToMissingWindow() => new(Missing.Start, Missing.End, ErrorId, "The time range begins before the 30 days that the service retains.");

    /// <summary>What a time that was asked for has of it; null where it has nothing.</summary>
    public static LookBack? Of(TimeRange range, DateTime now) =>
        range.Start < now - TimeRangeRequest.Reach
            ? new LookBack(range.Start, range.End < now - TimeRangeRequest.Reach ? range.End : now - TimeRangeRequest.Reach)
            : null;
}
