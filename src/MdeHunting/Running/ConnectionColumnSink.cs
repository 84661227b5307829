using MdeHunting.Contract;
using MdeHunting.Results;

namespace MdeHunting.Running;

/// <summary>Puts on each row where it comes from, as its first columns.</summary>
/// <param name="inner">What becomes of the rows.</param>
/// <param name="labels">The columns' names, and what stands in them.</param>
internal sealed class ConnectionColumnSink(IResultSink inner, IReadOnlyList<(string Column, string Text)> labels) : IResultSink, IGivenRows
{
    private readonly MdeHuntingColumn[] _columns = [.. labels.Select(label => new MdeHuntingColumn(label.Column, "String"))];
    private readonly object?[] _texts = [.. labels.Select(label => label.Text)];
    private long _received;

    /// <inheritdoc/>
    public long Given => inner is IGivenRows given ? given.Given : _received;

    /// <inheritdoc/>
    public bool IsImmediate => inner.IsImmediate;

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns) => inner.Begin([.. _columns, .. columns]);

    /// <inheritdoc/>
    public object CreateRow(object?[] cells)
    {
        var labelled = new object?[cells.Length + _texts.Length];
        _texts.CopyTo(labelled, 0);
        cells.CopyTo(labelled, _texts.Length);
        return inner.CreateRow(labelled);
    }

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => inner.CreateObject(names, values);

    /// <inheritdoc/>
    public async Task ReceiveAsync(object[] rows, int count)
    {
        await inner.ReceiveAsync(rows, count).ConfigureAwait(false);
        _received += count;
    }

    /// <inheritdoc/>
    public Task CompleteAsync(ResultBuilder result) => inner.CompleteAsync(result);
}
