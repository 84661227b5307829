using MdeHunting.Lab.Kql.Binding;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>A call of an aggregate: each argument with the name that it would have as a column.</summary>
/// <param name="Name">What a single column that it makes is called.</param>
/// <param name="Arguments">Its arguments; a <c>*</c> is already the columns that it stands for.</param>
internal sealed record AggregateCall(string Name, IReadOnlyList<(string? Name, Scalar Value)> Arguments);
