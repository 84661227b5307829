namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Every operator between two values, by how it is written.</summary>
internal static class BinaryOperatorTable
{
    public static IReadOnlyDictionary<string, BinaryOperator> All { get; } =
        new[] { ComparisonOperators.All, ArithmeticOperators.All, TextOperators.All }
            .SelectMany(family => family)
            .ToDictionary(entry => entry.Symbol, StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, BinaryOperator> At(BinaryLevel level) =>
        All.Values.Where(entry => entry.Level == level).ToDictionary(entry => entry.Symbol, StringComparer.Ordinal);
}
