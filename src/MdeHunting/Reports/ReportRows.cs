using System.Text;
using MdeHunting.Contract;
using MdeHunting.Rows;
using MdeHunting.Text;

namespace MdeHunting.Reports;

/// <summary>Writes the rows of one query as a table, as they come: the first of them to be seen at once, and all of them as JSON.</summary>
/// <param name="page">The page.</param>
/// <param name="budget">What is left of the report's limits.</param>
internal sealed class ReportRows(ReportPage page, ReportBudget budget) : IRowSink
{
    // As many as the script shows on a page.
    private const int FirstRows = 100;

    private readonly DynamicObjects _objects = new();
    private readonly List<string?[]> _first = [];
    private readonly StringBuilder _json = new();
    private IReadOnlyList<(string Name, string Type)> _columns = [];
    private bool _isBegun;

    /// <summary>How many rows came.</summary>
    public long Rows { get; private set; }

    /// <summary>How many of them are in the report.</summary>
    public long Written { get; private set; }

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns)
    {
        // Windows of one query may differ in their columns, which is rare: what the first one has not is named by its place.
        if (_columns.Count < columns.Count)
        {
            _columns = [.. columns.Select(column => (column.Name, column.Type))];
        }
    }

    /// <summary>Names the columns.</summary>
    public void Begin(IReadOnlyList<(string Name, string Type)> columns) => _columns = columns;

    /// <inheritdoc/>
    public object CreateRow(object?[] cells) => Array.ConvertAll(cells, cell => cell is null ? null : ExactText.Of(cell));

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => _objects.CreateObject(names, values);

    /// <inheritdoc/>
    public Task ReceiveAsync(object[] rows, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Add((string?[])rows[i]);
        }

        return Task.CompletedTask;
    }

    /// <summary>Adds a row.</summary>
    public void Add(string?[] cells)
    {
        Rows++;
        if (!budget.Take(cells))
        {
            return;
        }

        Written++;
        if (!_isBegun && _first.Count < FirstRows)
        {
            _first.Add(cells);
            return;
        }

        Open();
        Write(cells, isFirst: false);
    }

    /// <summary>Ends the table.</summary>
    /// <param name="elsewhere">Where the rows are that are left out.</param>
    public void End(string elsewhere)
    {
        if (_columns.Count > 0)
        {
            Open();
            page.EndRows();
        }

        if (Rows > Written)
        {
            page.Paragraph(
                FormattableString.Invariant($"{Rows - Written:N0} of the {Rows:N0} rows are left out, because a browser takes too long for them: ") + elsewhere,
                ReportTone.Bad
            );
        }
    }

    private void Open()
    {
        if (_isBegun)
        {
            return;
        }

        _isBegun = true;
        page.BeginRows(_columns, _first);
        for (var i = 0; i < _first.Count; i++)
        {
            Write(_first[i], i == 0);
        }

        _first.Clear();
    }

    private void Write(string?[] cells, bool isFirst)
    {
        _json.Clear().Append('[');
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
            {
                _json.Append(',');
            }

            if (cells[i] is { } text)
            {
                // As it is seen: the script shows texts as they are.
                JsonString.Write(_json, ReportPage.Visible(text));
            }
            else
            {
                _json.Append("null");
            }
        }

        page.JsonRow(_json.Append(']'), isFirst);
    }
}

/// <summary>What is left of a report's limits.</summary>
/// <param name="limits">The limits.</param>
internal sealed class ReportBudget(ReportLimits limits)
{
    private long _cells = limits.Cells;
    private long _characters = limits.Characters;

    /// <summary>Takes a row's share; false where it is too large, and nothing that follows is taken either.</summary>
    public bool Take(string?[] cells)
    {
        _cells -= cells.Length;
        _characters -= cells.Sum(cell => (long)(cell?.Length ?? 0));
        return _cells >= 0 && _characters >= 0;
    }
}
