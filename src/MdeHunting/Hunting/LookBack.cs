using MdeHunting.Kql.Reading;
using MdeHunting.Kql.Time;
using MdeHunting.Schema;

namespace MdeHunting.Hunting;

/// <summary>
/// What a query asks for that is older than what the services keep. Graph looks back thirty days unless it is told otherwise, and says nothing of it.
/// https://learn.microsoft.com/graph/api/security-security-runhuntingquery
/// </summary>
internal sealed class LookBack
{
    /// <summary>The id under which a result says that such a time is missing.</summary>
    public const string ErrorId = "LookBackCut";

    // A filter on the time cannot do without one of these.
    private static readonly string[] WordsOfTime = ["ago", "now", "date"];

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
    public MdeMissingWindow ToMissingWindow() => new(Missing.Start, Missing.End, ErrorId, "It is older than the thirty days that the service keeps.");

    /// <summary>What a time that was asked for has of it; null where it has nothing.</summary>
    public static LookBack? Of(TimeRange range, DateTime now) => range.Start < now - AskedTime.Reach
        ? new LookBack(range.Start, range.End < now - AskedTime.Reach ? range.End : now - AskedTime.Reach)
        : null;

    /// <summary>What a query's own filters ask for of it; null where they ask for nothing.</summary>
    public static LookBack? Of(string query, DateTime now) =>
        Array.Exists(WordsOfTime, word => query.Contains(word)) && QueryReader.Read(query, TimeColumns.Bundled).Since?.At(now) is { } since && since < now - AskedTime.Reach
            ? new LookBack(since, now - AskedTime.Reach)
            : null;

    /// <summary>What a reader of the result should know of the time that it is of; null where the query itself says it, or reads nothing that has a time.</summary>
    public static string? Note(string query, DateTime now)
    {
        var reading = QueryReader.Read(query, TimeColumns.Bundled);
        return reading.Since?.At(now) is null && reading.Tables.Any(table => table.TimeColumn is not null)
            ? $"No start time was found in the query, so it has what the service keeps: thirty days, from {TimeRange.Moment(now - AskedTime.Reach)} on."
            : null;
    }
}
