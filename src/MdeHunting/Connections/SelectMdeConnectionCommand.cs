using System.Management.Automation;
using MdeHunting.Pipeline;

namespace MdeHunting.Connections;

/// <summary>
/// <para type="synopsis">Makes a connection the current one, and gives it.</para>
/// <para type="description">A connection of another runspace, given itself, becomes one of this runspace as well.</para>
/// </summary>
[Cmdlet(VerbsCommon.Select, "MdeConnection")]
[OutputType(typeof(MdeConnection))]
public sealed class SelectMdeConnectionCommand : PSCmdlet
{
    /// <summary>The connection, by name or itself.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public ConnectionReference? Connection { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            var table = RunspaceConnections.Current;
            var connection = table.Resolve(Connection);
            table.Select(connection);
            WriteObject(connection);
        }
        catch (ConnectionException e)
        {
            WriteError(ErrorRecords.Of(e));
        }
    }
}
