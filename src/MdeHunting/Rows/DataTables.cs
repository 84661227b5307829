using System.Data;
using System.Globalization;
using MdeHunting.Contract;

namespace MdeHunting.Rows;

/// <summary>
/// Makes a DataTable of cells, typed as the columns are: times are UTC, a null is DBNull. A column with a value that is not of its type, and one of a type
/// that is not known, holds objects, so that nothing is lost or rounded.
/// </summary>
internal static class DataTables
{
    /// <summary>The table's name, since a table without one cannot be written as XML.</summary>
    public const string Name = "MdeHuntingResult";

    /// <summary>The table of these rows.</summary>
    /// <param name="columns">The columns, with their names settled.</param>
    /// <param name="rows">The cells in the columns' order; a row may end early.</param>
    public static DataTable Of(IReadOnlyList<MdeHuntingColumn> columns, IReadOnlyList<object?[]> rows)
    {
        // Sorting and filtering must not depend on who looks at it.
        var table = new DataTable(Name) { Locale = CultureInfo.InvariantCulture, MinimumCapacity = rows.Count };
        for (var i = 0; i < columns.Count; i++)
        {
            table.Columns.Add(Column(columns[i], rows, i));
        }

        table.BeginLoadData();
        foreach (var row in rows)
        {
            table.LoadDataRow(row, fAcceptChanges: true);
        }

        table.EndLoadData();
        return table;
    }

    private static DataColumn Column(MdeHuntingColumn column, IReadOnlyList<object?[]> rows, int place)
    {
        var type = TypeOf(column.Kind);
        var fits = rows.All(row => place >= row.Length || row[place] is null || row[place]!.GetType() == type);
        var made = new DataColumn(column.PropertyName, fits ? type : typeof(object));
        if (made.DataType == typeof(DateTime))
        {
            made.DateTimeMode = DataSetDateTime.Utc;
        }

        return made;
    }

    private static Type TypeOf(ColumnKind kind) =>
        kind switch
        {
            ColumnKind.String or ColumnKind.Dynamic => typeof(string),
            ColumnKind.DateTime => typeof(DateTime),
            ColumnKind.Int64 => typeof(long),
            ColumnKind.Int32 => typeof(int),
            ColumnKind.Boolean => typeof(bool),
            ColumnKind.Double => typeof(double),
            ColumnKind.Decimal => typeof(decimal),
            ColumnKind.Guid => typeof(Guid),
            ColumnKind.TimeSpan => typeof(TimeSpan),
            _ => typeof(object),
        };
}
