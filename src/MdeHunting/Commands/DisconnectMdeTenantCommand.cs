using System.Management.Automation;
using MdeHunting.Connections;
using MdeHunting.Internal;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>Closes a connection and removes it from the session.</summary>
/// <include file="../Help/Disconnect-MdeTenant.xml" path="help/*"/>
[Cmdlet(VerbsCommunications.Disconnect, "MdeTenant", SupportsShouldProcess = true)]
public sealed class DisconnectMdeTenantCommand : AsyncCommand
{
    /// <summary>Specifies the connection to close, by its name, its tenant's id or domain, or as an object. The default is the current connection.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public ConnectionReference? Connection { get; set; }

    /// <summary>Removes the account from the cache as well.</summary>
    [Parameter]
    public SwitchParameter ForgetAccount { get; set; }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        var table = await RunspaceConnections.GetAsync(streams).ConfigureAwait(false);
        try
        {
            var connection = table.Resolve(Connection);
            var action = ForgetAccount ? "Disconnect and forget the account" : "Disconnect";
            if (
                !await streams
                    .InvokeAsync(() => ShouldProcess($"{connection.Name} ({connection.Who} in {connection.TenantDomain ?? connection.TenantId})", action))
                    .ConfigureAwait(false)
            )
            {
                return;
            }

            if (ForgetAccount)
            {
                await connection.Session.ForgetAccountAsync(token).ConfigureAwait(false);
            }

            table.Remove(connection);
            connection.Session.Dispose();
        }
        catch (ConnectionException e)
        {
            await streams.WriteErrorAsync(e).ConfigureAwait(false);
        }
    }
}
