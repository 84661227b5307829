using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Equality and order. Null equals no value, null is neither before nor after one, and whether it equals another null is unknown.</summary>
internal static class ComparisonOperators
{
    public static IReadOnlyList<BinaryOperator> All { get; } =
    [
        Equality("==", isNegated: false),
        Equality("!=", isNegated: true),
        Equality("<>", isNegated: true),
        Order("<", order => order < 0),
        Order("<=", order => order <= 0),
        Order(">", order => order > 0),
        Order(">=", order => order >= 0),
    ];

    /// <summary>Whether the two are equal, as a nullable bool in a box.</summary>
    public static Func<object?, object?, object?> Equal(KqlType left, KqlType right, bool isNegated)
    {
        var compare = Comparison.Equality(left, right) ?? throw SemanticError.CannotCompare(left, right);
        return (a, b) =>
        {
            if (a is null || b is null)
            {
                return a is null && b is null ? null : Boxed.Of(isNegated);
            }

            return Boxed.Of((compare(a, b) == 0) != isNegated);
        };
    }

    private static BinaryOperator Equality(string symbol, bool isNegated) =>
        new(
            symbol,
            BinaryLevel.Equality,
            [
                new(
                    new ParameterList(TypeSet.Any, TypeSet.Any),
                    (operands, _) =>
                    {
                        var (left, right) = (operands[0].Evaluate, operands[1].Evaluate);
                        var equal = Equal(operands[0].Type, operands[1].Type, isNegated);
                        return Scalar.Computed(KqlType.Bool, operands, row => equal(left(row), right(row)));
                    }
                ),
            ]
        );

    private static BinaryOperator Order(string symbol, Func<int?, bool> test) =>
        new(
            symbol,
            BinaryLevel.Relational,
            [
                new(
                    new ParameterList(TypeSet.Any, TypeSet.Any),
                    (operands, _) =>
                    {
                        var (left, right) = (operands[0].Evaluate, operands[1].Evaluate);
                        var compare =
                            Comparison.Order(operands[0].Type, operands[1].Type) ?? throw SemanticError.CannotCompare(operands[0].Type, operands[1].Type);
                        return Scalar.Computed(KqlType.Bool, operands, row => left(row) is { } a && right(row) is { } b ? Boxed.Of(test(compare(a, b))) : null);
                    }
                ),
            ]
        );
}
