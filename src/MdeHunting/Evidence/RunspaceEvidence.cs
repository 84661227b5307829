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
            static runspace => new RunspaceEvidence(runspace)
        );

    private static readonly List<WeakReference<RunspaceEvidence>> Started = [];

    private readonly WeakReference<Runspace> _runspace;
    private EvidenceRecording? _recording;
    private int _isTold;

    private RunspaceEvidence(Runspace runspace) => _runspace = new WeakReference<Runspace>(runspace);

    /// <summary>What is recorded into; null where nothing was started.</summary>
    public EvidenceRecording? Recording
    {
        get => _recording;
        set
        {
            _recording = value;
            lock (Started)
            {
                Started.RemoveAll(one => !one.TryGetTarget(out var known) || known == this);
                if (value is not null)
                {
                    Started.Add(new WeakReference<RunspaceEvidence>(this));
                }
            }
        }
    }

    /// <summary>
    /// The folder that another runspace of this process records the same connections in, the first time that it is asked for; null for none. A script that
    /// runs in parallel has runspaces of its own.
    /// </summary>
    public string? TakeOther(IReadOnlyList<MdeConnection> connections)
    {
        List<RunspaceEvidence> others = [];
        lock (Started)
        {
            others.AddRange(Started.Select(one => one.TryGetTarget(out var known) ? known : null).OfType<RunspaceEvidence>().Where(one => one != this));
        }

        var other = others.Select(one => one.IsOpen ? one.Recording : null).OfType<EvidenceRecording>().FirstOrDefault(one => connections.Any(one.Mask.Knows));
        return other is not null && Interlocked.Exchange(ref _isTold, 1) == 0 ? other.Path : null;
    }

    private bool IsOpen => _runspace.TryGetTarget(out var runspace) && runspace.RunspaceStateInfo.State == RunspaceState.Opened;
}
