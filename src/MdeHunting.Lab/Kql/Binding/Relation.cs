namespace MdeHunting.Lab.Kql.Binding;

/// <summary>A table under way: its columns are known, its rows are computed each time they are asked for. A row is never changed once it is made.</summary>
internal sealed record Relation(IReadOnlyList<KqlColumn> Columns, IEnumerable<object?[]> Rows);
