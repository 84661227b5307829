namespace MdeHunting.Kql.Binding;

/// <summary>
/// Columns that several rows share, each of which has the first so many of them: an operator that adds a column copies none, so that a query of a thousand
/// operators takes no longer than they are many.
/// </summary>
internal sealed class ColumnList
{
    // So many are gone through sooner than they are put into a table.
    private const int MostLinear = 64;

    private BoundColumn[] _columns = [];
    private int _count;
    private Dictionary<string, int>? _places;
    private bool _isShared;
    private bool _isFrozen;

    /// <summary>A column.</summary>
    public BoundColumn this[int place]
    {
        get => _columns[place];
        set => _columns[place] = value;
    }

    /// <summary>The first so many.</summary>
    public IReadOnlyList<BoundColumn> First(int count) => new ArraySegment<BoundColumn>(_columns, 0, count);

    /// <summary>Where the column of a name is among the first so many; -1 where it is none of them.</summary>
    public int PlaceOf(string name, int count)
    {
        if (count <= MostLinear && !_isFrozen)
        {
            for (var i = 0; i < count; i++)
            {
                if (_columns[i].Name == name)
                {
                    return i;
                }
            }

            return -1;
        }

        _places ??= Places();
        return _places.TryGetValue(name, out var place) && place < count ? place : -1;
    }

    /// <summary>The same, of which nobody may change what is there.</summary>
    public ColumnList Share()
    {
        if (!_isFrozen)
        {
            _isShared = true;
        }

        return this;
    }

    /// <summary>The same, that nobody may change or extend.</summary>
    public void Freeze()
    {
        _places ??= Places();
        _isFrozen = true;
    }

    /// <summary>One with the first so many, behind which others may come.</summary>
    public ColumnList ToExtend(int count) => _isFrozen || count < _count ? Copied(count) : this;

    /// <summary>One with the first so many, which may change.</summary>
    public ColumnList ToChange(int count) => _isFrozen || _isShared || count < _count ? Copied(count) : this;

    /// <summary>Puts one behind the others.</summary>
    public void Add(BoundColumn column)
    {
        if (_count == _columns.Length)
        {
            Array.Resize(ref _columns, Math.Max(8, _count * 2));
        }

        _places?.Add(column.Name, _count);
        _columns[_count++] = column;
    }

    private ColumnList Copied(int count)
    {
        var copy = new ColumnList { _columns = new BoundColumn[count + 8], _count = count };
        Array.Copy(_columns, copy._columns, count);
        return copy;
    }

    private Dictionary<string, int> Places()
    {
        var places = new Dictionary<string, int>(_count, StringComparer.Ordinal);
        for (var i = 0; i < _count; i++)
        {
            places.Add(_columns[i].Name, i);
        }

        return places;
    }
}
