using MdeHunting.Lab.Kql.Functions;

namespace MdeHunting.Lab.Kql.Binding;

/// <summary>
/// What is said of a query whose names or types do not fit. Where the hunting services' own words are known they are used;
/// otherwise those of Microsoft's parser of the language.
/// </summary>
internal static class SemanticError
{
    public static KqlException NoTable(string name, string? operatorName = null) =>
        KqlException.Semantic($"{Prefix(operatorName)}Failed to resolve table or column expression named '{name}'");

    public static KqlException NoColumn(string name, string? operatorName) =>
        KqlException.Semantic($"{Prefix(operatorName)}Failed to resolve scalar expression named '{name}'");

    public static KqlException NoFunction(string name) => KqlException.Semantic($"Unknown function: '{name}'");

    public static KqlException NoStatement() => KqlException.Semantic("No tabular expression statement found");

    public static KqlException NameTaken(string name) => KqlException.Semantic($"A variable with the name '{name}' has already been declared");

    public static KqlException CannotCompare(KqlType left, KqlType right) =>
        KqlException.Semantic($"Cannot compare values of types {left.Keyword()} and {right.Keyword()}. Try adding explicit casts");

    public static KqlException CannotCalculate(KqlType left, KqlType right) =>
        KqlException.Semantic($"Arithmetic expression cannot be carried-out between {left.StorageName()} and {right.StorageName()}");

    public static KqlException OperatorNotDefined(string symbol, params KqlType[] types) =>
        KqlException.Semantic(types.Length == 1
            ? $"The operator '{symbol}' is not defined for the operand type {types[0].Keyword()}"
            : $"The operator '{symbol}' is not defined for the operand types {string.Join(" and ", types.Select(type => type.Keyword()))}");

    public static KqlException WrongArgumentCount(string function, int fewest, int? most) =>
        KqlException.Semantic($"The function '{function}' expects " + (fewest, most) switch
        {
            (_, null) => $"at least {Arguments(fewest)}",
            (0, 0) => "no arguments",
            var (least, greatest) when least == greatest => Arguments(fewest),
            _ => $"between {fewest} and {Arguments(most.Value)}",
        });

    public static KqlException WrongArguments(string function, IEnumerable<KqlType> types) =>
        KqlException.Semantic($"The function '{function}' is not compatible with arguments ({string.Join(", ", types.Select(type => type.Keyword()))})");

    public static KqlException AggregateNotAllowed(string function) =>
        KqlException.Semantic($"The aggregate function '{function}' is not allowed in this context");

    public static KqlException NotAnAggregate() => KqlException.Semantic("'summarize' operator: An aggregate function is expected");

    public static KqlException GroupKeyIsDynamic(string name) =>
        KqlException.Semantic($"Summarize group key '{name}' is of a 'dynamic' type. Please use an explicit cast "
            + $"(for example, 'summarize ... by tostring({name})') as grouping by a 'dynamic' type is not supported");

    public static KqlException SortKeyIsDynamic() => KqlException.Semantic("order operator: key can't be of dynamic type");

    public static KqlException NotOfType(string operatorName, KqlType expected) =>
        KqlException.Semantic($"'{operatorName}' operator: The expression must have the type {expected.Keyword()}");

    public static KqlException NotConstant(string operatorName) => KqlException.Semantic($"'{operatorName}' operator: The expression must be a constant");

    public static KqlException NotDynamic() => KqlException.Semantic("Path expression source must be of type 'dynamic'");

    public static KqlException NotScalar() => KqlException.Semantic("Scalar value expected");

    public static KqlException NotTable() => KqlException.Semantic("Table expected");

    public static KqlException StarNotAllowed() => KqlException.Semantic("The * syntax is not allowed here");

    public static KqlException TooComplex() => KqlException.Semantic("The query is too complex");

    private static string Prefix(string? operatorName) => operatorName is null ? string.Empty : $"'{operatorName}' operator: ";

    private static string Arguments(int count) => count == 1 ? "1 argument" : $"{count} arguments";
}
