using System.Management.Automation;
using MdeHunting.Connections;
using MdeHunting.Internal;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>Makes a connection the current one and returns it.</summary>
/// <include file="../Help/Select-MdeConnection.xml" path="help/*"/>
[Cmdlet(VerbsCommon.Select, "MdeConnection")]
[OutputType(typeof(MdeConnection))]
public sealed class SelectMdeConnectionCommand : AsyncCommand
{
    /// <summary>Specifies the connection to make current, by its name, its tenant's id or domain, or as an object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public ConnectionReference? Connection { get; set; }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        var table = await RunspaceConnections.GetAsync(streams).ConfigureAwait(false);
        try
        {
            var connection = table.Resolve(Connection);
            table.Select(connection);
            await streams.WriteAsync(connection).ConfigureAwait(false);
        }
        catch (ConnectionException e)
        {
            await streams.WriteErrorAsync(e).ConfigureAwait(false);
        }
    }
}
