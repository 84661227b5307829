namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Every function of one row's values, by name.</summary>
internal static class FunctionTable
{
    public static IReadOnlyDictionary<string, ScalarFunction> All { get; } =
        new[]
        {
            ConditionFunctions.All,
            ConversionFunctions.All,
            RoundingFunctions.All,
            TextFunctions.All,
            TimeFunctions.All,
        }
            .SelectMany(family => family)
            .ToDictionary(function => function.Name, StringComparer.Ordinal);
}
