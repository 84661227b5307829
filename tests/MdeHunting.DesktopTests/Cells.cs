using MdeHunting.Contract;

namespace MdeHunting.DesktopTests;

/// <summary>Keeps the cells of a response as they are read.</summary>
internal sealed class Cells : IRowSink
{
    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>The rows.</summary>
    public List<object?[]> Rows { get; } = [];

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns) => Columns = [.. columns.Select(column => column.Name)];

    /// <inheritdoc/>
    public object CreateRow(object?[] cells) => cells.Clone();

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) =>
        string.Join(";", names.Zip(values, (name, value) => $"{name}={value}"));

    /// <inheritdoc/>
    public Task ReceiveAsync(object[] rows, int count)
    {
        Rows.AddRange(rows.Take(count).Cast<object?[]>());
        return Task.CompletedTask;
    }
}
