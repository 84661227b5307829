namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>An expression that becomes a column, with the name that the query gave it, if it gave one.</summary>
internal sealed record NamedExpression(string? Name, Expression Value);
