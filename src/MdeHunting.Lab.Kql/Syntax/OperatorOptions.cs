using Superpower;
using Superpower.Model;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>What stands between an operator's keyword and its operands: <c>kind=inner withsource=Source</c>. Hints are read and forgotten.</summary>
internal static class OperatorOptions
{
    /// <summary>Options of these names, in any order, each as the word or text that it is set to.</summary>
    public static TokenListParser<SyntaxKind, IReadOnlyDictionary<string, string>> Of(params string[] names) =>
        input =>
        {
            var options = new Dictionary<string, string>(StringComparer.Ordinal);
            var rest = input;
            while (ReadName(rest, names) is { } name)
            {
                var value = name.Remainder.ConsumeToken();
                if (!value.HasValue || value.Value.Kind is not (SyntaxKind.Word or SyntaxKind.String or SyntaxKind.Integer))
                {
                    return TokenListParserResult.Empty<SyntaxKind, IReadOnlyDictionary<string, string>>(name.Remainder);
                }

                options[name.Value] = value.Value.Kind == SyntaxKind.String ? LiteralParser.Text(value.Value) : value.Value.ToStringValue();
                rest = value.Remainder;
            }

            return TokenListParserResult.Value<SyntaxKind, IReadOnlyDictionary<string, string>>(options, input, rest);
        };

    private static (string Value, TokenList<SyntaxKind> Remainder)? ReadName(TokenList<SyntaxKind> input, string[] names)
    {
        if (Take(input, SyntaxKind.Word) is not { } word)
        {
            return null;
        }

        var name = word.Value.ToStringValue();
        if (name == "hint" && Take(word.Remainder, SyntaxKind.Dot) is { } dot && Take(dot.Remainder, SyntaxKind.Word) is { } hint)
        {
            return Take(hint.Remainder, SyntaxKind.Assign) is { } assign ? (name, assign.Remainder) : null;
        }

        return names.Contains(name, StringComparer.Ordinal) && Take(word.Remainder, SyntaxKind.Assign) is { } equals ? (name, equals.Remainder) : null;
    }

    private static TokenListParserResult<SyntaxKind, Token<SyntaxKind>>? Take(TokenList<SyntaxKind> input, SyntaxKind kind)
    {
        var next = input.ConsumeToken();
        return next.HasValue && next.Value.Kind == kind ? next : null;
    }
}
