using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting;

/// <summary>One request to the service, and what came back.</summary>
public sealed class MdeHuntingCall : MdeOutput
{
    internal MdeHuntingCall(HuntingResponse response, DateTime? startTime, DateTime? endTime)
    {
        StartTime = startTime;
        EndTime = endTime;
        RequestId = response.RequestId;
        SentQuery = response.SentQuery;
        ContentSha256 = response.ContentSha256;
        RowCount = response.RowCount;
        RowsKept = response.RowsHandedOn;
        Bytes = response.Bytes;
        StartedAt = response.StartedAt;
        FinishedAt = response.FinishedAt;
        Took = response.Elapsed;
    }

    internal MdeHuntingCall(HuntingException refusal, DateTime startedAt, DateTime finishedAt, DateTime? startTime, DateTime? endTime)
    {
        StartTime = startTime;
        EndTime = endTime;
        RequestId = refusal.GetRequestId() ?? string.Empty;
        ErrorId = refusal.ErrorId;
        StartedAt = startedAt;
        FinishedAt = finishedAt;
        Took = finishedAt - startedAt;
    }

    /// <summary>The beginning of the time that was asked for (UTC); null for the query's own.</summary>
    public DateTime? StartTime { get; }

    /// <summary>The end of the time that was asked for (UTC); null for the query's own.</summary>
    public DateTime? EndTime { get; }

    /// <summary>The service's id of the request: what Microsoft's support asks for.</summary>
    public string RequestId { get; }

    /// <summary>
    /// The query as it was sent, which may be limited in time, or to a part of it; a literal that's secret is h"***". Null where the request was refused.
    /// </summary>
    public string? SentQuery { get; }

    /// <summary>
    /// The SHA-256 of the response's JSON, decompressed, in lower-case hexadecimal digits: that of the content that a bag of evidence has. Null where the
    /// request was refused.
    /// </summary>
    public string? ContentSha256 { get; }

    /// <summary>The id of the error that the request ended with, where the query was sent again without its Timespan; null where it was answered.</summary>
    public string? ErrorId { get; }

    /// <summary>How many rows the response had.</summary>
    public int RowCount { get; }

    /// <summary>
    /// How many of them are in the result: fewer with -MaxRows, and none where the response was too large and its time was asked for again in parts.
    /// </summary>
    public int RowsKept { get; }

    /// <summary>How many bytes of the response came over the wire, compressed or not; 0 where the request was refused.</summary>
    public long Bytes { get; }

    /// <summary>When the request was sent (UTC, by this machine's clock).</summary>
    public DateTime StartedAt { get; }

    /// <summary>When the whole response was there (UTC, by this machine's clock).</summary>
    public DateTime FinishedAt { get; }

    /// <summary>The time from sending the request to receiving the whole response.</summary>
    public string Elapsed => SpanText.Of(Took);

    /// <summary>The same as a time span.</summary>
    internal TimeSpan Took { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        TerminalSafeText.Line(
            ErrorId is null ? FormattableString.Invariant($"{RequestId}: {RowCount:N0} {(RowCount == 1 ? "row" : "rows")}") : $"{RequestId}: {ErrorId}"
        );
}
