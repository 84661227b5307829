using System.Management.Automation;
using MdeHunting.Connections;
using MdeHunting.Internal;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>Shows a tenant's quotas at a service and what this process has used of them.</summary>
/// <include file="../Help/Get-MdeQuota.xml" path="help/*"/>
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
