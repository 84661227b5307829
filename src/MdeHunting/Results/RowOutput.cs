using MdeHunting.Contract;
using MdeHunting.Rows;

namespace MdeHunting.Results;

/// <summary>Gives out the rows one by one, as they come.</summary>
/// <param name="write">Writes the first so many of a batch to the pipeline, and tells how many it took.</param>
/// <param name="seeColumns">Is shown the columns of a response before its first row is written.</param>
internal sealed class RowOutput(Func<object[], int, Action<int>, Task> write, Func<IReadOnlyList<MdeHuntingColumn>, Task>? seeColumns = null)
    : IResultSink,
        IGivenRows
{
    private readonly DynamicObjects _objects = new();
    private RowShape _shape = new([]);
    private bool _isSeen;
    private long _given;

    /// <inheritdoc/>
    public long Given => Interlocked.Read(ref _given);

    /// <inheritdoc/>
    public bool IsImmediate => true;

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns)
    {
        _shape = new RowShape(columns);
        _isSeen = seeColumns is null;
    }

    /// <inheritdoc/>
    public object CreateRow(object?[] cells)
    {
        _shape.Profile.See(cells);
        return _shape.CreateRow(cells);
    }

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => _objects.CreateObject(names, values);

    /// <inheritdoc/>
    public async Task ReceiveAsync(object[] rows, int count)
    {
        if (!_isSeen && count > 0)
        {
            _isSeen = true;
            await seeColumns!(_shape.Columns).ConfigureAwait(false);
        }

        await write(rows, count, taken => Interlocked.Add(ref _given, taken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task CompleteAsync(ResultBuilder result) => Task.CompletedTask;
}
