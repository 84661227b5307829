using System.Globalization;
using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Results;

namespace MdeHunting.Sweeps;

/// <summary>Keeps the rows of a call, which are few: what they are is decided when all of them are there.</summary>
/// <param name="open">Called before the query is sent.</param>
internal sealed class SweepOutput(Action open) : IWindowSink
{
    private readonly List<CountedValue> _rows = [];
    private Dictionary<string, int> _places = [];

    /// <inheritdoc/>
    public bool IsImmediate => false;

    /// <summary>The rows.</summary>
    public IReadOnlyList<CountedValue> Rows => _rows;

    /// <summary>What is known besides the rows; null where the query was not sent.</summary>
    public ResultBuilder? Result { get; private set; }

    /// <summary>What is known of the response; null where there was none.</summary>
    public HuntingResponse? Response { get; private set; }

    /// <inheritdoc/>
    public void Open(TimeRange? window) => open();

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns) =>
        _places = columns.Select((column, place) => (column.Name, place)).ToDictionary(column => column.Name, column => column.place);

    /// <inheritdoc/>
    public object CreateRow(object?[] cells) =>
        new CountedValue(
            Text(cells, SweepQuery.Place),
            Text(cells, SweepQuery.Found),
            Number(cells, "Rows"),
            Moment(cells, "FirstSeen"),
            Moment(cells, "LastSeen")
        )
        {
            Devices = Names(cells, "Devices"),
            DeviceCount = Number(cells, "DeviceCount"),
            Accounts = Names(cells, "Accounts"),
            AccountCount = Number(cells, "AccountCount"),
        };

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => this;

    /// <inheritdoc/>
    public Task ReceiveAsync(object[] rows, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _rows.Add((CountedValue)rows[i]);
        }

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
    public Task CompleteAsync(ResultBuilder result)
    {
        Result = result;
        return Task.CompletedTask;
    }

    private object? Cell(object?[] cells, string name) => _places.TryGetValue(name, out var place) ? cells[place] : null;

    private string Text(object?[] cells, string name) => Cell(cells, name) as string ?? string.Empty;

    private long Number(object?[] cells, string name) =>
        Cell(cells, name) is IConvertible number and not string ? number.ToInt64(CultureInfo.InvariantCulture) : 0;

    private DateTime? Moment(object?[] cells, string name) => Cell(cells, name) as DateTime?;

    private string[] Names(object?[] cells, string name) => Text(cells, name).Split([SweepQuery.Between], StringSplitOptions.RemoveEmptyEntries);
}
