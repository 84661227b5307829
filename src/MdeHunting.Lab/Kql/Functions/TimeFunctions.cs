using MdeHunting.Lab.Kql.Binding;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Functions of moments. The only clock is the database's.</summary>
internal static class TimeFunctions
{
    public static IReadOnlyList<ScalarFunction> All { get; } =
    [
        new("now", ColumnNaming.Numbered,
            new Signature(new ParameterList(TypeSet.TimeSpan) { Required = 0 }, (arguments, query) => FromNow(arguments, query, 1))),
        new("ago", ColumnNaming.Numbered, new Signature(new ParameterList(TypeSet.TimeSpan), (arguments, query) => FromNow(arguments, query, -1))),
        new("startofday", ColumnNaming.FirstArgument,
            Signature.Strict(TypeSet.DateTime, KqlType.DateTime, moment => ((DateTime)moment).Date),
            Signature.Strict(TypeSet.DateTime, TypeSet.Integer, KqlType.DateTime, StartOfDay)),
    ];

    private static Scalar FromNow(IReadOnlyList<Scalar> arguments, QueryContext query, int direction)
    {
        var now = query.Now;
        if (arguments.Count == 0)
            return Scalar.Constant(KqlType.DateTime, now);

        var offset = arguments[0].Evaluate;
        return Scalar.Computed(KqlType.DateTime, arguments, row =>
            offset(row) is TimeSpan span ? Moment((decimal)now.Ticks + (direction * (decimal)span.Ticks)) : null);
    }

    private static object? StartOfDay(object moment, object days) =>
        Moment(((DateTime)moment).Date.Ticks + (Convert.ToDecimal(days) * TimeSpan.TicksPerDay));

    private static object? Moment(decimal ticks) =>
        ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime((long)ticks, DateTimeKind.Utc) : null;
}
