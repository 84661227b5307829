namespace MdeHunting.Hunting.Rounds;

/// <summary>Puts the connection's name on each row, as its first column.</summary>
/// <param name="inner">What becomes of the rows.</param>
/// <param name="column">The column's name.</param>
/// <param name="label">The connection's name.</param>
internal sealed class LabelledOutput(IHuntingOutput inner, string column, string label) : IHuntingOutput
{
    /// <inheritdoc/>
    public bool IsImmediate => inner.IsImmediate;

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<HuntingColumn> columns) => inner.Begin([new HuntingColumn(column, "String"), .. columns]);

    /// <inheritdoc/>
    public object CreateRow(object?[] cells)
    {
        var labelled = new object?[cells.Length + 1];
        labelled[0] = label;
        cells.CopyTo(labelled, 1);
        return inner.CreateRow(labelled);
    }

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => inner.CreateObject(names, values);

    /// <inheritdoc/>
    public Task ReceiveAsync(object[] rows, int count) => inner.ReceiveAsync(rows, count);

    /// <inheritdoc/>
    public Task CompleteAsync(HuntingTally tally) => inner.CompleteAsync(tally);
}
