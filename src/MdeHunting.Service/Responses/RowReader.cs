using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Service.Json;
using MdeHunting.Service.Services;
using MdeHunting.Text;

namespace MdeHunting.Service.Responses;

/// <summary>The second pass over a response: its rows, in order, each with a cell for every column of the Schema.</summary>
internal sealed class RowReader : IDisposable
{
    // A service that adds a member to each of 100,000 rows must not cost as many names.
    private const int MostStrangers = 16;

    private readonly IReadOnlyList<ResponseColumn> _columns;
    private readonly JsonCursor _cursor;
    private readonly ColumnPlaces _exact;
    private readonly ColumnPlaces _anyCase;
    private readonly CellReader[] _readers;
    private readonly bool _hasAnnotations;
    private readonly bool _hasAnnotationColumn;
    private readonly bool[] _isAlone;
    private readonly bool[] _filled;
    private readonly bool[] _warned;
    private readonly bool[] _warnedOfNumber;
    private readonly HashSet<string> _strangers = new(StringComparer.Ordinal);
    private readonly List<string> _warnings = [];
    private int _row;
    private bool _begun;
    private bool _done;

    /// <param name="body">The response, which has been validated.</param>
    /// <param name="columns">Its Schema.</param>
    /// <param name="factory">Makes nested objects.</param>
    /// <param name="hasAnnotations">Whether it comes from Graph, which adds members of its own.</param>
    /// <param name="token">Ends the reading.</param>
    public RowReader(ResponseBody body, IReadOnlyList<ResponseColumn> columns, IObjectFactory factory, bool hasAnnotations, CancellationToken token)
    {
        _columns = columns;
        _exact = new ColumnPlaces(columns, StringComparer.Ordinal);
        _anyCase = new ColumnPlaces(columns, StringComparer.OrdinalIgnoreCase);
        _readers = [.. columns.Select(c => CellReader.For(c.Kind, factory, hasAnnotations))];
        _hasAnnotations = hasAnnotations;
        _hasAnnotationColumn = columns.Any(c => GraphAnnotation.IsNameInAnyCase(c.Column.Name));
        _isAlone = [.. columns.Select(c => _exact.Count(c.Column.Name) == 1)];
        _filled = new bool[columns.Count];
        _warned = new bool[columns.Count];
        _warnedOfNumber = new bool[columns.Count];
        _cursor = new JsonCursor(body.Open(), token: token);
    }

    /// <summary>
    /// Reads the next rows' cells into the arrays, which have a place for each column; fewer rows than asked for at the end, and where rows are long.
    /// </summary>
    /// <returns>How many were read.</returns>
    public int Read(object?[][] rows, int most)
    {
        var reader = _cursor.Open();
        if (!_begun)
        {
            ResponseValidator.GoToResults(_cursor, ref reader);
            _begun = true;
        }

        var count = 0;
        var end = _cursor.Length + ReceivingLimits.Batch;
        while (count < most && !_done && (count == 0 || _cursor.Length < end))
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

    /// <summary>
    /// What has been noticed since the last time: one warning for each column with a value that is not of its type, and for each member that the Schema lacks.
    /// </summary>
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
                _warnings.Add(
                    FormattableString.Invariant(
                        $"Column '{ForeignText.Cut(column.Name)}' has the type {ForeignText.Cut(column.Type)}, but its value in row {_row} doesn't. Such values "
                    ) + "are returned unchanged."
                );
            }

            // Of a column of numbers, a number that is text has been told of with that.
            if (_readers[place].TakeNumberAsText() && !_warnedOfNumber[place] && (fits || cells[place] is not string))
            {
                _warnedOfNumber[place] = true;
                _warnings.Add(
                    FormattableString.Invariant(
                        $"Column '{ForeignText.Cut(_columns[place].Column.Name)}' has a number in row {_row} that no .NET type holds exactly. Such numbers "
                    ) + "are returned as text, with all their digits."
                );
            }
        }
    }

    // The services write the columns in the Schema's order, so the next one is nearly always the one that comes.
    private int Place(ref Utf8JsonReader reader, int expected)
    {
        var next = expected < _columns.Count && !_filled[expected] ? _columns[expected] : null;
        if (next is not null && _isAlone[expected] && !reader.ValueIsEscaped && next.IsNamed(reader.ValueSpan))
        {
            return expected;
        }

        if (_hasAnnotations && !_hasAnnotationColumn && !reader.ValueIsEscaped && IsAnnotation(reader.ValueSpan, next))
        {
            return -1;
        }

        var name = JsonText.Read(ref reader);
        var place = _exact.Next(name, _row, _filled);
        if (place < 0)
        {
            // Graph's documentation shows rows whose names begin in lower case.
            place = _anyCase.Next(name, _row, _filled);
        }

        if (place < 0 && !IsAnnotation(name) && _strangers.Count < MostStrangers && _strangers.Add(name))
        {
            _warnings.Add(
                _anyCase.Count(name) == 0
                    ? FormattableString.Invariant(
                        $"Row {_row} has a value '{ForeignText.Cut(name)}' that the response's Schema has no column for. It isn't returned."
                    )
                    : FormattableString.Invariant(
                        $"Row {_row} has a value '{ForeignText.Cut(name)}' more often than the response's Schema has columns of that name. The first is "
                    ) + "returned, and the later ones aren't."
            );
        }

        return place;
    }

    // Graph writes one in front of the column that it is about.
    private static bool IsAnnotation(ReadOnlySpan<byte> name, ResponseColumn? next) =>
        name.EndsWith(GraphAnnotation.Utf8Suffix)
        && name.Slice(0, name.Length - GraphAnnotation.Utf8Suffix.Length) is var target
        && (target.IsEmpty || next?.IsNamed(target) == true);

    private bool IsAnnotation(string name) =>
        _hasAnnotations && GraphAnnotation.IsName(name) && GraphAnnotation.Target(name) is var target && (target.Length == 0 || _anyCase.Count(target) > 0);
}
