using System.Management.Automation;
using MdeHunting.Connections;
using MdeHunting.Internal;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>Drops a connection.</summary>
/// <remarks>
/// <para>
/// The connection can no longer be used, in any runspace, and what is under way on it is broken off. The connection made before it, if any, becomes the current
/// one.
/// </para>
/// <para>The account stays in the cache, so that connecting again does not ask for it. With -ForgetAccount it does not.</para>
/// </remarks>
/// <permission>Needs no permission. It does not sign you out of the browser, and it does not revoke tokens; revoke sessions in Entra ID for that.</permission>
/// <example>
/// Drop the current connection
/// <code>
/// Disconnect-MdeTenant
/// </code>
/// <para>Good manners at the end of a script. At the end of the process all connections go by themselves.</para>
/// </example>
/// <example>
/// Leave no account behind on a shared jump host
/// <code>
/// Disconnect-MdeTenant Contoso -ForgetAccount
/// </code>
/// <para>Use this where you connected with -Persist and the machine is not yours: the next one to connect has to sign in.</para>
/// </example>
/// <example>
/// Drop all of them
/// <code>
/// Get-MdeConnection | Disconnect-MdeTenant
/// </code>
/// <para>Add -WhatIf to see first which ones would go.</para>
/// </example>
/// <seealso cref="ConnectMdeTenantCommand"/>
/// <seealso cref="GetMdeConnectionCommand"/>
[Cmdlet(VerbsCommunications.Disconnect, "MdeTenant", SupportsShouldProcess = true)]
public sealed class DisconnectMdeTenantCommand : AsyncCommand
{
    /// <summary>The connection to drop, by name or itself; the current one unless told otherwise.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public ConnectionReference? Connection { get; set; }

    /// <summary>Take the account out of the cache as well.</summary>
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
                    .InvokeAsync(() => ShouldProcess($"{connection.Name} ({connection.Account} in {connection.TenantId})", action))
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
