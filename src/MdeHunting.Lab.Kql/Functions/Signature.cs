using MdeHunting.Lab.Kql.Binding;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>One way to call a function or to use an operator: what it takes, and what it makes of arguments that fit.</summary>
internal sealed record Signature(ParameterList Parameters, Func<IReadOnlyList<Scalar>, QueryContext, Scalar> Bind)
{
    /// <summary>One argument, null for null. A string is never null: it is empty then.</summary>
    public static Signature Strict(TypeSet parameter, KqlType result, Func<object, object?> apply) =>
        Lenient(parameter, result, value => value is null ? Scalar.NullOf(result) : apply(value));

    /// <summary>One argument; the function sees its nulls.</summary>
    public static Signature Lenient(TypeSet parameter, KqlType result, Func<object?, object?> apply) =>
        new(
            new ParameterList(parameter),
            (arguments, _) =>
            {
                var value = arguments[0].Evaluate;
                return Scalar.Computed(result, arguments, row => apply(value(row)));
            }
        );

    /// <summary>Two arguments, null where either is.</summary>
    public static Signature Strict(TypeSet first, TypeSet second, KqlType result, Func<object, object, object?> apply) =>
        new(
            new ParameterList(first, second),
            (arguments, _) =>
            {
                var (left, right) = (arguments[0].Evaluate, arguments[1].Evaluate);
                return Scalar.Computed(result, arguments, row => left(row) is { } a && right(row) is { } b ? apply(a, b) : Scalar.NullOf(result));
            }
        );

    /// <summary>Any arguments; the function sees their nulls.</summary>
    public static Signature Of(ParameterList parameters, KqlType result, Func<object?[], object?> apply) =>
        new(
            parameters,
            (arguments, _) =>
            {
                var values = arguments.Select(argument => argument.Evaluate).ToArray();
                return Scalar.Computed(result, arguments, row => apply(Array.ConvertAll(values, value => value(row))) ?? Scalar.NullOf(result));
            }
        );
}
