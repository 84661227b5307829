using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Every function over the rows of a group, by name. Nulls take no part in any of them but <c>count()</c>.</summary>
internal static class AggregateTable
{
    private static readonly AggregateFunction[] Plain =
    [
        new("count", "count", new ParameterList(), call => One(call, KqlType.Long, () => new Fold<long>(0, (count, _) => count + 1, count => count))),
        new("countif", "countif", new ParameterList(TypeSet.Condition), CountIf),
        new("dcount", "dcount", new ParameterList(TypeSet.Any, TypeSet.Integer) { Required = 1 }, CountDistinct),
        new("sum", "sum", new ParameterList(TypeSet.Integer | TypeSet.Real | TypeSet.TimeSpan), Sum),
        new("avg", "avg", new ParameterList(TypeSet.Integer | TypeSet.Real | TypeSet.TimeSpan), Average),
        new("min", "min", new ParameterList(TypeSet.Orderable), call => BestOf(call, -1)),
        new("max", "max", new ParameterList(TypeSet.Orderable), call => BestOf(call, 1)),
        new("arg_min", "min", RowParameters, call => RowOf(call, "min", -1)) { TakesStar = true },
        new("arg_max", "max", RowParameters, call => RowOf(call, "max", 1)) { TakesStar = true },
        new("make_list", "list", ItemParameters, call => Collect(call, isSet: false)),
        new("make_set", "set", ItemParameters, call => Collect(call, isSet: true)),
        new("count_distinct", "count_distinct", new ParameterList(TypeSet.Any), CountDistinct),
        new("take_any", string.Empty, AnyParameters, AnyOf) { TakesStar = true },
        new("any", "any", AnyParameters, AnyOf) { TakesStar = true },
    ];

    // Those that there are of rows for which a condition holds.
    private static readonly IReadOnlyDictionary<string, string> Conditional = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["sumif"] = "sum",
        ["avgif"] = "avg",
        ["minif"] = "min",
        ["maxif"] = "max",
        ["dcountif"] = "dcount",
        ["count_distinctif"] = "count_distinct",
        ["make_list_if"] = "make_list",
        ["make_set_if"] = "make_set",
        ["take_anyif"] = "take_any",
        ["anyif"] = "any",
    };

    public static IReadOnlyDictionary<string, AggregateFunction> All { get; } =
        Plain
            .Concat(StatisticAggregates.All)
            .Concat(Conditional.Select(entry => ConditionalAggregate.Of(entry.Key, Plain.Single(function => function.Name == entry.Value))))
            .ToDictionary(function => function.Name, StringComparer.Ordinal);

    private static ParameterList RowParameters => new(TypeSet.Orderable, TypeSet.Any) { Required = 1, Repeats = true };

    private static ParameterList AnyParameters => new(TypeSet.Any) { Repeats = true };

    private static ParameterList ItemParameters => new(TypeSet.Any, TypeSet.Integer) { Required = 1 };

    private static Aggregate One(AggregateCall call, KqlType type, Func<IAccumulator> start) => new([new KqlColumn(call.Name, type)], start);

    private static Aggregate CountIf(AggregateCall call)
    {
        var condition = call.Arguments[0].Value.Evaluate;
        return One(call, KqlType.Long, () => new Fold<long>(0, (count, row) => Conversions.ToBool(condition(row)) == true ? count + 1 : count, count => count));
    }

    // Exact, where the services estimate.
    private static Aggregate CountDistinct(AggregateCall call)
    {
        var value = call.Arguments[0].Value.Evaluate;
        return One(call, KqlType.Long, () => new Fold<HashSet<object>>([], (seen, row) => Seen(seen, value(row)), seen => (long)seen.Count));
    }

    private static HashSet<object> Seen(HashSet<object> seen, object? value)
    {
        if (value is not null)
        {
            seen.Add(Identity(value));
        }

        return seen;
    }

    // Two JSON values are the same where they read the same.
    private static object Identity(object value) => value is JsonNode node ? Dynamics.ToText(node) : value;

    private static Aggregate Sum(AggregateCall call)
    {
        var value = call.Arguments[0].Value.Evaluate;
        return call.Arguments[0].Value.Type switch
        {
            KqlType.Real => One(call, KqlType.Real, () => new Fold<double>(0, (sum, row) => sum + (Conversions.ToReal(value(row)) ?? 0), sum => sum)),
            KqlType.TimeSpan => One(
                call,
                KqlType.TimeSpan,
                () => new Fold<long>(0, (sum, row) => unchecked(sum + TicksOf(value(row))), sum => TimeSpan.FromTicks(sum))
            ),
            _ => One(call, KqlType.Long, () => new Fold<long>(0, (sum, row) => unchecked(sum + (Conversions.ToLong(value(row)) ?? 0)), sum => sum)),
        };
    }

    private static Aggregate Average(AggregateCall call)
    {
        var value = call.Arguments[0].Value.Evaluate;
        var isSpan = call.Arguments[0].Value.Type == KqlType.TimeSpan;
        return One(
            call,
            isSpan ? KqlType.TimeSpan : KqlType.Real,
            () =>
                new Fold<(double Sum, long Count)>(
                    (0, 0),
                    (state, row) => value(row) is { } item ? (state.Sum + (isSpan ? TicksOf(item) : Conversions.ToReal(item)!.Value), state.Count + 1) : state,
                    state =>
                        !isSpan ? state.Sum / state.Count
                        : state.Count == 0 ? null
                        : TimeSpan.FromTicks((long)(state.Sum / state.Count))
                )
        );
    }

    private static long TicksOf(object? value) => value is TimeSpan span ? span.Ticks : 0;

    private static Aggregate BestOf(AggregateCall call, int direction)
    {
        var argument = call.Arguments[0].Value;
        return One(call, argument.Type, () => new ArgExtreme(Comparison.Sort(argument.Type)!, direction, argument, [argument]));
    }

    private static Aggregate RowOf(AggregateCall call, string prefix, int direction)
    {
        var by = call.Arguments[0];
        var columns = call.Arguments.Select(
            (argument, i) => new KqlColumn(argument.Name ?? (i == 0 ? $"{prefix}_" : $"{prefix}_{by.Name}_arg{i}"), argument.Value.Type)
        );
        var written = call.Arguments.Select(argument => argument.Value).ToArray();
        return new([.. columns], () => new ArgExtreme(Comparison.Sort(by.Value.Type)!, direction, by.Value, written));
    }

    // Of one value the first that is there, of several those of the first row.
    private static Aggregate AnyOf(AggregateCall call)
    {
        var values = call.Arguments.Select(argument => argument.Value).ToArray();
        KqlColumn[] columns =
            values.Length == 1
                ? [new KqlColumn(call.Name, values[0].Type)]
                : [.. call.Arguments.Select(argument => new KqlColumn(argument.Name ?? string.Empty, argument.Value.Type))];
        return new(columns, () => new FirstRow(values));
    }

    private static Aggregate Collect(AggregateCall call, bool isSet)
    {
        var value = call.Arguments[0].Value.Evaluate;
        var limit = call.Arguments.Count > 1 && call.Arguments[1].Value.IsConstant ? call.Arguments[1].Value.Value : null;
        var most = Conversions.ToLong(limit) ?? long.MaxValue;
        return One(
            call,
            KqlType.Dynamic,
            () =>
            {
                var seen = new HashSet<object>();
                return new Fold<List<object>>(
                    [],
                    (items, row) =>
                    {
                        foreach (var item in Items(value(row), isSet))
                        {
                            if (items.Count < most && (!isSet || seen.Add(Identity(item))))
                            {
                                items.Add(item);
                            }
                        }

                        return items;
                    },
                    Dynamics.Array
                );
            }
        );
    }

    // A set takes in the elements of an array, a list takes the array itself.
    private static IEnumerable<object> Items(object? value, bool isSet) =>
        value switch
        {
            null => [],
            JsonArray array when isSet => array.OfType<JsonNode>(),
            _ => [value],
        };
}
