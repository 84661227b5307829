using MdeHunting.Lab.Kql.Binding;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>An operator between a value and a list in parentheses.</summary>
internal sealed record ListOperator(string Symbol, Func<Scalar, IReadOnlyList<ListItem>, Scalar> Bind);
