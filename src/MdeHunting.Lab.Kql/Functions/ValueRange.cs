using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Values from one to another, a step apart; none where the step is null, is zero or leads away.</summary>
internal sealed record ValueRange(KqlType Type, Func<IEnumerable<object>> Values)
{
    /// <summary>The values between constants, or null where their types do not go together.</summary>
    public static ValueRange? Of(Scalar start, Scalar end, Scalar step)
    {
        if (!start.IsConstant || !end.IsConstant || !step.IsConstant)
        {
            return null;
        }

        if (start.Type == KqlType.DateTime && end.Type == KqlType.DateTime && step.Type == KqlType.TimeSpan)
        {
            return new(KqlType.DateTime, () => Ticks(start, end, step).Select(ticks => (object)new DateTime(ticks, DateTimeKind.Utc)));
        }

        if (start.Type == KqlType.TimeSpan && end.Type == KqlType.TimeSpan && step.Type == KqlType.TimeSpan)
        {
            return new(KqlType.TimeSpan, () => Ticks(start, end, step).Select(ticks => (object)TimeSpan.FromTicks(ticks)));
        }

        return KqlTypes.Widest(start.Type, end.Type) is not { } bounds
            ? null
            : KqlTypes.Widest(bounds, step.Type) switch
            {
                KqlType.Long => new(KqlType.Long, () => Ticks(start, end, step).Select(number => (object)number)),
                KqlType.Real => new(KqlType.Real, () => Reals(start, end, step)),
                _ => null,
            };
    }

    private static IEnumerable<long> Ticks(Scalar start, Scalar end, Scalar step)
    {
        var bounds = (Conversions.ToLong(start.Value), Conversions.ToLong(end.Value), Conversions.ToLong(step.Value));
        if (bounds is not ({ } value, { } last, { } by) || by == 0)
        {
            yield break;
        }

        while (by > 0 ? value <= last : value >= last)
        {
            yield return value;
            var next = unchecked(value + by);
            if (by > 0 ? next < value : next > value)
            {
                yield break;
            }

            value = next;
        }
    }

    private static IEnumerable<object> Reals(Scalar start, Scalar end, Scalar step)
    {
        var bounds = (Conversions.ToReal(start.Value), Conversions.ToReal(end.Value), Conversions.ToReal(step.Value));
        if (bounds is not ({ } first, { } last, { } by) || by == 0)
        {
            yield break;
        }

        // A step so small that it no longer counts would never end.
        for (var i = 0L; first + (i * by) is var value && (by > 0 ? value <= last : value >= last); i++)
        {
            if (i > 0 && value == first)
            {
                yield break;
            }

            yield return value;
        }
    }
}
