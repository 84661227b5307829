using System.Management.Automation;
using MdeHunting.Connections;
using MdeHunting.Internal;
using MdeHunting.Pipeline;
using MdeHunting.Schema;

namespace MdeHunting.Commands;

/// <summary>Lists the connections of this session, the current one last.</summary>
/// <remarks>
/// <para>The current connection is the one that cmdlets use when they are not told another. It is the last that was made or selected.</para>
/// <para>Gives nothing where there is no connection. A name without wildcards that no connection has is an error.</para>
/// </remarks>
/// <permission>Needs no permission, and asks nobody.</permission>
/// <example>
/// See whom you are connected to
/// <code>
/// Get-MdeConnection
/// </code>
/// <para>Look before you hunt: the tenant, the account and the API stand here, and the last one shown is the one that is asked.</para>
/// </example>
/// <example>
/// Ask all of one customer's connections
/// <code>
/// $connections = Get-MdeConnection Contoso*
/// Invoke-MdeHuntingQuery 'AlertInfo | summarize count() by Severity' -Connection $connections
/// </code>
/// <para>-Connection takes names or the connections themselves.</para>
/// </example>
/// <example>
/// Hunt from several runspaces
/// <code>
/// $contoso = Get-MdeConnection Contoso
/// 'AlertInfo', 'AlertEvidence' | ForEach-Object -Parallel {
///     Invoke-MdeHuntingQuery "$_ | count" -Connection $using:contoso
/// }
/// </code>
/// <para>
/// With PowerShell 7. A runspace of its own does not know the names of yours, so hand over the connection itself. They all share one count of the tenant's
/// quota. For many queries, -ThrottleLimit of Invoke-MdeHuntingQuery is simpler.
/// </para>
/// </example>
/// <seealso cref="ConnectMdeTenantCommand"/>
/// <seealso cref="SelectMdeConnectionCommand"/>
[Cmdlet(VerbsCommon.Get, "MdeConnection")]
[OutputType(typeof(MdeConnection))]
public sealed class GetMdeConnectionCommand : AsyncCommand
{
    /// <summary>The names to list, with wildcards; all unless told otherwise.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        var table = await RunspaceConnections.GetAsync(streams).ConfigureAwait(false);
        foreach (var name in Name ?? ["*"])
        {
            var pattern = SchemaSelection.Pattern(name);
            var found = table.All.Where(c => pattern.IsMatch(c.Name)).ToList();
            foreach (var connection in found)
            {
                await streams.WriteAsync(connection).ConfigureAwait(false);
            }

            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                await WriteMissingAsync(table, name, streams).ConfigureAwait(false);
            }
        }
    }

    private static async Task WriteMissingAsync(ConnectionTable table, string name, PipelineStreams streams)
    {
        try
        {
            table.Resolve(new ConnectionReference(name));
        }
        catch (ConnectionException e)
        {
            await streams.WriteErrorAsync(e).ConfigureAwait(false);
        }
    }
}
