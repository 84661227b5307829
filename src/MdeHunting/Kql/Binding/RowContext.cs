namespace MdeHunting.Kql.Binding;

/// <summary>What a value may be made of.</summary>
/// <param name="Scope">The names that the query has given.</param>
/// <param name="Rows">The columns; null where there are no rows.</param>
/// <param name="Right">Those of a join's right side; null elsewhere.</param>
/// <param name="IsOfRow">Whether it is a value of one row, in which no function of many rows may stand.</param>
internal sealed record RowContext(BindingScope Scope, RowType? Rows = null, RowType? Right = null, bool IsOfRow = false);
