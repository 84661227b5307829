using MdeHunting.Kql.Analysis;
using MdeHunting.Kql.Time;
using MdeHunting.Tables;

namespace MdeHunting.Running.Time;

/// <summary>
/// The time that a query's own filters ask for. The query is read at the most once, and not at all where no filter on the time can be in it and nobody asks for
/// more.
/// </summary>
/// <param name="query">The query.</param>
/// <param name="now">The moment of the run (UTC).</param>
internal sealed class OwnTime(string query, DateTime now)
{
    // A filter on the time cannot do without one of these, or makes the time a text or a number.
    private static readonly string[] WordsOfTime =
    [
        "ago",
        "now",
        "date",
        "tostring",
        "tolong",
        "toint",
        "toreal",
        "todouble",
        "todecimal",
        "startswith",
        "has",
        "contains",
    ];

    private readonly Lazy<AskedStart> _start = new(() => QueryAnalyzer.Read(query, TimeColumns.Bundled).Start.At(now), LazyThreadSafetyMode.None);

    /// <summary>What they ask for that the service does not keep; null where they ask for nothing of it.</summary>
    public LookBack? Cut =>
        Array.Exists(WordsOfTime, word => query.Contains(word)) && _start.Value.Moment is { } since && since < now
            ? LookBack.Of(new TimeRange(since, now), now)
            : null;

    /// <summary>
    /// What a reader of the result should know of the time that it is of; null where the query itself says it, or reads nothing that has a time.
    /// </summary>
    public string? Note
    {
        get
        {
            var kept = $"the service retains: 30 days, from {TimeRange.Moment(now - TimeRangeRequest.Reach)} on.";
            return _start.Value switch
            {
                { Moment: { } since } when since < now - TimeRangeRequest.Reach => null,
                { IsUntold: true } => $"The start time in the query's filters couldn't be determined, so its rows are at most what {kept}",
                { IsOpen: true } => $"No start time was found in the query, so its rows are what {kept}",
                _ => null,
            };
        }
    }
}
