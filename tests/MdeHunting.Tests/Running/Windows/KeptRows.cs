using System.Globalization;
using MdeHunting.Results;

namespace MdeHunting.Tests.Running.Windows;

/// <summary>Keeps the rows of a run as text, and what is known of them at the end.</summary>
internal sealed class KeptRows : IResultSink
{
    /// <summary>The rows in the order in which they came.</summary>
    public List<string> Rows { get; } = [];

    /// <summary>What is known of them; null where the run did not come to its end.</summary>
    public MdeHuntingResult? Result { get; private set; }

    /// <inheritdoc/>
    public bool IsImmediate { get; init; } = true;

    /// <summary>A row as text.</summary>
    public static string Text(object?[] cells) =>
        string.Join(
            '|',
            cells.Select(cell =>
                cell switch
                {
                    DateTime moment => moment.ToString("O", CultureInfo.InvariantCulture),
                    System.Text.Json.Nodes.JsonNode node => node.ToJsonString(),
                    _ => Convert.ToString(cell, CultureInfo.InvariantCulture),
                }
            )
        );

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns) { }

    /// <inheritdoc/>
    public object CreateRow(object?[] cells) => Text(cells);

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task ReceiveAsync(object[] rows, int count)
    {
        Rows.AddRange(rows.Take(count).Cast<string>());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CompleteAsync(ResultBuilder result)
    {
        Result = result.ToResult([], []);
        return Task.CompletedTask;
    }
}
