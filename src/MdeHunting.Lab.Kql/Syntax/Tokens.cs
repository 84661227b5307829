using System.Runtime.CompilerServices;
using Superpower;
using Superpower.Model;
using Superpower.Parsers;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>Parsers of single tokens and of the lists that operators are made of.</summary>
internal static class Tokens
{
    public static TokenListParser<SyntaxKind, Token<SyntaxKind>> Of(SyntaxKind kind) => Token.EqualTo(kind);

    /// <summary>A keyword. Keywords are case-sensitive, as everything in the language is.</summary>
    public static TokenListParser<SyntaxKind, Token<SyntaxKind>> Word(string text) =>
        Token.EqualTo(SyntaxKind.Word).Where(token => token.Span.EqualsValue(text));

    /// <summary>A word or symbol that a table knows, as what the table has for it.</summary>
    public static TokenListParser<SyntaxKind, T> In<T>(IReadOnlyDictionary<string, T> table) =>
        input =>
        {
            var next = input.ConsumeToken();
            return
                next.HasValue
                && next.Value.Kind is SyntaxKind.Word or SyntaxKind.NotWord or SyntaxKind.Symbol
                && table.TryGetValue(next.Value.ToStringValue(), out var found)
                ? TokenListParserResult.Value(found, input, next.Remainder)
                : TokenListParserResult.Empty<SyntaxKind, T>(input);
        };

    public static TokenListParser<SyntaxKind, T> InParentheses<T>(this TokenListParser<SyntaxKind, T> parser) =>
        parser.Between(Of(SyntaxKind.OpenParenthesis), Of(SyntaxKind.CloseParenthesis));

    public static TokenListParser<SyntaxKind, T[]> SeparatedByCommas<T>(this TokenListParser<SyntaxKind, T> parser) =>
        parser.AtLeastOnceDelimitedBy(Of(SyntaxKind.Comma));

    /// <summary>An item of a list in brackets. Commas separate; one too many at the end does no harm, as in the services.</summary>
    public static TokenListParser<SyntaxKind, T> ThenOptionalComma<T>(this TokenListParser<SyntaxKind, T> parser) =>
        from value in parser
        from comma in Tokens.Of(SyntaxKind.Comma).Value(true).Or(input => AtClosing(input))
        select value;

    /// <summary>
    /// A parser that takes part in itself. The query's brackets are counted before it is parsed; this is for a caller that has little stack left.
    /// </summary>
    /// <exception cref="InsufficientExecutionStackException">The stack does not suffice for what nests here.</exception>
    public static TokenListParser<SyntaxKind, T> Nested<T>(Func<TokenListParser<SyntaxKind, T>> parser) =>
        input =>
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return parser()(input);
        };

    /// <summary>Ends a statement that no semicolon ends.</summary>
    public static TokenListParserResult<SyntaxKind, Token<SyntaxKind>> End(TokenList<SyntaxKind> input) =>
        input.IsAtEnd ? TokenListParserResult.Value(Token<SyntaxKind>.Empty, input, input) : TokenListParserResult.Empty<SyntaxKind, Token<SyntaxKind>>(input);

    private static TokenListParserResult<SyntaxKind, bool> AtClosing(TokenList<SyntaxKind> input)
    {
        var next = input.ConsumeToken();
        return next.HasValue && next.Value.Kind is SyntaxKind.CloseBracket or SyntaxKind.CloseBrace
            ? TokenListParserResult.Value(false, input, input)
            : TokenListParserResult.Empty<SyntaxKind, bool>(input);
    }
}
