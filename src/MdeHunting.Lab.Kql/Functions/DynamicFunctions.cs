using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Functions of arrays and bags. What they make is new: a table's own value stays where it is.</summary>
internal static class DynamicFunctions
{
    private const int LongestRange = 1_048_576;

    public static IReadOnlyList<ScalarFunction> All { get; } =
    [
        Pack("pack"),
        Pack("bag_pack"),
        Of("pack_array", new ParameterList(TypeSet.Any) { Repeats = true }, KqlType.Dynamic, Dynamics.Array),
        Of(
            "bag_keys",
            new ParameterList(TypeSet.Dynamic),
            KqlType.Dynamic,
            values => values[0] is JsonObject bag ? Dynamics.Array(bag.Select(entry => entry.Key)) : null
        ),
        Of(
            "bag_has_key",
            new ParameterList(TypeSet.Dynamic, TypeSet.Text),
            KqlType.Bool,
            values => values[0] is JsonObject bag ? Boxed.Of(bag.ContainsKey(Conversions.ToText(values[1]))) : null
        ),
        Of("bag_merge", new ParameterList(TypeSet.Dynamic, TypeSet.Dynamic) { Repeats = true }, KqlType.Dynamic, Merge),
        Of("bag_remove_keys", new ParameterList(TypeSet.Dynamic, TypeSet.Dynamic), KqlType.Dynamic, RemoveKeys),
        Of("array_length", new ParameterList(TypeSet.Dynamic), KqlType.Long, values => values[0] is JsonArray array ? (long)array.Count : null),
        Of(
            "array_index_of",
            new ParameterList(TypeSet.Dynamic, TypeSet.Any),
            KqlType.Long,
            values => values[0] is JsonArray array ? IndexOf(array, values[1]) : null
        ),
        Of(
            "set_has_element",
            new ParameterList(TypeSet.Dynamic, TypeSet.Any),
            KqlType.Bool,
            values => values[0] is JsonArray array ? Boxed.Of(IndexOf(array, values[1]) >= 0) : null
        ),
        Of(
            "array_concat",
            new ParameterList(TypeSet.Dynamic) { Repeats = true },
            KqlType.Dynamic,
            values => values.All(value => value is JsonArray) ? Dynamics.Array(values.SelectMany(value => (JsonArray)value!)) : null
        ),
        Of("array_slice", new ParameterList(TypeSet.Dynamic, TypeSet.Integer, TypeSet.Integer), KqlType.Dynamic, Slice),
        Of(
            "array_reverse",
            new ParameterList(TypeSet.Dynamic),
            KqlType.Dynamic,
            values => values[0] is JsonArray array ? Dynamics.Array(array.Reverse()) : null
        ),
        Of("set_union", SetParameters, KqlType.Dynamic, values => Set(values, (a, b) => a.UnionBy(b, Text))),
        Of("set_intersect", SetParameters, KqlType.Dynamic, values => Set(values, (a, b) => a.IntersectBy(b.Select(Text), Text))),
        Of("set_difference", SetParameters, KqlType.Dynamic, values => Set(values, (a, b) => a.ExceptBy(b.Select(Text), Text))),
        Of(
            "strcat_array",
            new ParameterList(TypeSet.Dynamic, TypeSet.Text),
            KqlType.String,
            values => values[0] is JsonArray array ? string.Join(Conversions.ToText(values[1]), array.Select(Conversions.ToText)) : null
        ),
        new(
            "range",
            ColumnNaming.Numbered,
            new Signature(new ParameterList(TypeSet.Summable, TypeSet.Summable, TypeSet.Number | TypeSet.TimeSpan) { Required = 2 }, Range)
        ),
    ];

    private static ParameterList SetParameters => new(TypeSet.Dynamic, TypeSet.Dynamic) { Repeats = true };

    private static ScalarFunction Of(string name, ParameterList parameters, KqlType result, Func<object?[], object?> apply) =>
        new(name, ColumnNaming.Numbered, Signature.Of(parameters, result, apply));

    // Names and values in turn.
    private static ScalarFunction Pack(string name) =>
        new(
            name,
            ColumnNaming.Numbered,
            new Signature(
                new ParameterList(TypeSet.Any) { Required = 0, Repeats = true },
                (arguments, _) =>
                {
                    if (arguments.Count % 2 != 0 || arguments.Where((_, i) => i % 2 == 0).Any(key => !TypeSet.Text.Contains(key.Type)))
                    {
                        throw SemanticError.WrongArguments(name, arguments.Select(argument => argument.Type));
                    }

                    var values = arguments.Select(argument => argument.Evaluate).ToArray();
                    return Scalar.Computed(
                        KqlType.Dynamic,
                        arguments,
                        row =>
                        {
                            var bag = new JsonObject();
                            for (var i = 0; i < values.Length; i += 2)
                            {
                                bag[Conversions.ToText(values[i](row))] = Dynamics.Copy(values[i + 1](row));
                            }

                            return bag;
                        }
                    );
                }
            )
        );

    // Where several have a key, the first one's value stays.
    private static object? Merge(object?[] values)
    {
        var merged = new JsonObject();
        foreach (var (key, value) in values.OfType<JsonObject>().SelectMany(bag => bag))
        {
            if (!merged.ContainsKey(key))
            {
                merged[key] = Dynamics.Copy(value);
            }
        }

        return merged;
    }

    private static object? RemoveKeys(object?[] values)
    {
        if (values[0] is not JsonObject bag)
        {
            return null;
        }

        var keys = (values[1] as JsonArray ?? []).Select(Conversions.ToText).ToHashSet(StringComparer.Ordinal);
        return new JsonObject(bag.Where(entry => !keys.Contains(entry.Key)).Select(entry => KeyValuePair.Create(entry.Key, Dynamics.Copy(entry.Value))));
    }

    private static long IndexOf(JsonArray array, object? sought)
    {
        var node = Dynamics.FromValue(sought);
        for (var i = 0; i < array.Count; i++)
        {
            if (JsonNode.DeepEquals(array[i], node))
            {
                return i;
            }
        }

        return -1;
    }

    private static object? Slice(object?[] values)
    {
        if (values[0] is not JsonArray array || Conversions.ToLong(values[1]) is not { } start || Conversions.ToLong(values[2]) is not { } end)
        {
            return null;
        }

        start = Math.Clamp(start < 0 ? array.Count + start : start, 0, array.Count);
        end = Math.Clamp(end < 0 ? array.Count + end : end, -1, array.Count - 1);
        return Dynamics.Array(array.Skip((int)start).Take((int)(end - start + 1)));
    }

    private static object? Set(object?[] values, Func<IEnumerable<JsonNode?>, IEnumerable<JsonNode?>, IEnumerable<JsonNode?>> combine) =>
        values.All(value => value is JsonArray)
            ? Dynamics.Array(values.Select(value => (IEnumerable<JsonNode?>)(JsonArray)value!).Aggregate(combine).DistinctBy(Text))
            : null;

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";

    private static Scalar Range(IReadOnlyList<Scalar> arguments, QueryContext query)
    {
        var step =
            arguments.Count > 2 ? arguments[2]
            : arguments[0].Type == KqlType.DateTime ? Scalar.Constant(KqlType.TimeSpan, TimeSpan.FromDays(1))
            : Scalar.Constant(KqlType.Long, 1L);
        _ =
            Values(arguments.Select(argument => argument.Type), step.Type)
            ?? throw SemanticError.WrongArguments("range", arguments.Select(argument => argument.Type));

        Scalar[] all = [arguments[0], arguments[1], step];
        return Scalar.Computed(
            KqlType.Dynamic,
            all,
            row =>
            {
                var given = Array.ConvertAll(all, argument => Scalar.Constant(argument.Type, argument.Evaluate(row)));
                return Dynamics.Array(ValueRange.Of(given[0], given[1], given[2])!.Values().Take(LongestRange));
            }
        );

        static ValueRange? Values(IEnumerable<KqlType> bounds, KqlType step)
        {
            var types = bounds.Take(2).Select(type => Scalar.Constant(type, null)).ToArray();
            return ValueRange.Of(types[0], types[1], Scalar.Constant(step, null));
        }
    }
}
