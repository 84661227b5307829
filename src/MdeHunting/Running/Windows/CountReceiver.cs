using MdeHunting.Contract;

namespace MdeHunting.Running.Windows;

/// <summary>Takes the response of a count: the start of each bin, and its rows.</summary>
internal sealed class CountReceiver : IRowSink
{
    // More rows than any table has; a sum of such numbers would be none.
    private const long MostRows = 1_000_000_000_000;

    private readonly List<(DateTime Start, long Rows)> _counts = [];
    private int _start = -1;
    private int _rows = -1;

    /// <summary>What was counted; null where the response is something else.</summary>
    public IReadOnlyList<(DateTime Start, long Rows)>? Counts { get; private set; }

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns)
    {
        _counts.Clear();
        _start = columns.ToList().FindIndex(column => column.Name == "Bin");
        _rows = columns.ToList().FindIndex(column => column.Name == "Rows");
        Counts = _start < 0 || _rows < 0 ? null : _counts;
    }

    /// <inheritdoc/>
    public object CreateRow(object?[] cells)
    {
        if (Counts is null || cells[_start] is not DateTime start || cells[_rows] is not (long and >= 0 and <= MostRows and var rows))
        {
            Counts = null;
        }
        else
        {
            _counts.Add((start, rows));
        }

        return this;
    }

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => this;

    /// <inheritdoc/>
    public Task ReceiveAsync(object[] rows, int count) => Task.CompletedTask;
}
