using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Functions of numbers.</summary>
internal static class NumberFunctions
{
    public static IReadOnlyList<ScalarFunction> All { get; } =
    [
        new(
            "abs",
            ColumnNaming.FirstArgument,
            Signature.Strict(
                TypeSet.Integer,
                KqlType.Long,
                value => Conversions.ToLong(value)!.Value is var number && number == long.MinValue ? null : Math.Abs(number)
            ),
            Signature.Strict(TypeSet.Real, KqlType.Real, value => Math.Abs((double)value)),
            Signature.Strict(TypeSet.Decimal, KqlType.Decimal, value => Math.Abs((decimal)value)),
            Signature.Strict(TypeSet.TimeSpan, KqlType.TimeSpan, value => (TimeSpan)value == TimeSpan.MinValue ? null : ((TimeSpan)value).Duration())
        ),
        new(
            "round",
            ColumnNaming.FirstArgument,
            Signature.Strict(TypeSet.Number, KqlType.Real, value => Round(value, 0L)),
            Signature.Strict(TypeSet.Number, TypeSet.Integer, KqlType.Real, Round)
        ),
        Of("ceiling", Math.Ceiling),
        Of("exp", Math.Exp),
        Of("log", Math.Log),
        Of("log10", Math.Log10),
        Of("log2", Math.Log2),
        Of("sqrt", Math.Sqrt),
        new(
            "pow",
            ColumnNaming.Numbered,
            Signature.Strict(
                TypeSet.Number,
                TypeSet.Number,
                KqlType.Real,
                (value, power) => Math.Pow(Conversions.ToReal(value)!.Value, Conversions.ToReal(power)!.Value)
            )
        ),
        new(
            "sign",
            ColumnNaming.Numbered,
            Signature.Strict(
                TypeSet.Number,
                KqlType.Long,
                value => Conversions.ToReal(value) is { } number && !double.IsNaN(number) ? (long)Math.Sign(number) : null
            )
        ),
        Extreme("min_of", -1),
        Extreme("max_of", 1),
    ];

    private static ScalarFunction Of(string name, Func<double, double> apply) =>
        new(name, ColumnNaming.FirstArgument, Signature.Strict(TypeSet.Number, KqlType.Real, value => apply(Conversions.ToReal(value)!.Value)));

    private static object? Round(object value, object digits)
    {
        var places = Math.Clamp(Conversions.ToLong(digits)!.Value, -15, 15);
        var number = Conversions.ToReal(value)!.Value;
        if (places >= 0)
        {
            return Math.Round(number, (int)places, MidpointRounding.AwayFromZero);
        }

        var unit = Math.Pow(10, -places);
        return Math.Round(number / unit, MidpointRounding.AwayFromZero) * unit;
    }

    // Nulls are passed over.
    private static ScalarFunction Extreme(string name, int direction) =>
        new(
            name,
            ColumnNaming.Numbered,
            new Signature(
                new ParameterList(TypeSet.Orderable, TypeSet.Orderable) { Repeats = true },
                (arguments, _) =>
                {
                    var type =
                        arguments.Select(argument => (KqlType?)argument.Type).Aggregate((a, b) => a == b ? a : KqlTypes.Widest(a ?? default, b ?? default))
                        ?? throw SemanticError.WrongArguments(name, arguments.Select(argument => argument.Type));
                    var values = arguments.Select(argument => argument.Evaluate).ToArray();
                    var compare = Comparison.Sort(type)!;
                    return Scalar.Computed(
                        type,
                        arguments,
                        row =>
                        {
                            object? best = null;
                            foreach (var value in values)
                            {
                                if (
                                    value(row) is { } given
                                    && Conversions.To(type, given) is { } candidate
                                    && (best is null || compare(candidate, best) * direction > 0)
                                )
                                {
                                    best = candidate;
                                }
                            }

                            return best ?? Scalar.NullOf(type);
                        }
                    );
                }
            )
        );
}
