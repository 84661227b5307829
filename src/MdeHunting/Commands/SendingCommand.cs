using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Internal;
using MdeHunting.Kql.Time;
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
    /// How often a query is sent again after a fault that passes by itself: an unreachable host, HTTP 408, 500, 502, 503, 504, a response
    /// that is cut short, damaged or not one of a query.
    /// </summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int RetryLimit { get; set; } = SendingOptions.Default.RetryLimit;

    /// <summary>How long a query is sent again after such faults: a TimeSpan, or 10m as KQL writes it. 10 minutes unless told otherwise.</summary>
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
            RetryTimeout = Duration("-RetryTimeout", RetryTimeout),
            MaxQuotaWait = Duration("-MaxQuotaWait", MaxQuotaWait),
            Reserve = ReserveQuota / 100.0,
        };

    // A TimeSpan's text, or 10m as KQL writes it; nothing or longer.
    private static TimeSpan Duration(string parameter, string text) =>
        KqlTimespan.Parse(text) is { } span && span >= TimeSpan.Zero
            ? span
            : throw new HuntingException(
                HuntingFailure.TimeInvalid,
                $"{parameter} '{text}' is not a time span.",
                KqlTimespan.Advice(text) ?? "Specify one such as 30s, 10m or 00:10:00."
            );
}
