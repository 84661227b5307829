using System.Text.Json;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary>Takes arrays and bags apart, side by side: as many parts as the longest has, null where another has fewer.</summary>
internal sealed class Expansion
{
    private readonly Scalar[] _values;
    private readonly KqlType[] _types;
    private readonly bool _bagsAreArrays;
    private readonly int _most;

    private Expansion(Scalar[] values, KqlType[] types, int?[] places, string[] names, bool bagsAreArrays, int most)
    {
        _values = values;
        _types = types;
        _bagsAreArrays = bagsAreArrays;
        _most = most;
        Places = places;
        Names = names;
    }

    /// <summary>For each item, the place of the input's column that its parts take; null where they are a column more.</summary>
    public IReadOnlyList<int?> Places { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>The columns that the parts make.</summary>
    public IEnumerable<KqlColumn> Columns => Names.Zip(_types, (name, type) => new KqlColumn(name, type));

    public static Expansion Bind(
        IReadOnlyList<ExpandItem> items,
        bool bagsAreArrays,
        Expression? limit,
        Relation input,
        QueryContext query,
        string operatorName
    )
    {
        var binder = new ExpressionBinder(query, operatorName, input.Columns);
        var values = items.Select(item => binder.Bind(item.Value)).ToArray();
        if (values.Any(value => value.Type != KqlType.Dynamic))
        {
            throw SemanticError.NotExpandable(operatorName);
        }

        var known = new ColumnNames();
        foreach (var column in input.Columns)
        {
            known.Take(column.Name);
        }

        var places = new int?[items.Count];
        var names = new string[items.Count];
        for (var i = 0; i < names.Length; i++)
        {
            var wanted = items[i].Name ?? ColumnNames.Infer(items[i].Value);
            places[i] = input.PlaceOf(wanted);
            names[i] = places[i] is null ? known.Take(wanted) : wanted!;
        }

        var most = limit is null ? int.MaxValue : TakeOperator.BindCount(limit, query, operatorName);
        return new(values, [.. items.Select(item => item.Type)], places, names, bagsAreArrays, most);
    }

    /// <summary>The parts of a row, a row of cells for each; none where there is nothing to take apart.</summary>
    public IEnumerable<object?[]> Expand(object?[] row)
    {
        var parts = Array.ConvertAll(_values, value => Parts((JsonNode?)value.Evaluate(row)));
        var count = Math.Min(parts.Max(list => list.Count), _most);
        for (var i = 0; i < count; i++)
        {
            var cells = new object?[parts.Length];
            for (var j = 0; j < cells.Length; j++)
            {
                cells[j] = Cast(i < parts[j].Count ? parts[j][i] : null, _types[j]);
            }

            yield return cells;
        }
    }

    /// <summary>The parts of nothing.</summary>
    public object?[] Nothing() => Array.ConvertAll(_types, Scalar.NullOf);

    private IReadOnlyList<JsonNode?> Parts(JsonNode? value) =>
        value switch
        {
            null => [],
            JsonArray array => [.. array],
            JsonObject bag when _bagsAreArrays => [.. bag.Select(entry => new JsonArray(entry.Key, entry.Value?.DeepClone()))],
            JsonObject bag => [.. bag.Select(entry => new JsonObject { [entry.Key] = entry.Value?.DeepClone() })],
            _ => [value],
        };

    // A part keeps its type or is null: a text that looks like a number is none. What JSON has no type for is text in it.
    private static object? Cast(JsonNode? part, KqlType type)
    {
        if (type == KqlType.Dynamic || part is null)
        {
            return part is null ? Scalar.NullOf(type) : part;
        }

        var kind = part.GetValueKind();
        return type switch
        {
            KqlType.Long or KqlType.Int or KqlType.Real or KqlType.Decimal when kind != JsonValueKind.Number => null,
            KqlType.Bool when kind is not (JsonValueKind.True or JsonValueKind.False) => null,
            _ => Conversions.To(type, part),
        };
    }
}
