using MdeHunting.Journal;

namespace MdeHunting.Evidence;

/// <summary>What a bag tells of what ended a query, or a request.</summary>
internal static class RecordedFailure
{
    /// <summary>The id of one that the caller stopped.</summary>
    public const string StoppedId = "QueryStopped";

    /// <summary>The event of the log that says why nothing more could be written.</summary>
    public const string NotWrittenEvent = "notWritten";

    /// <summary>Why a query has no end where the log doesn't say.</summary>
    public const string NotKnown = "the process that recorded it ended, or can't write to the bag.";

    /// <summary>Why a query has no end in the log.</summary>
    /// <param name="lines">The log's lines.</param>
    /// <param name="begin">The line that began the query.</param>
    /// <param name="untold">Why this process could not write to the bag, where its log doesn't say so.</param>
    public static string WhyInterrupted(IReadOnlyList<JournalLine> lines, JournalLine begin, string? untold = null) =>
        lines.SkipWhile(line => line != begin).FirstOrDefault(line => line.Text("event") is NotWrittenEvent or "continued") switch
        {
            { } next when next.Text("event") == NotWrittenEvent => $"the bag couldn't be written to: {next.Text("why")}",
            null when untold is not null => $"the bag couldn't be written to: {untold}",
            _ => NotKnown,
        };

    /// <summary>What is told of it.</summary>
    /// <param name="failure">What ended it.</param>
    /// <param name="isWhole">Whether a response that had come is in the bag as a whole.</param>
    /// <param name="rows">How many rows were returned until then.</param>
    public static JournalLine ToLine(Exception failure, bool isWhole, long rows) =>
        failure switch
        {
            MdeException known => Line(known.ErrorId, known.What),
            OperationCanceledException => Line(
                StoppedId,
                FormattableString.Invariant($"The caller stopped the command after {rows:N0} {(rows == 1 ? "row" : "rows")}, ")
                    + "with Ctrl+C or by a command behind it that took no more rows, such as Select-Object -First. "
                    + (
                        isWhole
                            ? "The response that it was returning is stored as a whole: Import-MdeEvidence returns all rows of that response."
                            : "The response to the request of that moment wasn't received as a whole: Import-MdeEvidence returns no rows of it."
                    )
            ),
            _ => Line(failure.GetType().Name, failure.Message),
        };

    private static JournalLine Line(string id, string what) => new JournalLine().With("errorId", id).With("failure", what);
}
