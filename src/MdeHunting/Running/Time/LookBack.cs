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

    private LookBack(TimeRange range, DateTime kept)
    {
        (IsWhole, Kept) = (range.End <= kept, kept);
        Missing = IsWhole ? range : range with { End = kept };
        Timespan = TimeRange.IsoMoment(range.Start);
    }

    /// <summary>The time that is not kept.</summary>
    public TimeRange Missing { get; }

    /// <summary>Whether that is all of the time that was asked for.</summary>
    public bool IsWhole { get; }

    /// <summary>From when on the services keep rows (UTC).</summary>
    public DateTime Kept { get; }

    /// <summary>Why it is missing.</summary>
    public string Reason => $"The time range {(IsWhole ? "ends" : "begins")} before the 30 days that the service retains.";

    /// <summary>Graph's Timespan for all that the query asks for: from then on.</summary>
    public string Timespan { get; }

    /// <summary>What is missing, for the result.</summary>
    public MdeMissingWindow ToMissingWindow() => new(Missing.Start, Missing.End, ErrorId, Reason);

    /// <summary>What a time that was asked for has of it; null where it has nothing.</summary>
    public static LookBack? Of(TimeRange range, DateTime now) =>
        range.Start < now - TimeRangeRequest.Reach ? new LookBack(range, now - TimeRangeRequest.Reach) : null;
}
