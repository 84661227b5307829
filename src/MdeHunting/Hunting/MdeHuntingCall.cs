using MdeHunting.Pipeline;
using MdeHunting.Service;

namespace MdeHunting.Hunting;

/// <summary>One request to the service, and what came back.</summary>
public sealed class MdeHuntingCall
{
    internal MdeHuntingCall(HuntingAnswer answer, DateTime? startTime, DateTime? endTime)
    {
        StartTime = startTime;
        EndTime = endTime;
        RequestId = answer.RequestId;
        RowCount = answer.RowCount;
        RowsKept = answer.RowsHandedOn;
        Bytes = answer.Bytes;
        StartedAt = answer.StartedAt;
        FinishedAt = answer.FinishedAt;
        Elapsed = answer.Elapsed;
    }

    /// <summary>The beginning of the time that was asked for (UTC); null for the query's own.</summary>
    public DateTime? StartTime { get; }

    /// <summary>The end of the time that was asked for (UTC); null for the query's own.</summary>
    public DateTime? EndTime { get; }

    /// <summary>The service's id of the request: what Microsoft's support asks for.</summary>
    public string RequestId { get; }

    /// <summary>How many rows the answer had.</summary>
    public int RowCount { get; }

    /// <summary>How many of them are in the result: fewer with -MaxRows, and none where the answer was too large and its time was asked for again in parts.</summary>
    public int RowsKept { get; }

    /// <summary>How many bytes came over the wire, compressed or not.</summary>
    public long Bytes { get; }

    /// <summary>When the request was sent (UTC, by this machine's clock).</summary>
    public DateTime StartedAt { get; }

    /// <summary>When the whole answer was there (UTC, by this machine's clock).</summary>
    public DateTime FinishedAt { get; }

    /// <summary>The time between.</summary>
    public TimeSpan Elapsed { get; }

    /// <inheritdoc/>
    public override string ToString() => VisibleText.Line(FormattableString.Invariant($"{RequestId}: {RowCount:N0} rows"));
}
