using System.Management.Automation;
using MdeHunting.Packs;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>Gets the hunting queries that come with the module: what a responder looks at first.</summary>
/// <include file="../Help/Get-MdeHuntingPack.xml" path="help/*"/>
[Cmdlet(VerbsCommon.Get, "MdeHuntingPack")]
[OutputType(typeof(MdePackQuery))]
public sealed class GetMdeHuntingPackCommand : PackCommand
{
    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        await WriteAsync(BuiltInPack.Queries, streams, areAll: true).ConfigureAwait(false);
        await base.EndProcessingAsync(streams, token).ConfigureAwait(false);
    }
}
