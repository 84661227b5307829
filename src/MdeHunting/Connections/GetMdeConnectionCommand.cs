using System.Management.Automation;
using MdeHunting.Pipeline;

namespace MdeHunting.Connections;

/// <summary>
/// <para type="synopsis">Lists the connections of this session, the current one last.</para>
/// <para type="description">Gives nothing where there is none.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "MdeConnection")]
[OutputType(typeof(MdeConnection))]
public sealed class GetMdeConnectionCommand : PSCmdlet
{
    /// <summary>The names to list, with wildcards; all unless told otherwise.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var table = RunspaceConnections.Current;
        if (Name is null)
        {
            WriteObject(table.All, enumerateCollection: true);
            return;
        }

        foreach (var name in Name)
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            var found = table.All.Where(c => pattern.IsMatch(c.Name)).ToList();
            WriteObject(found, enumerateCollection: true);
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteMissing(table, name);
            }
        }
    }

    private void WriteMissing(ConnectionTable table, string name)
    {
        try
        {
            table.Resolve(new ConnectionReference(name));
        }
        catch (ConnectionException e)
        {
            WriteError(ErrorRecords.Of(e));
        }
    }
}
