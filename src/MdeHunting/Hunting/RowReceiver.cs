using System.Management.Automation;
using MdeHunting.Pipeline;
using MdeHunting.Service;

namespace MdeHunting.Hunting;

/// <summary>Makes rows of cells and writes them to the pipeline: PSCustomObjects that have every column of the Schema, in its order.</summary>
internal sealed class RowReceiver(PipelineStreams streams) : IRowReceiver
{
    /// <summary>The type name that rows carry ahead of PowerShell's own.</summary>
    public const string TypeName = "MdeHunting.Row";

    private string[] _names = [];
    private string[] _originalNames = [];

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<HuntingColumn> columns)
    {
        _originalNames = [.. columns.Select(c => c.Name)];
        _names = PropertyNames.Settle(_originalNames);
    }

    /// <inheritdoc/>
    public object CreateRow(object?[] cells)
    {
        var row = new PSObject();
        row.TypeNames.Insert(0, TypeName);
        for (var i = 0; i < _names.Length; i++)
        {
            row.Properties.Add(EvidenceProperty.For(_names[i], _originalNames[i], cells[i]), preValidated: true);
        }

        return row;
    }

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => DynamicObjects.Factory.CreateObject(names, values);

    /// <inheritdoc/>
    public Task ReceiveAsync(object[] rows, int count) => streams.WriteManyAsync(rows, count);
}
