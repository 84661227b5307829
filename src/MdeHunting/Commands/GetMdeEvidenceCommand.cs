using System.Management.Automation;
using MdeHunting.Evidence;
using MdeHunting.Internal;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>Gets the queries that bags of evidence contain: the query, the tenant, the operator, the time, and the outcome.</summary>
/// <include file="../Help/Get-MdeEvidence.xml" path="help/*"/>
[Cmdlet(VerbsCommon.Get, "MdeEvidence")]
[OutputType(typeof(MdeEvidence))]
public sealed class GetMdeEvidenceCommand : AsyncCommand
{
    /// <summary>Specifies a bag, a folder of bags, or the zip archive of a bag, sealed or not.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        var folder = await EvidenceFolder.OfAsync(SessionState, Path, streams).ConfigureAwait(false);
        using var found = EvidenceBags.OfProcess.Find(folder);
        foreach (var bag in found.Paths)
        {
            foreach (var query in MdeEvidence.Read(found.Files, bag))
            {
                token.ThrowIfCancellationRequested();
                await streams.WriteAsync(query).ConfigureAwait(false);
            }
        }
    }
}
