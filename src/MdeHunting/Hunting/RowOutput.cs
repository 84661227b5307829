namespace MdeHunting.Hunting;

/// <summary>Gives out the rows one by one, as they come.</summary>
/// <param name="write">Writes the first so many of a batch to the pipeline.</param>
internal sealed class RowOutput(Func<object[], int, Task> write) : IHuntingOutput
{
    private readonly DynamicObjects _objects = new();
    private RowShape _shape = new([]);

    /// <inheritdoc/>
    public bool IsImmediate => true;

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<HuntingColumn> columns) => _shape = new RowShape(columns);

    /// <inheritdoc/>
    public object CreateRow(object?[] cells) => _shape.CreateRow(cells);

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => _objects.CreateObject(names, values);

    /// <inheritdoc/>
    public Task ReceiveAsync(object[] rows, int count) => write(rows, count);

    /// <inheritdoc/>
    public Task CompleteAsync(HuntingTally tally) => Task.CompletedTask;
}
