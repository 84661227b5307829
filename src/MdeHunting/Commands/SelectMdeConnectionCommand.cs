using System.Management.Automation;
using MdeHunting.Connections;
using MdeHunting.Internal;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands;

/// <summary>Makes a connection the current one, and gives it.</summary>
/// <remarks>
/// <para>The current connection is the one that cmdlets use when they are not told another.</para>
/// <para>A connection of another runspace, given itself, becomes one of this runspace as well.</para>
/// </remarks>
/// <permission>Needs no permission, and asks nobody.</permission>
/// <example>
/// Go back to an earlier customer
/// <code>
/// Select-MdeConnection Contoso
/// </code>
/// <para>What you ask from now on, you ask of Contoso. The connection is shown, so that you see the tenant and the account before you do.</para>
/// </example>
/// <example>
/// Select without a word in a script
/// <code>
/// $null = Select-MdeConnection Fabrikam
/// Invoke-MdeHuntingQuery 'AlertInfo | count'
/// </code>
/// <para>In scripts it is safer still to name the connection where it is used: Invoke-MdeHuntingQuery -Connection Fabrikam.</para>
/// </example>
/// <example>
/// Use a connection throughout a runspace of its own
/// <code>
/// $contoso = Get-MdeConnection Contoso
/// 1 | ForEach-Object -Parallel {
///     $null = Select-MdeConnection $using:contoso
///     Invoke-MdeHuntingQuery 'AlertInfo | count'
///     Invoke-MdeHuntingQuery 'DeviceInfo | count'
/// }
/// </code>
/// <para>Thread jobs and parallel loops start without connections. Hand one over and select it, and it is the current one there too.</para>
/// </example>
/// <seealso cref="GetMdeConnectionCommand"/>
/// <seealso cref="ConnectMdeTenantCommand"/>
[Cmdlet(VerbsCommon.Select, "MdeConnection")]
[OutputType(typeof(MdeConnection))]
public sealed class SelectMdeConnectionCommand : AsyncCommand
{
    /// <summary>The connection, by name or itself.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
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
