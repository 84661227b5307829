namespace MdeHunting.Contract;

/// <summary>What may help against the failure of a query without a person.</summary>
[Flags]
internal enum HuntingRemedies
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The very same query a moment later. Alone: the response was none of a query's, so that it is sent again so many times (-RetryLimit).</summary>
    Repeat = 1,

    /// <summary>
    /// The same query over a shorter time: the service refused this query for its own cost. Where the tenant's share is used up it would not help: asking more
    /// often makes that worse.
    /// </summary>
    Narrow = 2,

    /// <summary>The same query once there is some of the tenant's share of the service again, which is used up: it is not the query's own cost.</summary>
    WaitForShare = 4,

    /// <summary>
    /// Besides <see cref="Repeat"/>: as long as it may be waited out (-RetryTimeout), however often that is. Nobody was reached, the connection broke off, or
    /// the service was not there for the moment (HTTP 408, 502, 503, 504).
    /// </summary>
    WaitOut = 8,

    /// <summary>
    /// Besides <see cref="Repeat"/>: once, on a new connection. The one that it was sent on has gone silent, where the service itself would have said that the
    /// query takes too long.
    /// </summary>
    Reconnect = 16,

    /// <summary>
    /// Besides <see cref="WaitOut"/>: once. The response took as long as the service lets a query run, so that the query itself may be why, and each time costs
    /// minutes.
    /// </summary>
    Once = 32,
}
