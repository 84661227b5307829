using System.Management.Automation;
using MdeHunting.Evidence;
using MdeHunting.Internal;
using MdeHunting.Journal;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>Adds a note to the log of a bag of evidence that isn't sealed.</summary>
/// <include file="../Help/Add-MdeEvidenceNote.xml" path="help/*"/>
[Cmdlet(VerbsCommon.Add, "MdeEvidenceNote", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
public sealed class AddMdeEvidenceNoteCommand : AsyncCommand
{
    /// <summary>Specifies the note.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string Note { get; set; } = string.Empty;

    /// <summary>Specifies a bag, or a folder of bags. The default is what Start-MdeEvidence specified.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Specifies who makes the note.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string? Operator { get; set; }

    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        var bags = EvidenceBags.OfProcess;
        using var found = await EvidenceFolder.NotedAsync(SessionState, Path, streams).ConfigureAwait(false);
        foreach (var bag in found.Paths)
        {
            BagFolder.CheckIsOpen(found.Files, bag);
        }

        var mask = await EvidenceFolder.MaskAsync(streams).ConfigureAwait(false);
        foreach (var bag in found.Paths)
        {
            if (!await streams.ShouldProcessAsync($"Add a note to the log of '{bag}'", $"Add a note to the log of '{bag}'?").ConfigureAwait(false))
            {
                continue;
            }

            var taken = bags.Take(bag, EvidenceCase.Unknown);
            try
            {
                taken.Append("note", new JournalLine().With("text", mask.Text(Note)).With("operator", mask.Text(Operator) ?? EvidenceCase.NotGiven));
            }
            finally
            {
                bags.Return(taken);
            }
        }
    }
}
