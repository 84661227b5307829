using MdeHunting.Results;

namespace MdeHunting.TestKit.Chaos;

/// <summary>Keeps of each row its time and its number, and what is known of the rows at the end.</summary>
internal sealed class ChaosRows : IResultSink
{
    /// <summary>The rows in the order in which they came.</summary>
    public List<(DateTime Time, long Number)> Rows { get; } = [];

    /// <summary>What is known of them; null where the run did not come to its end.</summary>
    public MdeHuntingResult? Result { get; private set; }

    /// <inheritdoc/>
    public bool IsImmediate => true;

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns) { }

    /// <inheritdoc/>
    public object CreateRow(object?[] cells) => ((DateTime)cells[0]!, (long)cells[1]!);

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task ReceiveAsync(object[] rows, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Rows.Add(((DateTime, long))rows[i]);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CompleteAsync(ResultBuilder result)
    {
        Result = result.ToResult([], []);
        return Task.CompletedTask;
    }
}
