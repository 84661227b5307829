using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Internal;
using MdeHunting.Kql.Writing;

namespace MdeHunting.Commands;

/// <summary>
/// A command that sends queries: how long it waits for each, how often it sends it again, and how much of the tenant's quota it leaves alone.
/// </summary>
public abstract class SendingCommand : AsyncCommand
{
    private const int MostSeconds = 24 * 60 * 60;

    private protected SendingCommand() { }

    /// <summary>How many seconds one request may take; without it the service's own limit (180, Endpoint 200) and the way there and back.</summary>
    [Parameter]
    [ValidateRange(1, MostSeconds)]
    public int TimeoutSec { get; set; }

    /// <summary>
    /// How often a query is sent again after a response that is none of a query's: empty, cut short, damaged, a page, an error with HTTP 200 or 500. With 0
    /// each query is sent once, whatever happens, unless -RetryTimeout is specified too.
    /// </summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int RetryLimit { get; set; } = SendingOptions.Default.RetryLimit;

    /// <summary>
    /// How long faults that pass by themselves are waited out: a service that cannot be reached, a connection that breaks off, HTTP 408, 502, 503, 504. A
    /// TimeSpan, or 10m as KQL writes it; 10 minutes unless told otherwise. The time counts once for a connection, from its first such fault until there is a
    /// response; after it, each further query is sent once, until one has a response.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string RetryTimeout { get; set; } = KqlWriter.Value(SendingOptions.Default.RetryTimeout);

    /// <summary>How long a query may wait for the tenant's quota in all: a TimeSpan, or 15m as KQL writes it. 15 minutes unless told otherwise.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string MaxQuotaWait { get; set; } = KqlWriter.Value(SendingOptions.Default.MaxQuotaWait);

    /// <summary>How many percent of the tenant's quotas are left to others: its own detections and programs need them too. 20 unless told otherwise.</summary>
    [Parameter]
    [ValidateRange(0, 95)]
    public int ReserveQuota { get; set; } = (int)(SendingOptions.Default.Reserve * 100);

    /// <summary>What the parameters say of it.</summary>
    /// <exception cref="HuntingException">One of them is not valid.</exception>
    private protected SendingOptions Sending() =>
        new()
        {
            TimeLimit = TimeoutSec == 0 ? null : TimeSpan.FromSeconds(TimeoutSec),
            RetryLimit = RetryLimit,
            RetryTimeout = SendsOnce ? TimeSpan.Zero : DurationArgument.Parse("-RetryTimeout", RetryTimeout),
            MaxQuotaWait = DurationArgument.Parse("-MaxQuotaWait", MaxQuotaWait),
            Reserve = ReserveQuota / 100.0,
        };

    // Whoever wants no query to be sent again, and says nothing of a time, wants no time either.
    private bool SendsOnce => RetryLimit == 0 && !MyInvocation.BoundParameters.ContainsKey(nameof(RetryTimeout));
}
