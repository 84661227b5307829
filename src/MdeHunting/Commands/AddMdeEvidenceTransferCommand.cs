using System.Management.Automation;
using MdeHunting.Evidence;
using MdeHunting.Internal;
using MdeHunting.Journal;
using MdeHunting.Pipeline;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Records the transfer of a bag of evidence to another person: in its log or, once it's sealed, in a file next to it.</summary>
/// <include file="../Help/Add-MdeEvidenceTransfer.xml" path="help/*"/>
[Cmdlet(VerbsCommon.Add, "MdeEvidenceTransfer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
public sealed class AddMdeEvidenceTransferCommand : AsyncCommand
{
    // What clocks of two machines differ.
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    /// <summary>Specifies a bag, a folder of bags, or the zip archive of a bag. The default is what Start-MdeEvidence specified.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Specifies who gave it.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string From { get; set; } = string.Empty;

    /// <summary>Specifies who got it.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string To { get; set; } = string.Empty;

    /// <summary>Specifies why.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string Reason { get; set; } = string.Empty;

    /// <summary>
    /// Specifies when it was handed over, as a DateTime or as text in ISO 8601. A time without a zone is local time. The default is now; when it's noted is
    /// always recorded too.
    /// </summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(TimeCompleter))]
    public DateTime? Time { get; set; }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        var bags = EvidenceBags.OfProcess;
        using var found = await EvidenceFolder.NotedAsync(SessionState, Path, streams).ConfigureAwait(false);
        var mask = await EvidenceFolder.MaskAsync(streams).ConfigureAwait(false);
        foreach (var bag in found.Paths)
        {
            var what = $"Note that '{From}' gave '{bag}' to '{To}'";
            if (!await streams.ShouldProcessAsync(what, $"{what}?").ConfigureAwait(false))
            {
                continue;
            }

            var now = bags.Now;
            if (Time?.ToUniversalTime() > now + Early)
            {
                await streams
                    .WarnAsync(
                        $"The transfer is noted for {UtcText.Minute(Time.Value.ToUniversalTime())}, which is in the future. A line can't be changed or removed."
                    )
                    .ConfigureAwait(false);
            }

            var facts = new JournalLine()
                .With("from", mask.Text(From))
                .With("to", mask.Text(To))
                .With("reason", mask.Text(Reason))
                .With("when", Time?.ToUniversalTime() ?? now);
            if (BagFolder.IsSealed(found.Files, bag))
            {
                new EvidenceTransfers(found.Files, bag).Add(bags.Files, facts, now);
            }
            else if (found.Files == bags.Files)
            {
                Log(bags, bag, facts);
            }
            else
            {
                throw new EvidenceException(
                    EvidenceFailure.EvidenceArchiveNotValid,
                    $"The bag in the archive '{bag}' isn't sealed, and nothing is added to an archive.",
                    "Specify the folder of the bag, or seal it with Stop-MdeEvidence -Compress."
                )
                {
                    Target = bag,
                };
            }
        }
    }

    private static void Log(EvidenceBags bags, string bag, JournalLine facts)
    {
        var taken = bags.Take(bag, EvidenceCase.Unknown);
        try
        {
            taken.Append(EvidenceTransfers.Event, facts);
        }
        finally
        {
            bags.Return(taken);
        }
    }
}
