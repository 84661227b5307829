namespace MdeHunting.Service.Responses;

/// <summary>
/// Finds a row's columns by their names. Columns of the same name take their values in turn, and each is looked at once a row, however many there are.
/// </summary>
/// <param name="columns">The Schema.</param>
/// <param name="comparer">How names are compared.</param>
internal sealed class ColumnPlaces(IReadOnlyList<ResponseColumn> columns, StringComparer comparer)
{
    private readonly Dictionary<string, Turn> _turns = columns
        .Select((column, place) => (column.Column.Name, place))
        .GroupBy(c => c.Name, comparer)
        .ToDictionary(g => g.Key, g => new Turn([.. g.Select(c => c.place)]), comparer);

    /// <summary>How many columns there are of that name.</summary>
    public int Count(string name) => _turns.TryGetValue(name, out var turn) ? turn.Count : 0;

    /// <summary>The next column of that name that has no value in the row; below 0 where there is none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="row">The row's number.</param>
    /// <param name="filled">Which columns have a value in it.</param>
    public int Next(string name, int row, bool[] filled) => _turns.TryGetValue(name, out var turn) ? turn.Next(row, filled) : -1;

    private sealed class Turn(int[] places)
    {
        private int _row;
        private int _next;

        public int Count => places.Length;

        public int Next(int row, bool[] filled)
        {
            if (_row != row)
            {
                (_row, _next) = (row, 0);
            }

            while (_next < places.Length && filled[places[_next]])
            {
                _next++;
            }

            return _next < places.Length ? places[_next] : -1;
        }
    }
}
