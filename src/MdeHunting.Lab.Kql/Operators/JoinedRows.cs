using MdeHunting.Lab.Kql.Binding;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary>Matches the rows of two tables by hash: the left table's rows in their order, each with its matches in theirs.</summary>
internal sealed class JoinedRows(Relation left, Relation right, JoinKeys keys)
{
    private readonly object?[] _noLeft = [.. left.Columns.Select(column => Scalar.NullOf(column.Type))];
    private readonly object?[] _noRight = [.. right.Columns.Select(column => Scalar.NullOf(column.Type))];

    /// <summary>Rows of both tables' columns.</summary>
    public IEnumerable<object?[]> Pairs(JoinKind kind)
    {
        var rows = right.Rows.ToArray();
        var index = Index(rows);
        var seen = kind == JoinKind.InnerUnique ? new HashSet<object?[]>(new GroupKeyComparer()) : null;
        var key = keys.Buffer();
        foreach (var row in left.Rows)
        {
            keys.WriteLeft(row, key);
            if (seen is not null && !seen.Contains(key))
            {
                seen.Add([.. key]);
            }
            else if (seen is not null)
            {
                continue;
            }

            if (index.TryGetValue(key, out var matches))
            {
                matches.IsMatched = true;
                foreach (var match in matches.Rows)
                {
                    yield return Combine(row, match);
                }
            }
            else if (kind is JoinKind.LeftOuter or JoinKind.FullOuter)
            {
                yield return Combine(row, _noRight);
            }
        }

        if (kind is not (JoinKind.RightOuter or JoinKind.FullOuter))
        {
            yield break;
        }

        foreach (var row in rows)
        {
            keys.WriteRight(row, key);
            if (!index[key].IsMatched)
            {
                yield return Combine(_noLeft, row);
            }
        }
    }

    /// <summary>Rows of the left table that have a match, or of those that have none.</summary>
    public IEnumerable<object?[]> OfLeft(bool areMatched) => Sift(left, keys.WriteLeft, right, keys.WriteRight, areMatched);

    /// <summary>Rows of the right table that have a match, or of those that have none.</summary>
    public IEnumerable<object?[]> OfRight(bool areMatched) => Sift(right, keys.WriteRight, left, keys.WriteLeft, areMatched);

    private IEnumerable<object?[]> Sift(
        Relation table,
        Action<object?[], object?[]> write,
        Relation other,
        Action<object?[], object?[]> writeOther,
        bool areMatched
    )
    {
        var known = new HashSet<object?[]>(new GroupKeyComparer());
        var key = keys.Buffer();
        foreach (var row in other.Rows)
        {
            writeOther(row, key);
            if (!known.Contains(key))
            {
                known.Add([.. key]);
            }
        }

        foreach (var row in table.Rows)
        {
            write(row, key);
            if (known.Contains(key) == areMatched)
            {
                yield return row;
            }
        }
    }

    private Dictionary<object?[], Matches> Index(object?[][] rows)
    {
        var index = new Dictionary<object?[], Matches>(new GroupKeyComparer());
        var key = keys.Buffer();
        foreach (var row in rows)
        {
            keys.WriteRight(row, key);
            if (!index.TryGetValue(key, out var matches))
            {
                index.Add([.. key], matches = new Matches());
            }

            matches.Rows.Add(row);
        }

        return index;
    }

    private object?[] Combine(object?[] leftRow, object?[] rightRow)
    {
        var cells = new object?[_noLeft.Length + _noRight.Length];
        leftRow.AsSpan(0, _noLeft.Length).CopyTo(cells);
        rightRow.AsSpan(0, _noRight.Length).CopyTo(cells.AsSpan(_noLeft.Length));
        return cells;
    }

    private sealed class Matches
    {
        public List<object?[]> Rows { get; } = [];

        public bool IsMatched { get; set; }
    }
}
