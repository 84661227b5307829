namespace MdeHunting.Kql.Analysis;

/// <summary>The columns that the rows of one source have at a place of a query, as far as they matter for its filters on the time.</summary>
internal sealed class RowColumns
{
    private readonly RowColumns? _before;
    private readonly IReadOnlyDictionary<string, RowColumn?>? _made;
    private readonly JoinedNames? _left;
    private readonly bool _isClosed;

    private RowColumns(RowColumns? before, IReadOnlyDictionary<string, RowColumn?>? made, JoinedNames? left, bool isClosed)
    {
        _before = before;
        _made = made;
        _left = left;
        _isClosed = isClosed;
    }

    /// <summary>None that is known.</summary>
    public static RowColumns None { get; } = new(null, null, null, true);

    /// <summary>Those of a source whose time is in these.</summary>
    public static RowColumns OfTimes(params string[] times) => Of(times, RowColumnKind.Time);

    /// <summary>Those of rows that are of no table with a time.</summary>
    public static RowColumns OfNames(IEnumerable<string> names) => Of(names.Distinct(StringComparer.Ordinal), RowColumnKind.Other);

    /// <summary>The columns after an operator that makes some.</summary>
    /// <param name="made">What it makes; null for a column that it keeps.</param>
    /// <param name="isClosed">Whether it leaves out all others.</param>
    public RowColumns With(IReadOnlyDictionary<string, RowColumn?> made, bool isClosed) =>
        made.Count == 0 && !isClosed ? this : new(this, made, null, isClosed);

    /// <summary>The columns of a join's right side, behind it.</summary>
    public RowColumns RightOf(JoinedNames left) => new(this, null, left, false);

    /// <summary>Whether nothing was left out since the rows had those columns.</summary>
    public bool Extends(RowColumns first)
    {
        var columns = this;
        while (columns is { _isClosed: false } && columns != first)
        {
            columns = columns._before;
        }

        return columns == first;
    }

    /// <summary>What a column is; null where it is not known that there is one.</summary>
    public RowColumn? Find(string name, AnalysisBudget budget)
    {
        var columns = this;
        while (columns is not null && budget.Take(1))
        {
            if (columns._left is { } left)
            {
                if (left.NameOnRight(name, budget) is not { } own)
                {
                    return null;
                }

                name = own;
            }
            else if (columns._made is { } made && made.TryGetValue(name, out var column))
            {
                if (column is { } found)
                {
                    return found.Kind == RowColumnKind.Gone ? null : found with { Columns = columns._before };
                }
            }
            else if (columns._isClosed)
            {
                return null;
            }

            columns = columns._before;
        }

        return null;
    }

    private static RowColumns Of(IEnumerable<string> names, RowColumnKind kind) =>
        new(null, names.ToDictionary(name => name, _ => (RowColumn?)new RowColumn(kind), StringComparer.Ordinal), null, true);
}
