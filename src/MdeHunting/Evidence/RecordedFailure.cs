using MdeHunting.Journal;

namespace MdeHunting.Evidence;

/// <summary>What a bag tells of what ended a query, or a request.</summary>
internal static class RecordedFailure
{
    /// <summary>The id of one that the caller stopped.</summary>
    public const string StoppedId = "QueryStopped";

    /// <summary>The event of the log that says why nothing more could be written.</summary>
    public const string NotWrittenEvent = "notWritten";

    /// <summary>Why a query has no end in the log.</summary>
    /// <param name="lines">The log's lines.</param>
    /// <param name="begin">The line that began the query.</param>
    public static string WhyInterrupted(IReadOnlyList<JournalLine> lines, JournalLine begin) =>
        lines.SkipWhile(line => line != begin).FirstOrDefault(line => line.Text("event") is NotWrittenEvent or "continued") is { } next
        && next.Text("event") == NotWrittenEvent
            ? $"the bag couldn't be written to: {next.Text("why")}"
            : "the process that recorded it ended.";

    /// <summary>What is told of it.</summary>
    /// <param name="failure">What ended it.</param>
    /// <param name="isWhole">Whether a response that had come is in the bag as a whole.</param>
    public static JournalLine ToLine(Exception failure, bool isWhole) =>
        failure switch
        {
            MdeException known => Line(known.ErrorId, known.What),
            OperationCanceledException => Line(
                StoppedId,
                "The caller stopped the command, with Ctrl+C or by a command behind it that took no more rows, such as Select-Object -First. "
                    + (
                        isWhole
                            ? "The response was received and stored as a whole: Import-MdeEvidence returns all of its rows."
                            : "No response had been received as a whole by then, so Import-MdeEvidence returns no rows of it."
                    )
            ),
            _ => Line(failure.GetType().Name, failure.Message),
        };

    private static JournalLine Line(string id, string what) => new JournalLine().With("errorId", id).With("failure", what);
}
