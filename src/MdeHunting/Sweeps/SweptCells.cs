using MdeHunting.Rows;

namespace MdeHunting.Sweeps;

/// <summary>What stands in those columns of a table's rows that are searched.</summary>
/// <param name="table">The table.</param>
internal sealed class SweptCells(SweptTable table)
{
    private int[] _places = [];
    private int[] _parents = [];

    /// <summary>Says which columns the rows have.</summary>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns)
    {
        var names = columns.Select(column => column.Name).ToList();
        _places = [.. table.Columns.Select(column => names.IndexOf(column.Name))];
        _parents = [.. table.Columns.Select(column => column.Parent is null ? -1 : names.IndexOf(column.Parent))];
    }

    /// <summary>The texts of a row, in the order of the columns that are searched.</summary>
    public string[] Of(object?[] cells) =>
        [.. _places.Select((place, column) => _parents[column] < 0 ? Text(cells, place) : $@"{Text(cells, _parents[column])}\{Text(cells, place)}")];

    private static string Text(object?[] cells, int place) => place < 0 || cells[place] is not { } cell ? string.Empty : ExactText.Of(cell);

    /// <summary>Whether a value is in a row. A member of JSON is in its text, as far as nothing in it is escaped.</summary>
    public bool IsIn(string[] texts, (int Place, string Value) value) =>
        table.Columns[value.Place].Key is null ? texts[value.Place] == value.Value : texts[value.Place].IndexOf(value.Value, StringComparison.Ordinal) >= 0;
}
