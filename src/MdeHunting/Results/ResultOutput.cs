using System.Collections.ObjectModel;
using System.Management.Automation;
using MdeHunting.Rows;

namespace MdeHunting.Results;

/// <summary>Keeps the rows of all responses and gives them out as one <see cref="MdeHuntingResult"/>.</summary>
/// <param name="write">Writes an object to the pipeline.</param>
/// <param name="name">What the query is called.</param>
/// <param name="path">Its file; null for one that was given as text.</param>
/// <param name="fileName">What a file of its rows may be called.</param>
internal sealed class ResultOutput(Func<object, Task> write, string? name = null, string? path = null, string? fileName = null) : IResultSink
{
    private readonly MergedSchema _schema = new();
    private readonly ResultRows _rows = new();
    private readonly DynamicObjects _objects = new();

    /// <inheritdoc/>
    public bool IsImmediate => false;

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns)
    {
        _schema.Add(columns);
        _rows.Begin(new RowShape(columns));
    }

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
        if (_schema.IsMixed)
        {
            result.AddNote(
                "The responses don't all have the same columns. Schema has the columns of all responses, and each row has those of its own response."
            );
        }

        return write(result.ToResult(_schema.Columns, new ReadOnlyCollection<PSObject>(_rows), name, path, fileName));
    }
}
