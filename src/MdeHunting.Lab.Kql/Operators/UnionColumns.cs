using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Functions;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary>The columns of several tables as those of one. A name that stands for several types becomes a column for each: <c>Name_long</c>.</summary>
internal sealed class UnionColumns
{
    private readonly int[][] _places;
    private readonly bool _areTheSame;

    private UnionColumns(IReadOnlyList<KqlColumn> columns, int[][] places, bool areTheSame)
    {
        Columns = columns;
        _places = places;
        _areTheSame = areTheSame;
    }

    public IReadOnlyList<KqlColumn> Columns { get; }

    public static UnionColumns Merge(IReadOnlyList<Relation> tables, bool isInner)
    {
        var wanted = tables
            .SelectMany(table => table.Columns)
            .Distinct()
            .Where(column => !isInner || tables.All(table => table.Columns.Contains(column)))
            .ToArray();
        var types = wanted.CountBy(column => column.Name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var names = new ColumnNames();
        var columns = wanted
            .Select(column => column with { Name = names.Take(types[column.Name] > 1 ? $"{column.Name}_{column.Type.Keyword()}" : column.Name) })
            .ToArray();
        var places = tables.Select(table => Array.ConvertAll(wanted, column => PlaceOf(column, table))).ToArray();
        return new(columns, places, tables.All(table => table.Columns.SequenceEqual(columns)));
    }

    /// <summary>A table's rows with the merged columns. Cells that the table does not have are null, or empty.</summary>
    public IEnumerable<object?[]> Rows(Relation table, int number)
    {
        if (_areTheSame)
        {
            return table.Rows;
        }

        var places = _places[number];
        var empty = Columns.Select(column => Scalar.NullOf(column.Type)).ToArray();
        return table.Rows.Select(row =>
        {
            var cells = new object?[places.Length];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = places[i] < 0 ? empty[i] : row[places[i]];
            }

            return cells;
        });
    }

    private static int PlaceOf(KqlColumn column, Relation table)
    {
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (table.Columns[i] == column)
            {
                return i;
            }
        }

        return -1;
    }
}
