using MdeHunting.Contract;

namespace MdeHunting.Connections;

/// <summary>Takes an answer's columns and none of its rows.</summary>
internal sealed class SchemaReceiver : IRowSink
{
    /// <summary>The columns of the answer.</summary>
    public IReadOnlyList<KnownColumn> Columns { get; private set; } = [];

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns) => Columns = [.. columns.Select(KnownColumn.Of)];

    /// <inheritdoc/>
    public object CreateRow(object?[] cells) => this;

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => this;

    /// <inheritdoc/>
    public Task ReceiveAsync(object[] rows, int count) => Task.CompletedTask;
}
