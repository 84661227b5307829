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

    /// <summary>
    /// Specifies how many seconds one request can take, as a number, or as a duration such as 3m. The default is the service's own limit (180
    /// seconds; 200 for Endpoint) and an allowance for the network.
    /// </summary>
    [Parameter]
    [Seconds]
    [ValidateRange(1, MostSeconds)]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public int TimeoutSec { get; set; }

    /// <summary>
    /// Specifies how many times a query is retried after a response that isn't valid: empty, incomplete, damaged, a web page, or an error with HTTP
    /// 200 or 500. With 0, each query is sent once, unless you also specify -RetryTimeout.
    /// </summary>
    [Parameter]
    [Alias("MaximumRetryCount")]
    [ValidateRange(0, 100)]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public int RetryLimit { get; set; } = SendingOptions.Default.RetryLimit;

    /// <summary>
    /// Specifies how long transient failures are retried: a service that can't be reached, a connection that is lost, or HTTP 408, 502, 503, or 504.
    /// Specify a TimeSpan, or the KQL form such as 10m. The default is 10 minutes. The time counts once for a connection, from the first such failure
    /// until there is a response. After it, each further query is sent once, until one has a response.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TimeCompleter))]
    public string RetryTimeout { get; set; } = KqlWriter.Value(SendingOptions.Default.RetryTimeout);

    /// <summary>
    /// Specifies how long a query can wait for the tenant's quota in total, as a TimeSpan or in KQL form such as 15m. The default is 15 minutes.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TimeCompleter))]
    public string MaxQuotaWait { get; set; } = KqlWriter.Value(SendingOptions.Default.MaxQuotaWait);

    /// <summary>
    /// Specifies the percentage of the tenant's quotas that is reserved for other callers, such as its own detections and programs. The default is
    /// 20.
    /// </summary>
    [Parameter]
    [Alias("ReserveQuotaPercent")]
    [ValidateRange(0, 95)]
    [ArgumentCompleter(typeof(NoFileCompleter))]
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
