using System.Text.Json;
using MdeHunting.Service.Json;

namespace MdeHunting.Service.Hunting;

/// <summary>The second pass over an answer: its rows, in order, each with a cell for every column of the Schema.</summary>
internal sealed class RowReader : IDisposable
{
    // A service that adds a member to each of 100,000 rows must not cost as many names.
    private const int MostStrangers = 16;

    private readonly IReadOnlyList<AnswerColumn> _columns;
    private readonly JsonCursor _cursor;
    private readonly Dictionary<string, int[]> _exact;
    private readonly Dictionary<string, int[]> _anyCase;
    private readonly CellReader[] _readers;
    private readonly bool _hasAnnotationColumn;
    private readonly bool[] _filled;
    private readonly bool[] _warned;
    private readonly HashSet<string> _strangers = new(StringComparer.Ordinal);
    private readonly List<string> _warnings = [];
    private int _row;
    private bool _begun;
    private bool _done;

    public RowReader(ResponseBody body, IReadOnlyList<AnswerColumn> columns, IDynamicFactory factory)
    {
        _columns = columns;
        _exact = Places(StringComparer.Ordinal);
        _anyCase = Places(StringComparer.OrdinalIgnoreCase);
        _readers = [.. columns.Select(c => CellReader.For(c.Kind, factory))];
        _hasAnnotationColumn = columns.Any(c => DynamicReader.IsAnnotation(c.Column.Name));
        _filled = new bool[columns.Count];
        _warned = new bool[columns.Count];
        _cursor = new JsonCursor(body.Open());
    }

    /// <summary>Reads the next rows' cells into the arrays, which have a place for each column; fewer rows than asked for only at the end.</summary>
    /// <returns>How many were read.</returns>
    public int Read(object?[][] rows, int most)
    {
        var reader = _cursor.Open();
        if (!_begun)
        {
            AnswerProof.GoToResults(_cursor, ref reader);
            _begun = true;
        }

        var count = 0;
        while (count < most && !_done)
        {
            _cursor.Read(ref reader);
            if (reader.TokenType is JsonTokenType.EndArray)
            {
                _done = true;
                break;
            }

            ReadCells(ref reader, rows[count++]);
        }

        _cursor.Close(ref reader);
        return count;
    }

    /// <summary>What has been noticed since the last time: one warning for each column with a value that is not of its type, and for each member that the Schema lacks.</summary>
    public IReadOnlyList<string> TakeWarnings()
    {
        string[] taken = [.. _warnings];
        _warnings.Clear();
        return taken;
    }

    /// <inheritdoc/>
    public void Dispose() => _cursor.Dispose();

    private void ReadCells(ref Utf8JsonReader reader, object?[] cells)
    {
        _row++;
        Array.Clear(cells, 0, cells.Length);
        Array.Clear(_filled, 0, _filled.Length);
        var expected = 0;
        for (_cursor.Read(ref reader); reader.TokenType is JsonTokenType.PropertyName; _cursor.Read(ref reader))
        {
            var place = Place(ref reader, expected);
            _cursor.Read(ref reader);
            if (place < 0)
            {
                _cursor.Skip(ref reader);
                continue;
            }

            expected = place + 1;
            _filled[place] = true;
            cells[place] = _readers[place].Read(_cursor, ref reader, out var fits);
            if (!fits && !_warned[place])
            {
                _warned[place] = true;
                var column = _columns[place].Column;
                _warnings.Add($"Column '{column.Name}' is of type {column.Type}, and its value in row {_row} is not; such values stay as they came.");
            }
        }
    }

    // The services write the columns in the Schema's order, so the next one is nearly always the one that comes.
    private int Place(ref Utf8JsonReader reader, int expected)
    {
        if (expected < _columns.Count && !_filled[expected] && reader.ValueTextEquals(_columns[expected].Utf8Name))
        {
            return expected;
        }

        if (!_hasAnnotationColumn && DynamicReader.IsAnnotation(reader.ValueSpan))
        {
            return -1;
        }

        var name = JsonText.Read(ref reader);
        var place = Unfilled(_exact, name);
        if (place < 0 && !DynamicReader.IsAnnotation(name))
        {
            // Graph's documentation shows rows whose names begin in lower case.
            place = Unfilled(_anyCase, name);
            if (place < 0 && _strangers.Count < MostStrangers && _strangers.Add(name))
            {
                _warnings.Add($"Row {_row} has a value '{name}' that the answer's Schema has no column for; it is left out.");
            }
        }

        return place;
    }

    // Columns of the very same name take their values in turn.
    private int Unfilled(Dictionary<string, int[]> places, string name)
    {
        if (places.TryGetValue(name, out var candidates))
        {
            foreach (var place in candidates)
            {
                if (!_filled[place])
                {
                    return place;
                }
            }
        }

        return -1;
    }

    private Dictionary<string, int[]> Places(StringComparer comparer) => _columns
        .Select((column, place) => (column.Column.Name, place))
        .GroupBy(c => c.Name, comparer)
        .ToDictionary(g => g.Key, g => g.Select(c => c.place).ToArray(), comparer);
}
