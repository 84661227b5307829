using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Operators that look for a text in a text. Without <c>_cs</c> they take no notice of case.</summary>
internal static class TextOperators
{
    // The pattern is nearly always a constant, and is then read once.
    private static BinaryOperator MatchesRegex { get; } =
        new(
            "matches regex",
            BinaryLevel.Text,
            [
                new(
                    new ParameterList(TypeSet.Text, TypeSet.String),
                    (operands, _) =>
                    {
                        var (text, pattern) = (operands[0].Evaluate, Patterns.Of(operands[1]));
                        return Scalar.Computed(KqlType.Bool, operands, row => Boxed.Of(pattern(row)?.IsMatch(Conversions.ToText(text(row))) ?? false));
                    }
                ),
            ]
        );

    public static IReadOnlyList<BinaryOperator> All { get; } =
    [
        Of("=~", IgnoreCase(string.Equals)),
        Of("!~", Not(IgnoreCase(string.Equals))),
        .. Family("has", Terms.Has),
        .. Family("contains", (text, part, comparison) => text.Contains(part, comparison)),
        .. Family("startswith", (text, part, comparison) => text.StartsWith(part, comparison)),
        .. Family("endswith", (text, part, comparison) => text.EndsWith(part, comparison)),
        MatchesRegex,
    ];

    private static IEnumerable<BinaryOperator> Family(string word, Func<string, string, StringComparison, bool> test) =>
        [Of(word, IgnoreCase(test)), Of($"!{word}", Not(IgnoreCase(test))), Of($"{word}_cs", WithCase(test)), Of($"!{word}_cs", Not(WithCase(test)))];

    private static Func<string, string, bool> IgnoreCase(Func<string, string, StringComparison, bool> test) =>
        (text, part) => test(text, part, StringComparison.OrdinalIgnoreCase);

    private static Func<string, string, bool> WithCase(Func<string, string, StringComparison, bool> test) =>
        (text, part) => test(text, part, StringComparison.Ordinal);

    private static Func<string, string, bool> Not(Func<string, string, bool> test) => (text, part) => !test(text, part);

    private static BinaryOperator Of(string symbol, Func<string, string, bool> test) =>
        new(
            symbol,
            BinaryLevel.Text,
            [
                new(
                    new ParameterList(TypeSet.Text, TypeSet.Text),
                    (operands, _) =>
                    {
                        var (left, right) = (operands[0].Evaluate, operands[1].Evaluate);
                        return Scalar.Computed(KqlType.Bool, operands, row => Boxed.Of(test(Conversions.ToText(left(row)), Conversions.ToText(right(row)))));
                    }
                ),
            ]
        );
}
