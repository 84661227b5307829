namespace MdeHunting.Lab.Kql.Binding;

/// <summary>
/// The functions in an operator's expressions that look at more rows than one. Each fills a column of its own behind the input's, before the
/// expressions around it are evaluated over the widened rows.
/// </summary>
/// <param name="width">How many columns the input has.</param>
internal sealed class RowWindows(int width)
{
    private readonly List<Action<object?[][], int>> _fills = [];

    /// <summary>What an operator over these rows can use: nothing where their order means nothing.</summary>
    public static RowWindows? Over(Relation input) => input.IsSerialized ? new RowWindows(input.Columns.Count) : null;

    /// <summary>Whether no function looks at more rows than one.</summary>
    public bool IsEmpty => _fills.Count == 0;

    /// <summary>Adds a function that writes a cell of every row, at a place that it is told.</summary>
    public Scalar Add(KqlType type, Action<object?[][], int> fill)
    {
        _fills.Add(fill);
        return Scalar.Cell(type, width + _fills.Count - 1);
    }

    /// <summary>The rows with a cell more for each function; the rows themselves where there is none.</summary>
    public IEnumerable<object?[]> Widen(IEnumerable<object?[]> rows) => IsEmpty ? rows : Fill(rows);

    private IEnumerable<object?[]> Fill(IEnumerable<object?[]> rows)
    {
        var widened = rows.Select(row =>
            {
                var cells = new object?[width + _fills.Count];
                row.AsSpan(0, width).CopyTo(cells);
                return cells;
            })
            .ToArray();
        for (var i = 0; i < _fills.Count; i++)
        {
            _fills[i](widened, width + i);
        }

        foreach (var row in widened)
        {
            yield return row;
        }
    }
}
