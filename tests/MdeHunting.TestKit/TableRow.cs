using MdeHunting.Lab.Kql;

namespace MdeHunting.TestKit;

/// <summary>A row whose cells are read by their columns' names.</summary>
internal readonly struct TableRow(IReadOnlyDictionary<string, int> ordinals, object?[] cells)
{
    public object? this[string column] => cells[ordinals[column]];

    public string Text(string column) => (string)cells[ordinals[column]]!;

    public DateTime Time(string column = "Timestamp") => (DateTime)cells[ordinals[column]]!;

    public static IEnumerable<TableRow> Of(KqlDatabase database, string table)
    {
        var found = database.Tables[table];
        var ordinals = found.Columns.Select((column, i) => (column.Name, i)).ToDictionary(entry => entry.Name, entry => entry.i, StringComparer.Ordinal);
        return found.Rows.Select(row => new TableRow(ordinals, row));
    }
}
