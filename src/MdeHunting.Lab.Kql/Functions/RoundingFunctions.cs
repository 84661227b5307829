using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Functions that round a value down to a multiple of another.</summary>
internal static class RoundingFunctions
{
    public static IReadOnlyList<ScalarFunction> All { get; } = [Bin("bin"), Bin("floor")];

    private static ScalarFunction Bin(string name) =>
        new(
            name,
            ColumnNaming.FirstArgument,
            Signature.Strict(
                TypeSet.DateTime,
                TypeSet.TimeSpan,
                KqlType.DateTime,
                (value, size) => Floor(((DateTime)value).Ticks, ((TimeSpan)size).Ticks) is >= 0 and var ticks ? new DateTime(ticks, DateTimeKind.Utc) : null
            ),
            Signature.Strict(
                TypeSet.TimeSpan,
                TypeSet.TimeSpan,
                KqlType.TimeSpan,
                (value, size) => Floor(((TimeSpan)value).Ticks, ((TimeSpan)size).Ticks) is { } ticks ? TimeSpan.FromTicks(ticks) : null
            ),
            Signature.Strict(
                TypeSet.Integer,
                TypeSet.Integer,
                KqlType.Long,
                (value, size) => Floor(Conversions.ToLong(value)!.Value, Conversions.ToLong(size)!.Value)
            ),
            Signature.Strict(
                TypeSet.Number,
                TypeSet.Number,
                KqlType.Real,
                (value, size) => Floor(Conversions.ToReal(value)!.Value, Conversions.ToReal(size)!.Value)
            )
        );

    private static long? Floor(long value, long size)
    {
        if (size <= 0)
        {
            return null;
        }

        var rest = value % size;
        var floor = rest >= 0 ? value - rest : unchecked(value - rest - size);
        return floor <= value ? floor : null;
    }

    private static object? Floor(double value, double size) => size > 0 ? Math.Floor(value / size) * size : null;
}
