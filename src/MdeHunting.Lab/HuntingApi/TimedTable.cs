using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>A table that knows whether it is in the order of time, so that narrowing it to a window need not look at every row.</summary>
internal sealed class TimedTable
{
    private readonly KqlTable _table;
    private readonly int _time;
    private readonly bool _isInOrder;

    public TimedTable(KqlTable table)
    {
        _table = table;
        _time = HuntingTables.TimeColumnOf(table.Columns);
        _isInOrder = _time >= 0 && IsInOrder();
    }

    /// <summary>The table without the rows that are older; a row without a time is not.</summary>
    public KqlTable Since(DateTime oldest)
    {
        if (_time < 0)
        {
            return _table;
        }

        if (_isInOrder)
        {
            return Slice(FirstFrom(oldest), _table.Rows.Count);
        }

        var kept = _table.Rows.Where(row => TimeOf(row) is not { } time || time >= oldest).ToArray();
        return kept.Length == _table.Rows.Count ? _table : _table with { Rows = kept };
    }

    /// <summary>The table's rows of a window, both ends included; a row without a time is in none. All of a table that has no times.</summary>
    public KqlTable Within(GraphTimespan window)
    {
        if (_time < 0)
        {
            return _table;
        }

        if (!_isInOrder)
        {
            return _table with { Rows = [.. _table.Rows.Where(row => TimeOf(row) is { } time && window.Holds(time))] };
        }

        var end = window.End == DateTime.MaxValue ? _table.Rows.Count : FirstFrom(window.End.AddTicks(1));
        return Slice(FirstFrom(window.Start), end);
    }

    private KqlTable Slice(int start, int end) =>
        end - start == _table.Rows.Count ? _table : _table with { Rows = new RowSlice(_table.Rows, start, Math.Max(0, end - start)) };

    /// <summary>The place of the first row that is not before the moment, by halving.</summary>
    private int FirstFrom(DateTime moment)
    {
        var (low, high) = (0, _table.Rows.Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (TimeOf(_table.Rows[middle]) < moment)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    private bool IsInOrder()
    {
        var last = DateTime.MinValue;
        foreach (var row in _table.Rows)
        {
            if (TimeOf(row) is not { } time || time < last)
            {
                return false;
            }

            last = time;
        }
        return true;
    }

    private DateTime? TimeOf(object?[] row) => row[_time] as DateTime?;
}
