using System.Management.Automation;
using System.Text;
using MdeHunting.Contract;
using MdeHunting.Rows;
using MdeHunting.Text;

namespace MdeHunting.Evidence;

/// <summary>Compares rows of then with rows of today, whatever their order and that of their columns: each row once for each time that it is there.</summary>
internal sealed class RowComparison
{
    private readonly Dictionary<string, List<PSObject>> _then = new(StringComparer.Ordinal);
    private readonly List<PSObject> _added = [];

    /// <summary>How many rows there were then.</summary>
    public long Then { get; private set; }

    /// <summary>How many rows there are now.</summary>
    public long Now { get; private set; }

    /// <summary>How many rows are the same.</summary>
    public long Same { get; private set; }

    /// <summary>The rows of then that are not there today.</summary>
    public IReadOnlyList<PSObject> Gone => [.. _then.Values.SelectMany(rows => rows)];

    /// <summary>The rows of today that were not there then.</summary>
    public IReadOnlyList<PSObject> Added => _added;

    /// <summary>Takes rows of then; before those of today.</summary>
    public IRowSink OfThen() => new Sink(AddThen);

    /// <summary>Takes rows of today.</summary>
    public IRowSink OfToday() => new Sink(AddToday);

    private void AddThen(string key, PSObject row)
    {
        Then++;
        if (!_then.TryGetValue(key, out var rows))
        {
            _then.Add(key, rows = []);
        }

        rows.Add(row);
    }

    private void AddToday(string key, PSObject row)
    {
        Now++;
        if (!_then.TryGetValue(key, out var rows))
        {
            _added.Add(row);
            return;
        }

        Same++;
        rows.RemoveAt(rows.Count - 1);
        if (rows.Count == 0)
        {
            _then.Remove(key);
        }
    }

    private sealed class Sink(Action<string, PSObject> add) : IRowSink
    {
        private readonly DynamicObjects _objects = new();
        private RowShape _shape = new([]);
        private int[] _order = [];
        private string[] _names = [];

        public void Begin(IReadOnlyList<MdeHuntingColumn> columns)
        {
            _shape = new RowShape(columns);
            _names = [.. columns.Select(column => column.Name)];
            _order = [.. Enumerable.Range(0, columns.Count).OrderBy(i => columns[i].Name, StringComparer.Ordinal)];
        }

        public object CreateRow(object?[] cells) => new KeyValuePair<string, PSObject>(Key(cells), (PSObject)_shape.CreateRow(cells));

        public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => _objects.CreateObject(names, values);

        public Task ReceiveAsync(object[] rows, int count)
        {
            for (var i = 0; i < count; i++)
            {
                var row = (KeyValuePair<string, PSObject>)rows[i];
                add(row.Key, row.Value);
            }

            return Task.CompletedTask;
        }

        private string Key(object?[] cells)
        {
            var key = new StringBuilder();
            foreach (var i in _order)
            {
                JsonString.Write(key, _names[i]);
                if (cells[i] is { } cell)
                {
                    JsonString.Write(key, ExactText.Of(cell));
                }

                key.Append(',');
            }

            // A row of command lines is long, and a hundred thousand of them are kept.
            return Sha256Text.Of(key.ToString());
        }
    }
}
