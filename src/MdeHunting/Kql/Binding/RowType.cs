namespace MdeHunting.Kql.Binding;

/// <summary>The columns that rows have, as far as they are known.</summary>
internal sealed class RowType
{
    // No table has so many, and no query that is meant makes them.
    private const int MostColumns = 3000;

    private ColumnList _list = new();
    private int _count;

    /// <summary>Rows of which nothing is known.</summary>
    public static RowType Unknown { get; } = new RowType { IsOpen = true }.Freeze();

    /// <summary>The known ones, in order.</summary>
    public IReadOnlyList<BoundColumn> Columns => _list.First(_count);

    /// <summary>Whether there may be others.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether some have names that the service made, which are not followed to the letter.</summary>
    public bool HasMadeNames { get; private set; }

    /// <summary>Whether there may be others that come with other values of a type, <c>name_string</c>.</summary>
    public bool HasUnclearUnion { get; private set; }

    /// <summary>A copy, for the operator that changes it.</summary>
    public RowType Copy()
    {
        var copy = Empty();
        (copy._list, copy._count) = (_list.Share(), _count);
        return copy;
    }

    /// <summary>Without columns, and as open as this.</summary>
    public RowType Empty() =>
        new()
        {
            IsOpen = IsOpen,
            HasMadeNames = HasMadeNames,
            HasUnclearUnion = HasUnclearUnion,
        };

    /// <summary>Marks that there may be others.</summary>
    public RowType Open()
    {
        IsOpen = true;
        return this;
    }

    /// <summary>Has its columns never change again, so that any thread may read and copy them.</summary>
    public RowType Freeze()
    {
        _list.Freeze();
        return this;
    }

    /// <summary>Takes over what is not known of others.</summary>
    public RowType OpenAs(RowType other)
    {
        IsOpen |= other.IsOpen;
        HasMadeNames |= other.HasMadeNames;
        HasUnclearUnion |= other.HasUnclearUnion;
        return this;
    }

    /// <summary>Marks that names may have been made.</summary>
    public void NoteMadeName() => HasMadeNames = true;

    /// <summary>A column; null where it is not among the known ones.</summary>
    public BoundColumn? Find(string name) => _list.PlaceOf(name, _count) is >= 0 and var place ? _list[place] : null;

    /// <summary>Whether there may be a column of that name.</summary>
    public bool MayHave(string name) => IsOpen || (HasMadeNames && IsMade(name)) || (HasUnclearUnion && name.IndexOf('_') > 0) || Find(name) is not null;

    /// <summary>Adds a column, or gives one that is there another value.</summary>
    public void Set(BoundColumn column)
    {
        var place = _list.PlaceOf(column.Name, _count);
        if (place < 0)
        {
            Append(column);
        }
        else
        {
            Replace(place, column);
        }
    }

    /// <summary>Adds a column; where there is one of its name, under the next free name, as <c>DeviceId1</c>.</summary>
    public void Add(BoundColumn column)
    {
        var name = column.Name;
        for (var number = 1; _count < MostColumns && Find(name) is not null; number++)
        {
            name = FormattableString.Invariant($"{column.Name}{number}");
        }

        Append(name == column.Name ? column : column with { Name = name });
    }

    /// <summary>Adds a column of another table in a union: where types differ, both get names with their types.</summary>
    public void Unite(BoundColumn column)
    {
        var place = _list.PlaceOf(column.Name, _count);
        if (place < 0)
        {
            Append(column);
            return;
        }

        var own = _list[place];
        if (own.Type == column.Type)
        {
            Replace(place, own.Table == column.Table ? own : own with { Table = null });
            return;
        }

        // The service tells them apart by their types; where one is not known, by which is not known either.
        HasUnclearUnion = true;
        Replace(place, own with { Type = KqlDataType.Unknown, Table = null });
    }

    private void Replace(int place, BoundColumn column)
    {
        if (_list[place] != column)
        {
            _list = _list.ToChange(_count);
            _list[place] = column;
        }
    }

    private void Append(BoundColumn column)
    {
        if (_count >= MostColumns)
        {
            IsOpen = true;
            return;
        }

        _list = _list.ToExtend(_count);
        _list.Add(column);
        _count++;
    }

    // Column1, count_, sum_Sent, print_0.
    private static bool IsMade(string name) =>
        name.StartsWith("Column", StringComparison.Ordinal) || name.IndexOf('_') >= 0 || char.IsDigit(name[name.Length - 1]);
}

/// <summary>A column of rows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; Unknown where that is not known.</param>
/// <param name="Table">The table that it is from as it stands there; null where the query made it.</param>
internal sealed record BoundColumn(string Name, KqlDataType Type, string? Table = null);
