using MdeHunting.Lab.Kql.Functions;

namespace MdeHunting.Lab.Kql.Binding;

/// <summary>
/// What is said of a query whose names or types do not fit. Where the hunting services' own words are known they are used;
/// otherwise those of Microsoft's parser of the language.
/// </summary>
internal static class SemanticError
{
    public static KqlException NoTable(string name, string? operatorName = null) =>
        KqlException.Semantic($"{Prefix(operatorName)}Failed to resolve table or column expression named '{name}'", isForMissingTable: true);

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
        KqlException.Semantic(
            types.Length == 1
                ? $"The operator '{symbol}' is not defined for the operand type {types[0].Keyword()}"
                : $"The operator '{symbol}' is not defined for the operand types {string.Join(" and ", types.Select(type => type.Keyword()))}"
        );

    public static KqlException WrongArgumentCount(string function, int fewest, int? most) =>
        KqlException.Semantic(
            $"The function '{function}' expects "
                + (fewest, most) switch
                {
                    (_, null) => $"at least {Arguments(fewest)}",
                    (0, 0) => "no arguments",
                    var (least, greatest) when least == greatest => Arguments(fewest),
                    _ => $"between {fewest} and {Arguments(most.Value)}",
                }
        );

    public static KqlException WrongArguments(string function, IEnumerable<KqlType> types) =>
        KqlException.Semantic($"The function '{function}' is not compatible with arguments ({string.Join(", ", types.Select(type => type.Keyword()))})");

    public static KqlException AggregateNotAllowed(string function) =>
        KqlException.Semantic($"The aggregate function '{function}' is not allowed in this context");

    public static KqlException NotAnAggregate() => KqlException.Semantic("'summarize' operator: An aggregate function is expected");

    public static KqlException GroupKeyIsDynamic(string name) =>
        KqlException.Semantic(
            $"Summarize group key '{name}' is of a 'dynamic' type. Please use an explicit cast "
                + $"(for example, 'summarize ... by tostring({name})') as grouping by a 'dynamic' type is not supported"
        );

    public static KqlException SortKeyIsDynamic() => KqlException.Semantic("order operator: key can't be of dynamic type");

    public static KqlException NotOfType(string operatorName, KqlType expected) =>
        KqlException.Semantic($"'{operatorName}' operator: The expression must have the type {expected.Keyword()}");

    public static KqlException NotConstant(string operatorName) => KqlException.Semantic($"'{operatorName}' operator: The expression must be a constant");

    public static KqlException NoType(string name) => KqlException.Semantic($"Unknown type: '{name}'");

    public static KqlException NoOption(string operatorName, string option, string value) =>
        KqlException.Semantic($"'{operatorName}' operator: Unknown value '{value}' of '{option}'");

    public static KqlException NotSerialized(string function) =>
        KqlException.Semantic($"Function '{function}' cannot be invoked in current context. Details: the row set must be serialized");

    public static KqlException ColumnTaken(string name, string operatorName) =>
        KqlException.Semantic($"'{operatorName}' operator: A column named '{name}' already exists");

    public static KqlException DataTableIsRagged(int columns, int values) =>
        KqlException.Semantic($"'datatable' operator: The number of values ({values}) is not a multiple of the number of columns ({columns})");

    public static KqlException JoinKeyIsDynamic(string name, string operatorName) =>
        KqlException.Semantic(
            $"'{operatorName}' operator: Join key '{name}' is of a 'dynamic' type. Please use an explicit cast "
                + $"(for example, 'extend {name} = tostring({name})' in each leg) as join on a 'dynamic' type is not supported"
        );

    public static KqlException NotAnEquality(string operatorName) =>
        KqlException.Semantic(
            $"'{operatorName}' operator: Only equality is allowed in this context: " + "a column of both tables, or $left.Column == $right.Column"
        );

    public static KqlException NotExpandable(string operatorName) =>
        KqlException.Semantic($"'{operatorName}' operator: The expression must have the type dynamic");

    public static KqlException BadRegex(string pattern) => KqlException.Semantic($"Failed to parse the regular expression '{pattern}'");

    public static KqlException NotDynamic() => KqlException.Semantic("Path expression source must be of type 'dynamic'");

    public static KqlException NotScalar() => KqlException.Semantic("Scalar value expected");

    public static KqlException NotTable() => KqlException.Semantic("Table expected");

    public static KqlException StarNotAllowed() => KqlException.Semantic("The * syntax is not allowed here");

    public static KqlException TooComplex() => KqlException.Semantic("The query is too complex");

    private static string Prefix(string? operatorName) => operatorName is null ? string.Empty : $"'{operatorName}' operator: ";

    private static string Arguments(int count) => count == 1 ? "1 argument" : $"{count} arguments";
}
