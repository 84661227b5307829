using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>How the values of a group are spread, and bags of them.</summary>
internal static class StatisticAggregates
{
    public static IReadOnlyList<AggregateFunction> All { get; } =
    [
        new("percentile", "percentile", PercentileParameters, Percentiles),
        new("percentiles", "percentile", PercentileParameters with { Repeats = true }, Percentiles),
        Spread("stdev", Math.Sqrt),
        Spread("variance", value => value),
        new("make_bag", "bag", new ParameterList(TypeSet.Dynamic), Bag),
    ];

    private static ParameterList PercentileParameters => new(TypeSet.Number | TypeSet.DateTime | TypeSet.TimeSpan, TypeSet.Number);

    // The value that so many percent of the others do not exceed: exact, where the services estimate.
    private static Aggregate Percentiles(AggregateCall call)
    {
        var value = call.Arguments[0].Value;
        var compare = Comparison.Sort(value.Type)!;
        var ranks = call
            .Arguments.Skip(1)
            .Select(argument => Conversions.ToReal(argument.Value.IsConstant ? argument.Value.Value : null) ?? throw SemanticError.NotConstant("summarize"))
            .ToArray();
        KqlColumn[] columns =
        [
            .. call.Arguments.Skip(1).Select(argument => new KqlColumn($"{call.Name}_{Conversions.ToText(argument.Value.Value)}", value.Type)),
        ];
        return new(columns, () => new Collected(value, compare, ranks));
    }

    private static AggregateFunction Spread(string name, Func<double, double> of) =>
        new(
            name,
            name,
            new ParameterList(TypeSet.Number),
            call =>
            {
                var value = call.Arguments[0].Value.Evaluate;
                return new(
                    [new KqlColumn(call.Name, KqlType.Real)],
                    () =>
                        new Fold<(long Count, double Mean, double Squares)>(
                            (0, 0, 0),
                            (state, row) => Conversions.ToReal(value(row)) is { } number ? Add(state, number) : state,
                            state =>
                                state.Count < 2
                                    ? state.Count == 0
                                        ? double.NaN
                                        : 0d
                                    : of(state.Squares / (state.Count - 1))
                        )
                );
            }
        );

    private static (long Count, double Mean, double Squares) Add((long Count, double Mean, double Squares) state, double number)
    {
        var count = state.Count + 1;
        var mean = state.Mean + ((number - state.Mean) / count);
        return (count, mean, state.Squares + ((number - state.Mean) * (number - mean)));
    }

    // Where several bags have a key, the first one's value stays.
    private static Aggregate Bag(AggregateCall call)
    {
        var value = call.Arguments[0].Value.Evaluate;
        return new(
            [new KqlColumn(call.Name, KqlType.Dynamic)],
            () =>
                new Fold<JsonObject>(
                    [],
                    (bag, row) =>
                    {
                        foreach (var (key, member) in value(row) as JsonObject ?? [])
                        {
                            if (!bag.ContainsKey(key))
                            {
                                bag[key] = member?.DeepClone();
                            }
                        }

                        return bag;
                    },
                    bag => bag
                )
        );
    }

    private sealed class Collected(Scalar value, Compare compare, double[] ranks) : IAccumulator
    {
        private readonly List<object> _values = [];

        public void Add(object?[] row)
        {
            if (value.Evaluate(row) is { } item and not double.NaN)
            {
                _values.Add(item);
            }
        }

        public void Write(Span<object?> cells)
        {
            _values.Sort((a, b) => compare(a, b) ?? 0);
            for (var i = 0; i < ranks.Length; i++)
            {
                cells[i] = _values.Count == 0 ? null : _values[Math.Clamp((int)Math.Ceiling(ranks[i] / 100 * _values.Count) - 1, 0, _values.Count - 1)];
            }
        }
    }
}
