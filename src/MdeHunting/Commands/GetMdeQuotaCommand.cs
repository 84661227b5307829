using System.Management.Automation;
using MdeHunting.Connections;
using MdeHunting.Internal;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>Shows a tenant's quotas at a service and what this process has used of them.</summary>
/// <remarks>
/// <para>
/// The quotas are the tenant's: what its other programs, the portal and its own detections use cannot be seen from here. It asks nobody, and costs nothing.
/// </para>
/// <para>
/// Queries wait by themselves before a quota would refuse them. BlockedUntil says until when the service itself has refused, and FreesAt when the first of what
/// was used comes back; both are in UTC.
/// </para>
/// </remarks>
/// <permission>Needs no permission.</permission>
/// <example>
/// See how much is left before a large hunt
/// <code>
/// Get-MdeQuota
/// </code>
/// <para>With 45 calls a minute, a hundred queries take a good two minutes, however fast each of them is.</para>
/// </example>
/// <example>
/// Compare all tenants of the session
/// <code>
/// (Get-MdeConnection | Get-MdeQuota).MdeView.Safe | Format-Table Connection, Unit, Period, Limit, Used, FreesAt
/// </code>
/// <para>Connections to the same tenant and API share one count, also those of other runspaces of this process.</para>
/// </example>
/// <example>
/// See whether the service refuses calls, and until when
/// <code>
/// Get-MdeQuota Contoso | Where-Object BlockedUntil | Select-Object Unit, BlockedUntil
/// </code>
/// <para>Nothing comes where nothing is blocked. Hunting waits for it without your help, at most as long as its -MaxQuotaWait.</para>
/// </example>
/// <seealso cref="InvokeMdeHuntingQueryCommand"/>
/// <seealso href="https://learn.microsoft.com/graph/api/security-security-runhuntingquery">Quotas of the hunting query in Microsoft Graph</seealso>
/// <seealso href="https://learn.microsoft.com/defender-endpoint/api/run-advanced-query-api">Quotas of the hunting query in Defender for Endpoint</seealso>
[Cmdlet(VerbsCommon.Get, "MdeQuota")]
[OutputType(typeof(MdeQuota))]
public sealed class GetMdeQuotaCommand : AsyncCommand
{
    /// <summary>The connections, by name or themselves; the current one unless told otherwise.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public ConnectionReference?[]? Connection { get; set; }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        var table = await RunspaceConnections.GetAsync(streams).ConfigureAwait(false);
        foreach (var reference in Connection is { Length: > 0 } named ? named : [null])
        {
            var connection = table.Resolve(reference);
            foreach (var state in connection.Session.ReadQuotas())
            {
                await streams.WriteAsync(new MdeQuota(connection, state)).ConfigureAwait(false);
            }
        }
    }
}
