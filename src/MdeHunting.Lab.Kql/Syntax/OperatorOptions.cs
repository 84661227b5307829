using Superpower;
using Superpower.Model;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>What stands between an operator's keyword and its operands: <c>kind=inner withsource=Source</c>. Hints are read and forgotten.</summary>
internal static class OperatorOptions
{
    /// <summary>Options of these names, in any order, each as the word or text that it is set to.</summary>
    public static TokenListParser<KqlToken, IReadOnlyDictionary<string, string>> Of(params string[] names) =>
        input =>
        {
            var options = new Dictionary<string, string>(StringComparer.Ordinal);
            var rest = input;
            while (ReadName(rest, names) is { } name)
            {
                var value = name.Remainder.ConsumeToken();
                if (!value.HasValue || value.Value.Kind is not (KqlToken.Word or KqlToken.String or KqlToken.Integer))
                {
                    return TokenListParserResult.Empty<KqlToken, IReadOnlyDictionary<string, string>>(name.Remainder);
                }

                options[name.Value] = value.Value.Kind == KqlToken.String ? LiteralParser.Text(value.Value) : value.Value.ToStringValue();
                rest = value.Remainder;
            }

            return TokenListParserResult.Value<KqlToken, IReadOnlyDictionary<string, string>>(options, input, rest);
        };

    private static (string Value, TokenList<KqlToken> Remainder)? ReadName(TokenList<KqlToken> input, string[] names)
    {
        if (Take(input, KqlToken.Word) is not { } word)
        {
            return null;
        }

        var name = word.Value.ToStringValue();
        if (name == "hint" && Take(word.Remainder, KqlToken.Dot) is { } dot && Take(dot.Remainder, KqlToken.Word) is { } hint)
        {
            return Take(hint.Remainder, KqlToken.Assign) is { } assign ? (name, assign.Remainder) : null;
        }

        return names.Contains(name, StringComparer.Ordinal) && Take(word.Remainder, KqlToken.Assign) is { } equals ? (name, equals.Remainder) : null;
    }

    private static TokenListParserResult<KqlToken, Token<KqlToken>>? Take(TokenList<KqlToken> input, KqlToken kind)
    {
        var next = input.ConsumeToken();
        return next.HasValue && next.Value.Kind == kind ? next : null;
    }
}
