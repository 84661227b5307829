using System.Management.Automation;
using MdeHunting.Connections;
using MdeHunting.Evidence;
using MdeHunting.Internal;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>Starts to record every query, request, and response of the session as evidence.</summary>
/// <include file="../Help/Start-MdeEvidence.xml" path="help/*"/>
[Cmdlet(VerbsLifecycle.Start, "MdeEvidence", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
public sealed class StartMdeEvidenceCommand : AsyncCommand
{
    /// <summary>
    /// Specifies the folder to record in. Each tenant has a bag (RFC 8493) of its own in it, named by the tenant's ID; that of the connected
    /// tenant is created at once if it's the only one. A bag that isn't sealed is continued.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Specifies the case that the evidence is for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string? CaseId { get; set; }

    /// <summary>Specifies who collects the evidence.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string? Operator { get; set; }

    /// <summary>Specifies who authorized the collection, or on what ground.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string? Authority { get; set; }

    /// <summary>Specifies a note for who reads the evidence.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string? Note { get; set; }

    /// <summary>Records the evidence of all tenants in one bag, which is the folder itself.</summary>
    [Parameter]
    public SwitchParameter SingleBag { get; set; }

    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        var folder = await EvidenceFolder.OfAsync(SessionState, Path, streams).ConfigureAwait(false);
        var runspace = await streams.InvokeAsync(static () => RunspaceEvidence.Current).ConfigureAwait(false);
        if (runspace.Recording is { } started)
        {
            throw new EvidenceException(
                EvidenceFailure.EvidenceInUse,
                $"The session already records evidence in '{started.Path}'.",
                "Run Stop-MdeEvidence first."
            )
            {
                Target = started.Path,
            };
        }

        if (!await streams.ShouldProcessAsync($"Start recording evidence in '{folder}'", $"Start recording evidence in '{folder}'?").ConfigureAwait(false))
        {
            return;
        }

        var mask = await EvidenceFolder.OwnMaskAsync(streams).ConfigureAwait(false);
        var recording = new EvidenceRecording(EvidenceBags.OfProcess, folder, new EvidenceCase(CaseId, Operator, Authority, Note), SingleBag, mask);
        try
        {
            recording.Open((await RunspaceConnections.GetAsync(streams).ConfigureAwait(false)).All);
        }
        catch (EvidenceException)
        {
            recording.Dispose();
            throw;
        }

        runspace.Recording = recording;
    }
}
