using System.Globalization;
using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Functions of moments. The only clock is the database's.</summary>
internal static class TimeFunctions
{
    public static IReadOnlyList<ScalarFunction> All { get; } =
    [
        new(
            "now",
            ColumnNaming.Numbered,
            new Signature(new ParameterList(TypeSet.TimeSpan) { Required = 0 }, (arguments, query) => FromNow(arguments, query, 1))
        ),
        new("ago", ColumnNaming.Numbered, new Signature(new ParameterList(TypeSet.TimeSpan), (arguments, query) => FromNow(arguments, query, -1))),
        new(
            "make_datetime",
            ColumnNaming.Numbered,
            Signature.Of(
                new ParameterList(TypeSet.Integer, TypeSet.Integer, TypeSet.Integer, TypeSet.Integer, TypeSet.Integer, TypeSet.Number) { Required = 3 },
                KqlType.DateTime,
                Make
            )
        ),
        new(
            "format_datetime",
            ColumnNaming.Numbered,
            Signature.Strict(TypeSet.DateTime, TypeSet.String, KqlType.String, (moment, format) => Format((DateTime)moment, (string)format))
        ),
        UnixTime("seconds", TimeSpan.TicksPerSecond),
        UnixTime("milliseconds", TimeSpan.TicksPerMillisecond),
        UnixTime("microseconds", TimeSpan.TicksPerMicrosecond),
    ];

    private static Scalar FromNow(IReadOnlyList<Scalar> arguments, QueryContext query, int direction)
    {
        var now = query.Now;
        if (arguments.Count == 0)
        {
            return Scalar.Constant(KqlType.DateTime, now);
        }

        var offset = arguments[0].Evaluate;
        return Scalar.Computed(
            KqlType.DateTime,
            arguments,
            row => offset(row) is TimeSpan span ? Moment((decimal)now.Ticks + (direction * (decimal)span.Ticks)) : null
        );
    }

    private static object? Make(object?[] values)
    {
        var parts = Array.ConvertAll(values, Conversions.ToReal);
        if (parts.Contains(null))
        {
            return null;
        }

        var (year, month, day) = ((int)parts[0]!, (int)parts[1]!, (int)parts[2]!);
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return null;
        }

        var (hour, minute, second) = (parts.ElementAtOrDefault(3) ?? 0, parts.ElementAtOrDefault(4) ?? 0, parts.ElementAtOrDefault(5) ?? 0);
        return hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and < 60
            ? new DateTime(year, month, day, (int)hour, (int)minute, 0, DateTimeKind.Utc).AddTicks((long)(second * TimeSpan.TicksPerSecond))
            : null;
    }

    // A form of one letter would be one of .NET's own.
    private static string? Format(DateTime moment, string format)
    {
        try
        {
            return moment.ToString(format.Length == 1 ? $"%{format}" : format, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static ScalarFunction UnixTime(string unit, long ticks) =>
        new(
            $"unixtime_{unit}_todatetime",
            ColumnNaming.Numbered,
            Signature.Strict(
                TypeSet.Number,
                KqlType.DateTime,
                value =>
                    Conversions.ToDecimal(value) is { } count && Math.Abs(count) < long.MaxValue / ticks
                        ? Moment(DateTime.UnixEpoch.Ticks + decimal.Truncate(count * ticks))
                        : null
            )
        );

    private static object? Moment(decimal ticks) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime((long)ticks, DateTimeKind.Utc) : null;
}
