using System.Management.Automation;
using MdeHunting.Commands;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Rows;
using MdeHunting.Running;

namespace MdeHunting.Tests.Commands;

/// <summary>A second command that hunts: what it takes to have one is its own parameters, one call, and what becomes of the rows.</summary>
[Cmdlet(VerbsCommunications.Read, "Table", SupportsShouldProcess = true)]
[OutputType(RowShape.TypeName)]
public sealed class ReadTableCommand : HuntingCommand
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string[] Table { get; set; } = [];

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        foreach (var table in Table)
        {
            await HuntAsync(QuerySource.Of(table), streams, token);
        }
    }

    private protected override IResultSink CreateSink(SequencedStreams streams, JobSubject subject) => new RowOutput(streams.WriteManyAsync);
}
