using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>
/// Arithmetic over numbers, moments and spans. Null gives null; so does what is beyond the result's type, and a whole number divided by zero.
/// </summary>
internal static class ArithmeticOperators
{
    public static IReadOnlyList<BinaryOperator> All { get; } =
    [
        new(
            "+",
            BinaryLevel.Additive,
            [
                .. Numbers((a, b) => a + b, (a, b) => a + b, (a, b) => a + b),
                Ticks(TypeSet.TimeSpan, TypeSet.TimeSpan, KqlType.TimeSpan, (a, b) => a + b),
                Ticks(TypeSet.DateTime, TypeSet.TimeSpan, KqlType.DateTime, (a, b) => a + b),
                Ticks(TypeSet.TimeSpan, TypeSet.DateTime, KqlType.DateTime, (a, b) => a + b),
            ]
        ),
        new(
            "-",
            BinaryLevel.Additive,
            [
                .. Numbers((a, b) => a - b, (a, b) => a - b, (a, b) => a - b),
                Ticks(TypeSet.TimeSpan, TypeSet.TimeSpan, KqlType.TimeSpan, (a, b) => a - b),
                Ticks(TypeSet.DateTime, TypeSet.DateTime, KqlType.TimeSpan, (a, b) => a - b),
                Ticks(TypeSet.DateTime, TypeSet.TimeSpan, KqlType.DateTime, (a, b) => a - b),
            ]
        ),
        new(
            "*",
            BinaryLevel.Multiplicative,
            [
                .. Numbers((a, b) => a * b, (a, b) => a * b, (a, b) => a * b),
                Signature.Strict(TypeSet.TimeSpan, TypeSet.Number, KqlType.TimeSpan, (span, factor) => Scale((TimeSpan)span, Conversions.ToReal(factor))),
                Signature.Strict(TypeSet.Number, TypeSet.TimeSpan, KqlType.TimeSpan, (factor, span) => Scale((TimeSpan)span, Conversions.ToReal(factor))),
            ]
        ),
        new(
            "/",
            BinaryLevel.Multiplicative,
            [
                .. Numbers(Divide, (a, b) => a / b, (a, b) => b == 0 ? null : a / b),
                Signature.Strict(TypeSet.TimeSpan, TypeSet.TimeSpan, KqlType.Real, (a, b) => (double)((TimeSpan)a).Ticks / ((TimeSpan)b).Ticks),
                Signature.Strict(TypeSet.TimeSpan, TypeSet.Number, KqlType.TimeSpan, (span, divisor) => Scale((TimeSpan)span, 1 / Conversions.ToReal(divisor))),
            ]
        ),
        new(
            "%",
            BinaryLevel.Multiplicative,
            [
                .. Numbers(Modulo, Modulo, Modulo),
                Ticks(TypeSet.TimeSpan, TypeSet.TimeSpan, KqlType.TimeSpan, (a, b) => Modulo((long)a, (long)b)),
                Ticks(TypeSet.DateTime, TypeSet.TimeSpan, KqlType.TimeSpan, (a, b) => Modulo((long)a, (long)b)),
            ]
        ),
    ];

    /// <summary>The value with the other sign; null where its type has no such value.</summary>
    public static Scalar Negate(Scalar operand)
    {
        var evaluate = operand.Evaluate;
        return operand.Type switch
        {
            KqlType.Int when operand.IsConstant => Computed(KqlType.Int, value => (int)value == int.MinValue ? null : -(int)value),
            KqlType.Int => Computed(KqlType.Long, value => -(long)(int)value),
            KqlType.Long => Computed(KqlType.Long, value => unchecked(-(long)value)),
            KqlType.Real => Computed(KqlType.Real, value => -(double)value),
            KqlType.Decimal => Computed(KqlType.Decimal, value => -(decimal)value),
            KqlType.TimeSpan => Computed(KqlType.TimeSpan, value => (TimeSpan)value == TimeSpan.MinValue ? null : -(TimeSpan)value),
            _ => throw SemanticError.OperatorNotDefined("-", operand.Type),
        };

        Scalar Computed(KqlType type, Func<object, object?> negate) =>
            Scalar.Computed(type, [operand], row => evaluate(row) is { } value ? negate(value) : null);
    }

    // A dynamic value beside a number is taken for a number of that type.
    private static IEnumerable<Signature> Numbers(Func<long, long, long?> whole, Func<double, double, double> real, Func<decimal, decimal, decimal?> exact)
    {
        Signature Whole(TypeSet left, TypeSet right) =>
            Signature.Strict(left, right, KqlType.Long, (a, b) => Conversions.ToLong(a) is { } x && Conversions.ToLong(b) is { } y ? whole(x, y) : null);

        Signature Exact(TypeSet left, TypeSet right) =>
            Signature.Strict(
                left,
                right,
                KqlType.Decimal,
                (a, b) => Conversions.ToDecimal(a) is { } x && Conversions.ToDecimal(b) is { } y ? WithinRange(exact, x, y) : null
            );

        Signature Real(TypeSet left, TypeSet right) =>
            Signature.Strict(left, right, KqlType.Real, (a, b) => Conversions.ToReal(a) is { } x && Conversions.ToReal(b) is { } y ? real(x, y) : null);

        return
        [
            Whole(TypeSet.Integer, TypeSet.Integer | TypeSet.Dynamic),
            Whole(TypeSet.Dynamic, TypeSet.Integer),
            Exact(TypeSet.Integer | TypeSet.Decimal, TypeSet.Integer | TypeSet.Decimal),
            Exact(TypeSet.Decimal, TypeSet.Dynamic),
            Exact(TypeSet.Dynamic, TypeSet.Decimal),
            Real(TypeSet.Number, TypeSet.Number),
            Real(TypeSet.Real, TypeSet.Dynamic),
            Real(TypeSet.Dynamic, TypeSet.Real),
        ];
    }

    private static Signature Ticks(TypeSet left, TypeSet right, KqlType result, Func<decimal, decimal, decimal?> calculate) =>
        Signature.Strict(left, right, result, (a, b) => calculate(TicksOf(a), TicksOf(b)) is { } ticks ? FromTicks(result, ticks) : null);

    private static decimal TicksOf(object value) => value is DateTime moment ? moment.Ticks : ((TimeSpan)value).Ticks;

    private static object? FromTicks(KqlType type, decimal ticks)
    {
        if (type == KqlType.TimeSpan)
        {
            return ticks is >= long.MinValue and <= long.MaxValue ? TimeSpan.FromTicks((long)ticks) : null;
        }

        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime((long)ticks, DateTimeKind.Utc) : null;
    }

    private static object? Scale(TimeSpan span, double? factor)
    {
        var ticks = span.Ticks * factor;
        return ticks is { } known && Math.Abs(known) < long.MaxValue ? TimeSpan.FromTicks((long)Math.Round(known)) : null;
    }

    private static decimal? WithinRange(Func<decimal, decimal, decimal?> calculate, decimal left, decimal right)
    {
        try
        {
            return calculate(left, right);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static long? Divide(long left, long right) =>
        right switch
        {
            0 => null,
            -1 => unchecked(-left),
            _ => left / right,
        };

    // The language's modulo is never negative.
    private static long? Modulo(long left, long right)
    {
        if (right is 0)
        {
            return null;
        }

        if (right is -1)
        {
            return 0;
        }

        var rest = left % right;
        return rest >= 0 ? rest : unchecked(right > 0 ? rest + right : rest - right);
    }

    private static double Modulo(double left, double right)
    {
        var rest = left % right;
        return rest < 0 ? rest + Math.Abs(right) : rest;
    }

    private static decimal? Modulo(decimal left, decimal right)
    {
        if (right == 0)
        {
            return null;
        }

        var rest = left % right;
        return rest >= 0 ? rest : rest + Math.Abs(right);
    }
}
