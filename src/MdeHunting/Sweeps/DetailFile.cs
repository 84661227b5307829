using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Results;
using MdeHunting.Rows;
using MdeHunting.Running;

namespace MdeHunting.Sweeps;

/// <summary>Writes the rows of hits to a file, each with the indicators that are in it.</summary>
/// <param name="record">What the folder keeps of the sweep.</param>
/// <param name="step">The call whose hits they are of.</param>
/// <param name="number">Which of its calls for rows, from 1 on.</param>
/// <param name="hits">The hits, with the columns' places and values.</param>
internal sealed class DetailFile(SweepRecord record, SweepStep step, int number, IReadOnlyList<(string Indicator, (int Place, string Value) Value)> hits)
    : IWindowSink
{
    /// <summary>The column with the indicators that are in a row.</summary>
    public const string IndicatorColumn = "MdeIndicator";

    private readonly DynamicObjects _objects = new();
    private readonly SweptCells _cells = new(step.Table);
    private readonly RowFile _file = new(record.Format);
    private HuntingResponse? _last;
    private MdeException? _fault;
    private TimeRange? _window;
    private TimeRange? _cut;
    private int _cuts;
    private MdeException? _missing;
    private bool _hasBegun;

    /// <inheritdoc/>
    public bool IsImmediate => true;

    /// <inheritdoc/>
    public void Open(TimeRange? window)
    {
        _window = window;
        record.Open();
    }

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns)
    {
        _cells.Begin(columns);
        if (_hasBegun)
        {
            return;
        }

        _hasBegun = true;
        _file.Begin(record.BeginRows(step, number, _file.Extension), MdeHuntingColumn.Settle([new MdeHuntingColumn(IndicatorColumn, "Object"), .. columns]));
    }

    /// <inheritdoc/>
    public object CreateRow(object?[] cells)
    {
        var texts = _cells.Of(cells);
        object?[] found = [.. hits.Where(hit => _cells.IsIn(texts, hit.Value)).Select(hit => hit.Indicator).Distinct(StringComparer.Ordinal)];
        return _file.Format([found, .. cells]);
    }

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => _objects.CreateObject(names, values);

    /// <inheritdoc/>
    public Task ReceiveAsync(object[] rows, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _file.Write((string)rows[i]);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CloseAsync(HuntingResponse response, MdeException? fault, string? leftOut)
    {
        _last = response;
        if (fault is not null)
        {
            (_fault, _cut) = (_fault ?? fault, _cut ?? _window);
            _cuts++;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Miss(TimeRange time, MdeException cause) => _missing ??= cause;

    /// <inheritdoc/>
    public Task CompleteAsync(ResultBuilder result)
    {
        if (_missing is null && _last is { } response)
        {
            var why = _cut is { } time ? $"Rows are missing from {time}: {_fault!.What}{TimeGaps.More(_cuts - 1)}" : _fault?.What;
            return record.CompleteRowsAsync(step, number, _file, response, _fault?.ErrorId, why);
        }

        // What a time lacks is asked for again when the sweep is resumed, and the file is written anew.
        if (_missing is { } cause)
        {
            record.MissRows(step, number, cause, cause.What);
        }

        return Task.CompletedTask;
    }
}
