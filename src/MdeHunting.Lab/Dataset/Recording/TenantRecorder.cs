using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.Dataset.Recording;

/// <summary>Takes down what happens in a tenant, in any order, and gives it back as tables in the order of time.</summary>
internal sealed class TenantRecorder
{
    private readonly SharedCells _shared = new();
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<string, TableRecorder> _tables;
    private readonly List<(TableRecorder Table, object?[] Row)> _entries = [];
    private readonly List<long> _times = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public TenantRecorder(IEnumerable<string> tables, CancellationToken token = default)
    {
        _tables = tables.ToDictionary(name => name, name => new TableRecorder(name, HuntingTables.All[name], _shared), StringComparer.Ordinal);
        _cancellationToken = token;
    }

    public int Count(string table) => _counts.GetValueOrDefault(table);

    /// <summary>A row of a table that says how things are, and has no time.</summary>
    public RecordedRow Add(string table) => Start(table, DateTime.MinValue);

    public RecordedRow Add(string table, DateTime time, params ReadOnlySpan<(string Column, object? Value)> cells) => Timed(table, time).With(cells);

    public RecordedRow Add(string table, DateTime time, Machine machine, params ReadOnlySpan<(string Column, object? Value)> cells) =>
        Timed(table, time).With(("DeviceId", machine.Id), ("DeviceName", machine.Name)).With(cells);

    /// <summary>A row about what a process did on its machine.</summary>
    public RecordedRow Add(string table, DateTime time, RunningProcess initiator, params ReadOnlySpan<(string Column, object? Value)> cells) =>
        Add(table, time, initiator.Machine).WithInitiator(initiator).With(cells);

    public KqlDatabase Finish(DateTime now)
    {
        var rows = _tables.Values.ToDictionary(table => table, table => new List<object?[]>(Count(table.Name)));
        var reports = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var place in InOrderOfTime())
        {
            var (table, row) = _entries[place];
            rows[table].Add(row);
            if (table.ReportCounterOrdinal < 0)
            {
                continue;
            }

            // A device numbers its reports across all its tables.
            var device = (string)row[table.DeviceIdOrdinal]!;
            row[table.ReportCounterOrdinal] = _shared.Count(reports[device] = reports.GetValueOrDefault(device) + 1);
        }

        var tables = _tables.Values.ToDictionary(table => table.Name, table => new KqlTable(table.Name, table.Columns, rows[table]), StringComparer.Ordinal);
        return new KqlDatabase(tables, now);
    }

    /// <summary>The entries' places by their times; of the same time, the one taken down first comes first.</summary>
    private int[] InOrderOfTime()
    {
        var times = _times.ToArray();
        var places = Enumerable.Range(0, times.Length).ToArray();
        Array.Sort(times, places);

        for (int start = 0, end; start < times.Length; start = end)
        {
            for (end = start + 1; end < times.Length && times[end] == times[start]; )
            {
                end++;
            }

            if (end - start > 1)
            {
                Array.Sort(places, start, end - start);
            }
        }

        return places;
    }

    private RecordedRow Start(string name, DateTime time)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var table = _tables[name];
        var row = table.Blank();
        _entries.Add((table, row));
        _times.Add(time.Ticks);
        _counts[name] = Count(name) + 1;
        return new RecordedRow(table, row);
    }

    private RecordedRow Timed(string name, DateTime time) => Start(name, time).With(("Timestamp", time));
}
