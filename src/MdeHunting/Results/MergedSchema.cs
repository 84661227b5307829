namespace MdeHunting.Results;

/// <summary>
/// The columns of all responses to one query. They are nearly always the same; where the data make the columns, as with <c>evaluate bag_unpack()</c>, one for
/// another time can have others. A column that another response has with another type is a column of its own, so that the types stay true.
/// </summary>
internal sealed class MergedSchema
{
    private readonly List<MdeHuntingColumn> _found = [];
    private bool _begun;

    /// <summary>The columns in the order in which they came, with property names that are settled among all of them.</summary>
    public IReadOnlyList<MdeHuntingColumn> Columns { get; private set; } = [];

    /// <summary>Whether not all responses had the same columns.</summary>
    public bool IsMixed { get; private set; }

    /// <summary>Takes in the columns of a response.</summary>
    /// <returns>The place of each of them among <see cref="Columns"/>.</returns>
    public int[] Add(IReadOnlyList<MdeHuntingColumn> columns)
    {
        var known = _found.Count;
        var places = new int[columns.Count];
        var isTaken = new bool[known];
        var others = new Lazy<Dictionary<(string, string), Queue<int>>>(() => Places(known));
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = Find(columns[i], i, isTaken, others);
        }

        IsMixed |= _begun && (_found.Count > known || columns.Count < known);
        _begun = true;
        if (_found.Count > known)
        {
            Columns = Array.AsReadOnly(MdeHuntingColumn.Settle(_found));
        }

        return places;
    }

    private int Find(MdeHuntingColumn column, int likely, bool[] isTaken, Lazy<Dictionary<(string, string), Queue<int>>> others)
    {
        var place = likely < isTaken.Length && !isTaken[likely] && _found[likely].Name == column.Name && _found[likely].Type == column.Type ? likely : Other();
        if (place < 0)
        {
            _found.Add(column);
            return _found.Count - 1;
        }

        isTaken[place] = true;
        return place;

        int Other()
        {
            if (isTaken.Length == 0 || !others.Value.TryGetValue((column.Name, column.Type), out var places))
            {
                return -1;
            }

            while (places.Count > 0)
            {
                if (places.Dequeue() is var at && !isTaken[at])
                {
                    return at;
                }
            }

            return -1;
        }
    }

    // Looked up only where the columns do not come as they came before; one by one would take long where there are thousands.
    private Dictionary<(string, string), Queue<int>> Places(int known)
    {
        var places = new Dictionary<(string, string), Queue<int>>();
        for (var at = 0; at < known; at++)
        {
            var name = (_found[at].Name, _found[at].Type);
            if (!places.TryGetValue(name, out var same))
            {
                places[name] = same = new Queue<int>();
            }

            same.Enqueue(at);
        }

        return places;
    }
}
