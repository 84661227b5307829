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
        new("case", ColumnNaming.Numbered, new Signature(new ParameterList(TypeSet.Condition, TypeSet.Any, TypeSet.Any) { Repeats = true }, Case)),
        new("coalesce", ColumnNaming.Numbered, new Signature(new ParameterList(TypeSet.Any, TypeSet.Any) { Repeats = true }, Coalesce)),
        Real("isnan", double.IsNaN),
        Real("isinf", double.IsInfinity),
        Real("isfinite", double.IsFinite),
    ];

    private static ScalarFunction Test(string name, Func<object?, bool> test) =>
        new(name, ColumnNaming.Numbered, Signature.Lenient(TypeSet.Any, KqlType.Bool, value => Boxed.Of(test(value))));

    private static ScalarFunction Choice(string name) =>
        new(
            name,
            ColumnNaming.Numbered,
            new Signature(new ParameterList(TypeSet.Condition, TypeSet.Any, TypeSet.Any), (arguments, _) => Choose(name, arguments))
        );

    private static bool IsEmpty(object? value) => value is null || Conversions.ToText(value).Length == 0;

    private static Scalar Choose(string name, IReadOnlyList<Scalar> arguments)
    {
        var type = CommonType(arguments[1].Type, arguments[2].Type) ?? throw SemanticError.WrongArguments(name, arguments.Select(argument => argument.Type));
        var condition = arguments[0].Evaluate;
        var (then, otherwise) = (As(type, arguments[1]), As(type, arguments[2]));
        return Scalar.Computed(type, arguments, row => Conversions.ToBool(condition(row)) == true ? then(row) : otherwise(row));
    }

    private static ScalarFunction Real(string name, Func<double, bool> test) =>
        new(name, ColumnNaming.Numbered, Signature.Strict(TypeSet.Number, KqlType.Bool, value => Boxed.Of(test(Conversions.ToReal(value) ?? double.NaN))));

    // Conditions, each with what it gives, and at the end what is given where none holds.
    private static Scalar Case(IReadOnlyList<Scalar> arguments, QueryContext query)
    {
        var conditions = arguments.SkipLast(1).Where((_, i) => i % 2 == 0).ToArray();
        if (arguments.Count % 2 == 0 || conditions.Any(condition => !TypeSet.Condition.Contains(condition.Type)))
        {
            throw SemanticError.WrongArguments("case", arguments.Select(argument => argument.Type));
        }

        var type = CommonType("case", [.. arguments.Where((_, i) => i % 2 == 1 || i == arguments.Count - 1)], arguments);
        var tests = Array.ConvertAll(conditions, condition => condition.Evaluate);
        var values = arguments.Where((_, i) => i % 2 == 1).Append(arguments[^1]).Select(value => As(type, value)).ToArray();
        return Scalar.Computed(
            type,
            arguments,
            row =>
            {
                var chosen = Array.FindIndex(tests, test => Conversions.ToBool(test(row)) == true);
                return values[chosen < 0 ? ^1 : chosen](row);
            }
        );
    }

    // The first that is there; an empty text is not.
    private static Scalar Coalesce(IReadOnlyList<Scalar> arguments, QueryContext query)
    {
        var type = CommonType("coalesce", arguments, arguments);
        var values = arguments.Select(argument => As(type, argument)).ToArray();
        return Scalar.Computed(
            type,
            arguments,
            row =>
            {
                foreach (var value in values)
                {
                    if (value(row) is { } found and not "")
                    {
                        return found;
                    }
                }

                return Scalar.NullOf(type);
            }
        );
    }

    private static KqlType CommonType(string function, IReadOnlyList<Scalar> values, IReadOnlyList<Scalar> arguments) =>
        values.Skip(1).Aggregate((KqlType?)values[0].Type, (type, value) => type is { } known ? CommonType(known, value.Type) : null)
        ?? throw SemanticError.WrongArguments(function, arguments.Select(argument => argument.Type));

    private static KqlType? CommonType(KqlType first, KqlType second)
    {
        if (first == second)
        {
            return first;
        }

        return first == KqlType.Dynamic || second == KqlType.Dynamic ? KqlType.Dynamic : KqlTypes.Widest(first, second);
    }

    private static Func<object?[], object?> As(KqlType type, Scalar scalar)
    {
        var evaluate = scalar.Evaluate;
        return scalar.Type == type ? evaluate : row => evaluate(row) is { } value ? Conversions.To(type, value) : null;
    }
}
