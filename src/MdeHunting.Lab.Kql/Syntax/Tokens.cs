using System.Runtime.CompilerServices;
using Superpower;
using Superpower.Model;
using Superpower.Parsers;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>Parsers of single tokens and of the lists that operators are made of.</summary>
internal static class Tokens
{
    public static TokenListParser<KqlToken, Token<KqlToken>> Of(KqlToken kind) => Token.EqualTo(kind);

    /// <summary>A keyword. Keywords are case-sensitive, as everything in the language is.</summary>
    public static TokenListParser<KqlToken, Token<KqlToken>> Word(string text) => Token.EqualTo(KqlToken.Word).Where(token => token.Span.EqualsValue(text));

    /// <summary>A word or symbol that a table knows, as what the table has for it.</summary>
    public static TokenListParser<KqlToken, T> In<T>(IReadOnlyDictionary<string, T> table) =>
        input =>
        {
            var next = input.ConsumeToken();
            return
                next.HasValue
                && next.Value.Kind is KqlToken.Word or KqlToken.NotWord or KqlToken.Symbol
                && table.TryGetValue(next.Value.ToStringValue(), out var found)
                ? TokenListParserResult.Value(found, input, next.Remainder)
                : TokenListParserResult.Empty<KqlToken, T>(input);
        };

    public static TokenListParser<KqlToken, T> InParentheses<T>(this TokenListParser<KqlToken, T> parser) =>
        parser.Between(Of(KqlToken.OpenParenthesis), Of(KqlToken.CloseParenthesis));

    public static TokenListParser<KqlToken, T[]> SeparatedByCommas<T>(this TokenListParser<KqlToken, T> parser) =>
        parser.AtLeastOnceDelimitedBy(Of(KqlToken.Comma));

    /// <summary>An item of a list in brackets. Commas separate; one too many at the end does no harm, as in the services.</summary>
    public static TokenListParser<KqlToken, T> ThenOptionalComma<T>(this TokenListParser<KqlToken, T> parser) =>
        from value in parser
        from comma in Tokens.Of(KqlToken.Comma).Value(true).Or(input => AtClosing(input))
        select value;

    /// <summary>
    /// A parser that takes part in itself. The query's brackets are counted before it is parsed; this is for a caller that has little stack left.
    /// </summary>
    /// <exception cref="InsufficientExecutionStackException">The stack does not suffice for what nests here.</exception>
    public static TokenListParser<KqlToken, T> Nested<T>(Func<TokenListParser<KqlToken, T>> parser) =>
        input =>
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return parser()(input);
        };

    /// <summary>Ends a statement that no semicolon ends.</summary>
    public static TokenListParserResult<KqlToken, Token<KqlToken>> End(TokenList<KqlToken> input) =>
        input.IsAtEnd ? TokenListParserResult.Value(Token<KqlToken>.Empty, input, input) : TokenListParserResult.Empty<KqlToken, Token<KqlToken>>(input);

    private static TokenListParserResult<KqlToken, bool> AtClosing(TokenList<KqlToken> input)
    {
        var next = input.ConsumeToken();
        return next.HasValue && next.Value.Kind is KqlToken.CloseBracket or KqlToken.CloseBrace
            ? TokenListParserResult.Value(false, input, input)
            : TokenListParserResult.Empty<KqlToken, bool>(input);
    }
}
