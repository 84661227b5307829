using MdeHunting.Rows;
using MdeHunting.Text;

namespace MdeHunting;

/// <summary>A time of which a result does not have all rows, and why.</summary>
public sealed class MdeMissingWindow : MdeOutput
{
    internal MdeMissingWindow(DateTime? startTime, DateTime? endTime, string? errorId, string reason)
    {
        StartTime = startTime;
        EndTime = endTime;
        ErrorId = errorId;
        Reason = TerminalSafeText.Line(reason);
    }

    /// <summary>The beginning of that time (UTC, part of it); null for that of the query's own time.</summary>
    public DateTime? StartTime { get; }

    /// <summary>The end of that time (UTC, not part of it); null for that of the query's own time.</summary>
    public DateTime? EndTime { get; }

    /// <summary>
    /// The id of the error that tells of it, such as <c>ResultTruncated</c>, or <c>LookBackCut</c> for what the service does not keep; null where the rows were
    /// left out on purpose, by -MaxRows.
    /// </summary>
    public string? ErrorId { get; }

    /// <summary>Why rows of this time are missing, as a sentence.</summary>
    public string Reason { get; }

    /// <inheritdoc/>
    public override string ToString() => StartTime is null && EndTime is null ? Reason : $"{ExactText.Of(StartTime)} to {ExactText.Of(EndTime)}: {Reason}";
}
