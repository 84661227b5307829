using MdeHunting.Results;

namespace MdeHunting.Benchmarks.Split;

/// <summary>Counts rows, and keeps none.</summary>
internal sealed class DiscardedRows : IResultSink
{
    /// <summary>How many came.</summary>
    public int Count { get; private set; }

    /// <summary>Whether none is known to be missing; false until the run is completed.</summary>
    public bool IsComplete { get; private set; }

    /// <inheritdoc/>
    public bool IsImmediate => true;

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns) { }

    /// <inheritdoc/>
    public object CreateRow(object?[] cells) => this;

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => this;

    /// <inheritdoc/>
    public Task ReceiveAsync(object[] rows, int count)
    {
        Count += count;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CompleteAsync(ResultBuilder result)
    {
        IsComplete = result.IsComplete;
        return Task.CompletedTask;
    }
}
