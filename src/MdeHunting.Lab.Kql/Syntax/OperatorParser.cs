using MdeHunting.Lab.Kql.Operators;
using Superpower;
using Superpower.Model;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>What follows a pipe: an operator's keyword, then whatever that operator takes.</summary>
internal static class OperatorParser
{
    /// <summary>A pipeline in parentheses whose source is what stands before it: <c>(operator | operator)</c>.</summary>
    public static TokenListParser<KqlToken, TabularOperator[]> Subquery { get; } =
        Superpower.Parse.Ref<KqlToken, TabularOperator>(() => Parse).AtLeastOnceDelimitedBy(Tokens.Of(KqlToken.Pipe)).InParentheses();

    public static TokenListParserResult<KqlToken, TabularOperator> Parse(TokenList<KqlToken> input)
    {
        var (keyword, rest) = ReadKeyword(input);
        if (!OperatorTable.All.TryGetValue(keyword, out var parser))
        {
            return TokenListParserResult.Empty<KqlToken, TabularOperator>(input);
        }

        var result = parser(rest);

        // Nothing consumed after the keyword is still something consumed: no other operator can fit.
        return result.HasValue || !result.Remainder.Equals(rest) ? result : TokenListParserResult.Empty<KqlToken, TabularOperator>(rest);
    }

    // A keyword such as mv-expand is one word to the language and three tokens here.
    private static (string Keyword, TokenList<KqlToken> Remainder) ReadKeyword(TokenList<KqlToken> input)
    {
        var first = input.ConsumeToken();
        if (!first.HasValue || first.Value.Kind != KqlToken.Word)
        {
            return (string.Empty, input);
        }

        var start = first.Value.Span;
        var end = start.Position.Absolute + start.Length;
        var rest = first.Remainder;
        while (TakeAdjacent(rest, end, KqlToken.Symbol, "-") is { } dash && TakeAdjacent(dash.Remainder, end + 1, KqlToken.Word) is { } word)
        {
            end = word.Value.Span.Position.Absolute + word.Value.Span.Length;
            rest = word.Remainder;
        }

        return (start.Source!.Substring(start.Position.Absolute, end - start.Position.Absolute), rest);
    }

    private static TokenListParserResult<KqlToken, Token<KqlToken>>? TakeAdjacent(TokenList<KqlToken> input, int position, KqlToken kind, string? text = null)
    {
        var next = input.ConsumeToken();
        return next.HasValue && next.Value.Kind == kind && next.Value.Position.Absolute == position && (text is null || next.Value.Span.EqualsValue(text))
            ? next
            : null;
    }
}
