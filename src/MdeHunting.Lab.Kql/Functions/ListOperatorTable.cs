using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Every operator between a value and a list.</summary>
internal static class ListOperatorTable
{
    public static IReadOnlyDictionary<string, ListOperator> All { get; } =
        new ListOperator[]
        {
            new("in", (operand, items) => In(operand, items, isNegated: false)),
            new("!in", (operand, items) => In(operand, items, isNegated: true)),
            new("in~", (operand, items) => InIgnoringCase("in~", operand, items, isNegated: false)),
            new("!in~", (operand, items) => InIgnoringCase("!in~", operand, items, isNegated: true)),
            new("has_any", (operand, items) => Has("has_any", operand, items, (terms, test) => terms.Any(test))),
            new("has_all", (operand, items) => Has("has_all", operand, items, (terms, test) => terms.All(test))),
        }.ToDictionary(entry => entry.Symbol, StringComparer.Ordinal);

    private static Scalar In(Scalar operand, IReadOnlyList<ListItem> items, bool isNegated)
    {
        foreach (var item in items)
        {
            _ = Comparison.Equality(operand.Type, item.Type) ?? throw SemanticError.CannotCompare(operand.Type, item.Type);
        }

        if (operand.Type == KqlType.String)
        {
            return InTexts(operand, items, isNegated, StringComparer.Ordinal);
        }

        if (!items.All(item => item.IsConstant && ListKey.Fits(operand.Type, item.Type)))
        {
            return InOneByOne(operand, items, isNegated);
        }

        var value = operand.Evaluate;
        var keys = new StackSafeLazy<HashSet<object>>(() =>
            [.. items.SelectMany(item => item.Values([])).Select(item => ListKey.Of(operand.Type, item)).OfType<object>()]
        );
        return Scalar.Computed(
            KqlType.Bool,
            Basis(operand, items),
            row => Boxed.Of((ListKey.Of(operand.Type, value(row)) is { } key && keys.Value.Contains(key)) != isNegated)
        );
    }

    private static Scalar InOneByOne(Scalar operand, IReadOnlyList<ListItem> items, bool isNegated)
    {
        var value = operand.Evaluate;
        var tests = items.Select(item => (Values: Kept(item), Equal: Comparison.Equality(operand.Type, item.Type)!)).ToArray();
        return Scalar.Computed(
            KqlType.Bool,
            Basis(operand, items),
            row =>
            {
                var isFound =
                    value(row) is { } sought
                    && Array.Exists(tests, item => item.Values(row).Any(candidate => candidate is not null && item.Equal(sought, candidate) == 0));
                return Boxed.Of(isFound != isNegated);
            }
        );
    }

    private static Scalar InIgnoringCase(string symbol, Scalar operand, IReadOnlyList<ListItem> items, bool isNegated)
    {
        CheckTexts(symbol, operand, items);
        return InTexts(operand, items, isNegated, StringComparer.OrdinalIgnoreCase);
    }

    // Lists of indicators run to thousands of texts, and are nearly always constant.
    private static Scalar InTexts(Scalar operand, IReadOnlyList<ListItem> items, bool isNegated, StringComparer comparer)
    {
        var value = operand.Evaluate;
        var constants = new StackSafeLazy<HashSet<string>>(() => items.Where(item => item.IsConstant).SelectMany(item => Texts(item, [])).ToHashSet(comparer));
        var others = items.Where(item => !item.IsConstant).ToArray();
        return Scalar.Computed(
            KqlType.Bool,
            Basis(operand, items),
            row =>
            {
                var sought = Conversions.ToText(value(row));
                var isFound = constants.Value.Contains(sought) || Array.Exists(others, other => Texts(other, row).Contains(sought, comparer));
                return Boxed.Of(isFound != isNegated);
            }
        );
    }

    private static Scalar Has(string symbol, Scalar operand, IReadOnlyList<ListItem> items, Func<IEnumerable<string>, Func<string, bool>, bool> holds)
    {
        CheckTexts(symbol, operand, items);
        var value = operand.Evaluate;
        var lists = items.Select(item => (item.Type, item.Basis, Values: Kept(item))).ToArray();
        return Scalar.Computed(
            KqlType.Bool,
            Basis(operand, items),
            row =>
            {
                var text = Conversions.ToText(value(row));
                var terms = lists.SelectMany(item => item.Values(row)).Select(Conversions.ToText);
                return Boxed.Of(holds(terms, term => Terms.Has(text, term, StringComparison.OrdinalIgnoreCase)));
            }
        );
    }

    private static void CheckTexts(string symbol, Scalar operand, IReadOnlyList<ListItem> items)
    {
        foreach (var item in items)
        {
            if (!TypeSet.Text.Contains(operand.Type) || !TypeSet.Text.Contains(item.Type))
            {
                throw SemanticError.OperatorNotDefined(symbol, operand.Type, item.Type);
            }
        }
    }

    private static Scalar[] Basis(Scalar operand, IReadOnlyList<ListItem> items) => [operand, .. items.Select(item => item.Basis)];

    private static IEnumerable<string> Texts(ListItem item, object?[] row) => item.Values(row).Select(Conversions.ToText);

    // A table's values are read once.
    private static Func<object?[], IEnumerable<object?>> Kept(ListItem item)
    {
        if (!item.IsConstant)
        {
            return item.Values;
        }

        var values = new StackSafeLazy<object?[]>(() => [.. item.Values([])]);
        return _ => values.Value;
    }
}

/// <summary>An operator between a value and a list in parentheses.</summary>
internal sealed record ListOperator(string Symbol, Func<Scalar, IReadOnlyList<ListItem>, Scalar> Bind);

/// <summary>Makes values such that those which the language finds equal are equal objects, so that a list of them can be hashed.</summary>
internal static class ListKey
{
    /// <summary>Whether values of the second type can be looked up among those of the first by key.</summary>
    public static bool Fits(KqlType operand, KqlType item) =>
        operand != KqlType.Dynamic && (operand == item || item == KqlType.Dynamic || (IsInteger(operand) && IsInteger(item)));

    /// <summary>The key of a value, or null for one that equals none.</summary>
    public static object? Of(KqlType operand, object? value) =>
        value switch
        {
            null => null,
            _ when IsInteger(operand) => Conversions.ToLong(value),
            _ => Conversions.To(operand, value) is var key && key is double.NaN ? null : key,
        };

    private static bool IsInteger(KqlType type) => TypeSet.Integer.Contains(type);
}
