namespace MdeHunting.Lab.Kql.Functions;

/// <summary>An aggregate whose arguments are known: the columns that it makes, and how each group starts.</summary>
internal sealed record Aggregate(IReadOnlyList<KqlColumn> Columns, Func<IAccumulator> Start);
