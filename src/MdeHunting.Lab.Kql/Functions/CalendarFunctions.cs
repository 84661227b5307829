using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Functions of days, weeks, months and years. A week starts on Sunday.</summary>
internal static class CalendarFunctions
{
    public static IReadOnlyList<ScalarFunction> All { get; } =
    [
        .. Bounds("day", Period.Day),
        .. Bounds("week", Period.Week),
        .. Bounds("month", Period.Month),
        .. Bounds("year", Period.Year),
        Part("dayofmonth", moment => moment.Day),
        Part("dayofyear", moment => moment.DayOfYear),
        Part("hourofday", moment => moment.Hour),
        Part("monthofyear", moment => moment.Month),
        Part("getmonth", moment => moment.Month),
        Part("getyear", moment => moment.Year),
        new(
            "dayofweek",
            ColumnNaming.Numbered,
            Signature.Strict(TypeSet.DateTime, KqlType.TimeSpan, moment => TimeSpan.FromDays((int)((DateTime)moment).DayOfWeek))
        ),
        new(
            "datetime_part",
            ColumnNaming.Numbered,
            Signature.Strict(
                TypeSet.String,
                TypeSet.DateTime,
                KqlType.Int,
                (part, moment) => Periods.Parse((string)part) is { } period ? Periods.Part(period, (DateTime)moment) : null
            )
        ),
        new(
            "datetime_add",
            ColumnNaming.Numbered,
            Signature.Of(
                new ParameterList(TypeSet.String, TypeSet.Integer, TypeSet.DateTime),
                KqlType.DateTime,
                values =>
                    Periods.Parse((string)values[0]!) is { } period && Conversions.ToLong(values[1]) is { } count && values[2] is DateTime moment
                        ? Periods.Add(period, count, moment)
                        : null
            )
        ),
        new(
            "datetime_diff",
            ColumnNaming.Numbered,
            Signature.Of(
                new ParameterList(TypeSet.String, TypeSet.DateTime, TypeSet.DateTime),
                KqlType.Long,
                values =>
                    Periods.Parse((string)values[0]!) is { } period && values[1] is DateTime later && values[2] is DateTime earlier
                        ? Periods.Number(period, later) - Periods.Number(period, earlier)
                        : null
            )
        ),
    ];

    // The start and the last tick of the period, or of one so many periods later.
    private static IEnumerable<ScalarFunction> Bounds(string name, Period period)
    {
        var parameters = new ParameterList(TypeSet.DateTime, TypeSet.Integer) { Required = 1 };
        return
        [
            new($"startof{name}", ColumnNaming.FirstArgument, Signature.Of(parameters, KqlType.DateTime, values => Start(period, values, 0))),
            new(
                $"endof{name}",
                ColumnNaming.FirstArgument,
                Signature.Of(
                    parameters,
                    KqlType.DateTime,
                    values =>
                        Start(period, values, 1) switch
                        {
                            DateTime { Ticks: > 0 } next => next.AddTicks(-1),
                            _ => null,
                        }
                )
            ),
        ];
    }

    private static object? Start(Period period, object?[] values, int more)
    {
        var count = values.Length > 1 ? Conversions.ToLong(values[1]) : 0;
        return values[0] is DateTime moment && count is { } known ? Periods.Add(period, known + more, Periods.Start(period, moment)) : null;
    }

    private static ScalarFunction Part(string name, Func<DateTime, int> part) =>
        new(name, ColumnNaming.Numbered, Signature.Strict(TypeSet.DateTime, KqlType.Int, moment => part((DateTime)moment)));
}
