using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Rows;

namespace MdeHunting.Results;

/// <summary>Keeps the cells of all responses and gives them out as one DataTable.</summary>
/// <param name="write">Writes an object to the pipeline, as it is.</param>
/// <param name="name">What the query is called.</param>
/// <param name="path">Its file; null for one that was given as text.</param>
/// <param name="fileName">What a file of its rows may be called.</param>
internal sealed class TableOutput(Func<object, Task> write, string? name = null, string? path = null, string? fileName = null) : IResultSink
{
    private readonly MergedSchema _schema = new();
    private readonly List<object?[]> _rows = [];
    private readonly DynamicObjects _objects = new();
    private IReadOnlyList<MdeHuntingColumn> _columns = [];
    private int[] _places = [];

    /// <inheritdoc/>
    public bool IsImmediate => false;

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns)
    {
        _columns = columns;
        _places = _schema.Add(columns);
    }

    /// <inheritdoc/>
    public object CreateRow(object?[] cells)
    {
        var row = new object?[_schema.Columns.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            row[_places[i]] = Cell(_columns[i].Kind, cells[i]);
        }

        return row;
    }

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
        var table = DataTables.Of(_schema.Columns, _rows);
        table.ExtendedProperties.Add(nameof(MdeHuntingResult.Query), result.Query);
        table.ExtendedProperties.Add(nameof(MdeHuntingResult.Name), name);
        table.ExtendedProperties.Add(nameof(MdeHuntingResult.Path), path);
        table.ExtendedProperties.Add(nameof(MdeHuntingResult.FileName), fileName);
        table.ExtendedProperties.Add(nameof(MdeHuntingResult.IsComplete), result.IsComplete);
        return write(table);
    }

    // A database has no nested objects; their text is the one that a CSV file gets.
    private static object? Cell(ColumnKind kind, object? value) =>
        value is PSObject or Array || (value is not null && kind is ColumnKind.Dynamic) ? ExactText.Of(value) : value;
}
