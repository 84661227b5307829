using System.Collections.ObjectModel;
using System.Management.Automation;
using MdeHunting.Results;
using MdeHunting.Rows;

namespace MdeHunting.Packs.Sweeping;

/// <summary>What becomes of the rows of a pack's query: they are kept, or written to a file.</summary>
internal interface IPackOutput : IResultSink
{
    /// <summary>What is known of the responses; null until the run is completed, and where it failed.</summary>
    ResultBuilder? Result { get; }

    /// <summary>The rows that are kept.</summary>
    IReadOnlyList<PSObject> Rows { get; }
}

/// <summary>Keeps the rows of a pack's query.</summary>
internal sealed class PackOutput : IPackOutput
{
    private readonly ResultRows _rows = new();
    private readonly DynamicObjects _objects = new();

    /// <inheritdoc/>
    public bool IsImmediate => false;

    /// <inheritdoc/>
    public ResultBuilder? Result { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<PSObject> Rows => new ReadOnlyCollection<PSObject>(_rows);

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns) => _rows.Begin(new RowShape(columns));

    /// <inheritdoc/>
    public object CreateRow(object?[] cells) => cells.Clone();

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => _objects.CreateObject(names, values);

    /// <inheritdoc/>
    public Task ReceiveAsync(object[] rows, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _rows.Add((object?[])rows[i]);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CompleteAsync(ResultBuilder result)
    {
        Result = result;
        return Task.CompletedTask;
    }
}
