using MdeHunting.Lab.Kql.Operators;
using Superpower;
using Superpower.Model;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>What follows a pipe: an operator's keyword, then whatever that operator takes.</summary>
internal static class OperatorParser
{
    /// <summary>A pipeline in parentheses whose source is what stands before it: <c>(operator | operator)</c>.</summary>
    public static TokenListParser<SyntaxKind, TabularOperator[]> Subquery { get; } =
        Superpower.Parse.Ref<SyntaxKind, TabularOperator>(() => Parse).AtLeastOnceDelimitedBy(Tokens.Of(SyntaxKind.Pipe)).InParentheses();

    public static TokenListParserResult<SyntaxKind, TabularOperator> Parse(TokenList<SyntaxKind> input)
    {
        var (keyword, rest) = ReadKeyword(input);
        if (!OperatorTable.All.TryGetValue(keyword, out var parser))
        {
            return TokenListParserResult.Empty<SyntaxKind, TabularOperator>(input);
        }

        var result = parser(rest);

        // Nothing consumed after the keyword is still something consumed: no other operator can fit.
        return result.HasValue || !result.Remainder.Equals(rest) ? result : TokenListParserResult.Empty<SyntaxKind, TabularOperator>(rest);
    }

    // A keyword such as mv-expand is one word to the language and three tokens here.
    private static (string Keyword, TokenList<SyntaxKind> Remainder) ReadKeyword(TokenList<SyntaxKind> input)
    {
        var first = input.ConsumeToken();
        if (!first.HasValue || first.Value.Kind != SyntaxKind.Word)
        {
            return (string.Empty, input);
        }

        var start = first.Value.Span;
        var end = start.Position.Absolute + start.Length;
        var rest = first.Remainder;
        while (TakeAdjacent(rest, end, SyntaxKind.Symbol, "-") is { } dash && TakeAdjacent(dash.Remainder, end + 1, SyntaxKind.Word) is { } word)
        {
            end = word.Value.Span.Position.Absolute + word.Value.Span.Length;
            rest = word.Remainder;
        }

        return (start.Source!.Substring(start.Position.Absolute, end - start.Position.Absolute), rest);
    }

    private static TokenListParserResult<SyntaxKind, Token<SyntaxKind>>? TakeAdjacent(
        TokenList<SyntaxKind> input,
        int position,
        SyntaxKind kind,
        string? text = null
    )
    {
        var next = input.ConsumeToken();
        return next.HasValue && next.Value.Kind == kind && next.Value.Position.Absolute == position && (text is null || next.Value.Span.EqualsValue(text))
            ? next
            : null;
    }
}
