using System.Management.Automation;
using MdeHunting.Connections;
using MdeHunting.Internal;
using MdeHunting.Pipeline;
using MdeHunting.Schema;

namespace MdeHunting.Commands;

/// <summary>Gets the connections of this session, the current one last.</summary>
/// <include file="../Help/Get-MdeConnection.xml" path="help/*"/>
[Cmdlet(VerbsCommon.Get, "MdeConnection")]
[OutputType(typeof(MdeConnection))]
public sealed class GetMdeConnectionCommand : AsyncCommand
{
    private readonly List<MdeConnection> _found = [];

    /// <summary>
    /// Specifies the names of the connections to list, or the id or domain of a tenant. Wildcards are accepted in names. By default, all connections
    /// are listed.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        var table = await RunspaceConnections.GetAsync(streams).ConfigureAwait(false);
        foreach (var name in Name ?? ["*"])
        {
            var pattern = SchemaSelection.Pattern(name);
            var found = table.All.Where(c => pattern.IsMatch(c.Name)).ToList();
            _found.AddRange(found);
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                try
                {
                    _found.Add(table.Resolve(new ConnectionReference(name)));
                }
                catch (ConnectionException e)
                {
                    await streams.WriteErrorAsync(e).ConfigureAwait(false);
                }
            }
        }
    }

    private protected override Task EndProcessingAsync(PipelineStreams streams, CancellationToken token) => streams.WriteTogetherAsync(_found);
}
