using System.Management.Automation;
using MdeHunting.Internal;
using MdeHunting.Pipeline;

namespace MdeHunting.Tests.Pipeline;

/// <summary>A cmdlet on the bridge whose body a test gives.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Bridge")]
public sealed class TestBridgeCommand : AsyncCommand
{
    [Parameter(Mandatory = true, Position = 0)]
    public object Body { get; set; } = new();

    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    private protected override Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token) =>
        ((Func<PipelineStreams, CancellationToken, Task>)(Body is PSObject wrapped ? wrapped.BaseObject : Body))(streams, token);
}
