namespace MdeHunting.Contract;

/// <summary>What is asked of a service.</summary>
/// <param name="Query">The query, in KQL.</param>
internal sealed record HuntingRequest(string Query)
{
    /// <summary>Texts in the query that may not be told, wherever a service repeats them.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The query without texts that may not be shown; null where it has none.</summary>
    public string? Redacted { get; init; }

    /// <summary>The query as it may be shown.</summary>
    public string ShownQuery => Redacted ?? Query;

    /// <summary>How many rows to give at the most, on purpose; null for all of them.</summary>
    public int? MaxRows { get; init; }

    /// <summary>
    /// The time to look at beside the query's own filters, in ISO 8601 (<c>start/end</c>, <c>P30D</c>, …); null for the service's own. Only Graph takes one; to
    /// the others it is not sent.
    /// </summary>
    public string? Timespan { get; init; }

    /// <summary>The start of the time that the query was limited to (UTC, inclusive), for who records it; null for the query's own.</summary>
    public DateTime? StartTime { get; init; }

    /// <summary>The end of that time (UTC, exclusive); null for the query's own.</summary>
    public DateTime? EndTime { get; init; }

    /// <summary>Whether nothing but <see cref="Timespan"/> bounds it in the time that was asked for, so that it must not be sent without.</summary>
    public bool NeedsTimespan { get; init; }

    /// <summary>
    /// A response with at least so many rows is set aside: none of them is handed on, for the query will be asked again in parts. Null for never.
    /// </summary>
    public int? SetAsideFrom { get; init; }

    /// <summary>Whether it only counts rows, to plan the requests for them: its own rows are none of the query's, for who records it.</summary>
    public bool IsCount { get; init; }

    /// <summary>
    /// Whether <see cref="HuntingResponse.ContentSha256"/> is computed. Only where it is asked for: it takes some tens of milliseconds for a response of 50 MB,
    /// on the thread that validates it.
    /// </summary>
    public bool HashesContent { get; init; }

    /// <summary>
    /// Keeps the responses, whatever becomes of them, as they come; <see cref="HuntingResponse.ContentSha256"/> is told too. Null for nobody, which costs nothing.
    /// </summary>
    public IResponseRecorder? Recorder { get; init; }

    /// <summary>How patiently it is sent.</summary>
    public SendingOptions Sending { get; init; } = SendingOptions.Default;

    /// <summary>
    /// Whether it may be sent again as it is after a failure. A gateway's 504 may be its own trouble or the query's cost: where the query can be sent in parts,
    /// it is repeated once, since parts cost calls, and no more, since each may take minutes. What stays silent, or takes as long as the service lets a query
    /// run, is repeated once too.
    /// </summary>
    /// <param name="failure">What it failed with.</param>
    /// <param name="isFirst">Whether it failed for the first time.</param>
    public bool MayRepeatAfter(HuntingException failure, bool isFirst) =>
        failure.MayRepeat && (isFirst || !(failure.MayRepeatOnce || (failure.MayNarrow && SetAsideFrom is not null)));
}
