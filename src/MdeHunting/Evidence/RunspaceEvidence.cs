using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace MdeHunting.Evidence;

/// <summary>What the commands of a runspace record into, between Start-MdeEvidence and Stop-MdeEvidence.</summary>
internal sealed class RunspaceEvidence
{
    // Static, as the runspace's connections are: it goes with the runspace.
    private static readonly ConditionalWeakTable<Runspace, RunspaceEvidence> All = new();

    /// <summary>That of the runspace that the calling (pipeline) thread works for.</summary>
    public static RunspaceEvidence Current =>
        All.GetValue(
            Runspace.DefaultRunspace ?? throw new InvalidOperationException("Only the pipeline thread can get what the runspace records into."),
            static _ => new RunspaceEvidence()
        );

    /// <summary>What is recorded into; null where nothing was started.</summary>
    public EvidenceRecording? Recording { get; set; }
}
