namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Every function of one row's values, by name.</summary>
internal static class FunctionTable
{
    public static IReadOnlyDictionary<string, ScalarFunction> All { get; } =
        new[]
        {
            CalendarFunctions.All,
            RandomFunctions.All,
            ConditionFunctions.All,
            ConversionFunctions.All,
            DigestFunctions.All,
            DynamicFunctions.All,
            NetworkFunctions.All,
            NumberFunctions.All,
            PathFunctions.All,
            PatternFunctions.All,
            RoundingFunctions.All,
            TextFunctions.All,
            TextPartFunctions.All,
            TimeFunctions.All,
        }
            .SelectMany(family => family)
            .ToDictionary(function => function.Name, StringComparer.Ordinal);
}
