namespace MdeHunting.Lab.Kql;

/// <summary>A table that a query can name, or what a query gave; a row has one cell for each column, in the columns' order.</summary>
public sealed record KqlTable(string Name, IReadOnlyList<KqlColumn> Columns, IReadOnlyList<object?[]> Rows);

/// <summary>A column of a table or of a result.</summary>
public sealed record KqlColumn(string Name, KqlType Type);
