namespace MdeHunting.Contract;

/// <summary>What may help against the failure of a query without a person.</summary>
[Flags]
internal enum HuntingRemedies
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The very same query a moment later: the network broke off, or the service failed for a reason of its own.</summary>
    Repeat = 1,

    /// <summary>
    /// The same query over a shorter time: the service refused this query for its own cost. Where the tenant's share is used up it would not help: asking more
    /// often makes that worse.
    /// </summary>
    Narrow = 2,

    /// <summary>The same query once there is some of the tenant's share of the service again, which is used up: it is not the query's own cost.</summary>
    WaitForShare = 4,
}
