using System.Management.Automation;
using MdeHunting.Internal;
using MdeHunting.Pipeline;
using MdeHunting.Sweeps;

namespace MdeHunting.Commands;

/// <summary>Gets the ledger of this session's last sweep: what was searched, found, not found, and not searched.</summary>
/// <include file="../Help/Get-MdeIndicatorLedger.xml" path="help/*"/>
[Cmdlet(VerbsCommon.Get, "MdeIndicatorLedger")]
[OutputType(typeof(MdeIndicatorLedgerEntry))]
public sealed class GetMdeIndicatorLedgerCommand : AsyncCommand
{
    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        MdeOutput[] entries = [.. await streams.InvokeAsync(SweepLedgers.Last).ConfigureAwait(false)];
        await streams.WriteTogetherAsync(entries).ConfigureAwait(false);
    }
}
