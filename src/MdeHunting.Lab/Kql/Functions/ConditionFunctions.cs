using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Functions that test, and those that choose by a test.</summary>
internal static class ConditionFunctions
{
    public static IReadOnlyList<ScalarFunction> All { get; } =
    [
        Test("isempty", IsEmpty),
        Test("isnotempty", value => !IsEmpty(value)),
        Test("isnull", value => value is null),
        Test("isnotnull", value => value is not null),
        new("not", ColumnNaming.Numbered, Signature.Lenient(TypeSet.Condition, KqlType.Bool, value => Boxed.Of(!Conversions.ToBool(value)))),
        Choice("iff"),
        Choice("iif"),
    ];

    private static ScalarFunction Test(string name, Func<object?, bool> test) =>
        new(name, ColumnNaming.Numbered, Signature.Lenient(TypeSet.Any, KqlType.Bool, value => Boxed.Of(test(value))));

    private static ScalarFunction Choice(string name) =>
        new(name, ColumnNaming.Numbered,
            new Signature(new ParameterList(TypeSet.Condition, TypeSet.Any, TypeSet.Any), (arguments, _) => Choose(name, arguments)));

    private static bool IsEmpty(object? value) => value is null || Conversions.ToText(value).Length == 0;

    private static Scalar Choose(string name, IReadOnlyList<Scalar> arguments)
    {
        var type = CommonType(arguments[1].Type, arguments[2].Type)
            ?? throw SemanticError.WrongArguments(name, arguments.Select(argument => argument.Type));
        var condition = arguments[0].Evaluate;
        var (then, otherwise) = (As(type, arguments[1]), As(type, arguments[2]));
        return Scalar.Computed(type, arguments, row => Conversions.ToBool(condition(row)) == true ? then(row) : otherwise(row));
    }

    private static KqlType? CommonType(KqlType first, KqlType second)
    {
        if (first == second)
            return first;
        return first == KqlType.Dynamic || second == KqlType.Dynamic ? KqlType.Dynamic : KqlTypes.Widest(first, second);
    }

    private static Func<object?[], object?> As(KqlType type, Scalar scalar)
    {
        var evaluate = scalar.Evaluate;
        return scalar.Type == type ? evaluate : row => evaluate(row) is { } value ? Conversions.To(type, value) : null;
    }
}
