using System.Management.Automation;
using MdeHunting.Results;
using MdeHunting.Rows;

namespace MdeHunting.Sweeps;

/// <summary>Keeps rows, and what stands in those of their columns that are searched.</summary>
/// <param name="table">The table.</param>
internal sealed class DetailOutput(SweptTable table) : IResultSink
{
    private readonly DynamicObjects _objects = new();
    private readonly SweptCells _cells = new(table);
    private readonly List<(PSObject Row, string[] Texts)> _rows = [];
    private RowShape _shape = new([]);

    /// <inheritdoc/>
    public bool IsImmediate => false;

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns)
    {
        _shape = new RowShape(columns);
        _cells.Begin(columns);
    }

    /// <inheritdoc/>
    public object CreateRow(object?[] cells) => ((PSObject)_shape.CreateRow(cells), _cells.Of(cells));

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => _objects.CreateObject(names, values);

    /// <inheritdoc/>
    public Task ReceiveAsync(object[] rows, int count)
    {
        _rows.AddRange(rows.Take(count).Cast<(PSObject, string[])>());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CompleteAsync(ResultBuilder result) => Task.CompletedTask;

    /// <summary>The rows that have one of some values.</summary>
    /// <param name="values">The columns' places, and the values.</param>
    public IReadOnlyList<PSObject> Of(IReadOnlyCollection<(int Place, string Value)> values) =>
        [.. _rows.Where(row => values.Any(value => _cells.IsIn(row.Texts, value))).Select(row => row.Row)];
}
