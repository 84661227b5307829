using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Every operator between a value and a list. An item that is a dynamic array stands for its elements.</summary>
internal static class ListOperatorTable
{
    public static IReadOnlyDictionary<string, ListOperator> All { get; } = new ListOperator[]
    {
        new("in", (operand, items) => In(operand, items, isNegated: false)),
        new("!in", (operand, items) => In(operand, items, isNegated: true)),
        new("in~", (operand, items) => InIgnoringCase("in~", operand, items, isNegated: false)),
        new("!in~", (operand, items) => InIgnoringCase("!in~", operand, items, isNegated: true)),
    }.ToDictionary(entry => entry.Symbol, StringComparer.Ordinal);

    private static Scalar In(Scalar operand, IReadOnlyList<Scalar> items, bool isNegated)
    {
        foreach (var item in items)
            _ = Comparison.Equality(operand.Type, item.Type) ?? throw SemanticError.CannotCompare(operand.Type, item.Type);
        if (operand.Type == KqlType.String)
            return InTexts(operand, items, isNegated, StringComparer.Ordinal);

        var tests = items.Select(item => (item.Evaluate, Test: Contains(operand.Type, item.Type))).ToArray();
        var value = operand.Evaluate;
        return Scalar.Computed(KqlType.Bool, [operand, .. items], row =>
        {
            var sought = value(row);
            return Boxed.Of(Array.Exists(tests, item => item.Test(sought, item.Evaluate(row))) != isNegated);
        });
    }

    private static Scalar InIgnoringCase(string symbol, Scalar operand, IReadOnlyList<Scalar> items, bool isNegated)
    {
        foreach (var item in items)
        {
            if (!TypeSet.Text.Contains(operand.Type) || !TypeSet.Text.Contains(item.Type))
                throw SemanticError.OperatorNotDefined(symbol, operand.Type, item.Type);
        }

        return InTexts(operand, items, isNegated, StringComparer.OrdinalIgnoreCase);
    }

    // Lists of indicators run to thousands of texts, and are nearly always constant.
    private static Scalar InTexts(Scalar operand, IReadOnlyList<Scalar> items, bool isNegated, StringComparer comparer)
    {
        var value = operand.Evaluate;
        var constants = items.Where(item => item.IsConstant).SelectMany(item => Texts(item.Value)).ToHashSet(comparer);
        var others = items.Where(item => !item.IsConstant).Select(item => item.Evaluate).ToArray();
        return Scalar.Computed(KqlType.Bool, [operand, .. items], row =>
        {
            var sought = Conversions.ToText(value(row));
            var isFound = constants.Contains(sought) || Array.Exists(others, other => Texts(other(row)).Contains(sought, comparer));
            return Boxed.Of(isFound != isNegated);
        });
    }

    private static IEnumerable<string> Texts(object? item) =>
        item is JsonArray array ? array.Select(Conversions.ToText) : [Conversions.ToText(item)];

    private static Func<object?, object?, bool> Contains(KqlType operand, KqlType item)
    {
        var equal = Comparison.Equality(operand, item)!;
        return (sought, candidate) => sought is not null && candidate switch
        {
            null => false,
            JsonArray array => array.Any(element => element is not null && equal(sought, element) == 0),
            _ => equal(sought, candidate) == 0,
        };
    }
}
