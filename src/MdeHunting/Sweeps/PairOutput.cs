using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Results;

namespace MdeHunting.Sweeps;

/// <summary>Keeps the pairs of hashes that a tenant has of the same files.</summary>
/// <param name="open">Called before the query is sent.</param>
internal sealed class PairOutput(Action open) : IWindowSink
{
    private readonly List<(string Sha256, string Sha1)> _pairs = [];

    /// <inheritdoc/>
    public bool IsImmediate => false;

    /// <summary>The pairs.</summary>
    public IReadOnlyList<(string Sha256, string Sha1)> Pairs => _pairs;

    /// <summary>What is known of the response; null where there was none.</summary>
    public HuntingResponse? Response { get; private set; }

    /// <inheritdoc/>
    public void Open(TimeRange? window) => open();

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns) => _pairs.Clear();

    /// <inheritdoc/>
    public object CreateRow(object?[] cells) => (cells[0] as string ?? string.Empty, cells[1] as string ?? string.Empty);

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => this;

    /// <inheritdoc/>
    public Task ReceiveAsync(object[] rows, int count)
    {
        _pairs.AddRange(rows.Take(count).Cast<(string, string)>());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CloseAsync(HuntingResponse response, MdeException? fault, string? leftOut)
    {
        Response = response;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Miss(TimeRange time, MdeException cause) { }

    /// <inheritdoc/>
    public Task CompleteAsync(ResultBuilder result) => Task.CompletedTask;
}
