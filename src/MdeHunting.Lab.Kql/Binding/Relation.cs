namespace MdeHunting.Lab.Kql.Binding;

/// <summary>A table under way: its columns are known, its rows are computed each time they are asked for. A row is never changed once it is made.</summary>
internal sealed record Relation(IReadOnlyList<KqlColumn> Columns, IEnumerable<object?[]> Rows)
{
    /// <summary>Whether the order of its rows means something, so that a function may look at the rows around one.</summary>
    public bool IsSerialized { get; init; }

    /// <summary>The name of the table that it is, whole and unchanged; null for everything else.</summary>
    public string? TableName { get; init; }

    /// <summary>The place of the column of a name; null where there is none.</summary>
    public int? PlaceOf(string? name)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == name)
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>What an operator that goes from row to row makes of it: no longer a table, but in the same order.</summary>
    public Relation Step(IEnumerable<object?[]> rows) => Step(Columns, rows);

    /// <summary>The same, with other columns.</summary>
    public Relation Step(IReadOnlyList<KqlColumn> columns, IEnumerable<object?[]> rows) => new(columns, rows) { IsSerialized = IsSerialized };
}
