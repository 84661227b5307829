namespace MdeHunting.Contract;

/// <summary>How patiently a query is sent.</summary>
internal sealed record SendingOptions
{
    /// <summary>What is meant where nothing was said.</summary>
    public static SendingOptions Default { get; } = new();

    /// <summary>How long one request may take; null for the service's own limit and the way there and back.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>How often a query is sent again after a response that was none of a query's; a query changes nothing, so it may be repeated.</summary>
    public int RetryLimit { get; init; } = 4;

    /// <summary>How long faults that pass by themselves are waited out: once for a connection, until there is a response.</summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a query may wait for the tenant's quota in all.</summary>
    public TimeSpan MaxQuotaWait { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The share of the tenant's quotas that is left to others, from 0 to 1: they are the tenant's, and its own detections need them too.</summary>
    public double Reserve { get; init; } = 0.2;
}
