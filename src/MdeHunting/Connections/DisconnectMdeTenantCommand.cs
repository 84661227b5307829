using System.Management.Automation;
using MdeHunting.Pipeline;

namespace MdeHunting.Connections;

/// <summary>
/// <para type="synopsis">Drops a connection.</para>
/// <para type="description">Its tokens are forgotten. The connection made before it, if any, becomes the current one.</para>
/// </summary>
[Cmdlet(VerbsCommunications.Disconnect, "MdeTenant", SupportsShouldProcess = true)]
public sealed class DisconnectMdeTenantCommand : PSCmdlet
{
    /// <summary>The connection to drop, by name or itself; the current one unless told otherwise.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public ConnectionReference? Connection { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            var table = RunspaceConnections.Current;
            var connection = table.Resolve(Connection);
            if (ShouldProcess($"{connection.Name} ({connection.Account} in {connection.TenantId})", "Disconnect"))
            {
                table.Remove(connection);
                connection.Session.Dispose();
            }
        }
        catch (ConnectionException e)
        {
            WriteError(ErrorRecords.Of(e));
        }
    }
}
