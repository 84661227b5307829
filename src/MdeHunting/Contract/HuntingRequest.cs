namespace MdeHunting.Contract;

/// <summary>What is asked of a service.</summary>
/// <param name="Query">The query, in KQL.</param>
internal sealed record HuntingRequest(string Query)
{
    /// <summary>How many rows to give at the most, on purpose; null for all of them.</summary>
    public int? MaxRows { get; init; }

    /// <summary>
    /// The time to look at beside the query's own filters, in ISO 8601 (<c>start/end</c>, <c>P30D</c>, …); null for the service's own. Only Graph takes one; to
    /// the others it is not sent.
    /// </summary>
    public string? Timespan { get; init; }

    /// <summary>
    /// An answer with at least so many rows is set aside: none of them is handed on, for the query will be asked again in parts. Null for never.
    /// </summary>
    public int? SetAsideFrom { get; init; }

    /// <summary>How patiently it is sent.</summary>
    public SendingOptions Sending { get; init; } = SendingOptions.Default;
}
