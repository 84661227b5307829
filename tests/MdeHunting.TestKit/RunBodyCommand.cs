using System.Management.Automation;
using MdeHunting.Internal;
using MdeHunting.Pipeline;

namespace MdeHunting.TestKit;

/// <summary>Runs what a test gives it as a cmdlet's body, with PowerShell's streams.</summary>
[Cmdlet(VerbsLifecycle.Start, "Body", SupportsShouldProcess = true)]
public sealed class RunBodyCommand : AsyncCommand
{
    /// <summary>A function of the streams and the token.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public object Body { get; set; } = null!;

    private protected override Task EndProcessingAsync(PipelineStreams streams, CancellationToken token) =>
        ((Func<PipelineStreams, CancellationToken, Task>)((PSObject.AsPSObject(Body)).BaseObject))(streams, token);
}
