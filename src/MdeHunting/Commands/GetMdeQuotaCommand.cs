using System.Management.Automation;
using MdeHunting.Connections;
using MdeHunting.Internal;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>Gets a tenant's quotas, how much of them this process has used, and when capacity becomes available.</summary>
/// <include file="../Help/Get-MdeQuota.xml" path="help/*"/>
[Cmdlet(VerbsCommon.Get, "MdeQuota")]
[OutputType(typeof(MdeQuota))]
public sealed class GetMdeQuotaCommand : AsyncCommand
{
    /// <summary>
    /// Specifies the connections, by names, patterns such as Contoso*, tenant ids, or domains, or as objects. The default is the current connection.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public ConnectionReference?[]? Connection { get; set; }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        var table = await RunspaceConnections.GetAsync(streams).ConfigureAwait(false);
        MdeQuota[] quotas =
        [
            .. (Connection is { Length: > 0 } named ? named : [null])
                .SelectMany(table.ResolveAll)
                .SelectMany(connection => connection.Session.ReadQuotas().Select(state => new MdeQuota(connection, state))),
        ];
        if (!MyInvocation.ExpectingInput)
        {
            await streams.WriteTogetherAsync(quotas).ConfigureAwait(false);
            return;
        }

        // More may follow, of connections with longer names.
        foreach (var quota in quotas)
        {
            await streams.WriteAsync(quota).ConfigureAwait(false);
        }
    }
}
