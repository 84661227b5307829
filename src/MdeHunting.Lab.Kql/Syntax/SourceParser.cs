using MdeHunting.Lab.Kql.Sources;
using Superpower;
using Superpower.Model;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>Reads a keyword that a query may start with, then whatever that takes. The same words are names where that does not follow them.</summary>
internal static class SourceParser
{
    public static TokenListParserResult<KqlToken, Expression> Parse(TokenList<KqlToken> input)
    {
        var first = input.ConsumeToken();
        return first.HasValue && first.Value.Kind == KqlToken.Word && SourceTable.All.TryGetValue(first.Value.ToStringValue(), out var parser)
            ? Parse(input, first, parser)
            : TokenListParserResult.Empty<KqlToken, Expression>(input);
    }

    /// <summary>Reads a table in the query's own text: the only source that needs no parentheses beside another table.</summary>
    public static TokenListParserResult<KqlToken, Expression> ParseDataTable(TokenList<KqlToken> input)
    {
        var first = input.ConsumeToken();
        return first.HasValue && first.Value.Kind == KqlToken.Word && first.Value.Span.EqualsValue("datatable")
            ? Parse(input, first, DataTableSource.Parser)
            : TokenListParserResult.Empty<KqlToken, Expression>(input);
    }

    private static TokenListParserResult<KqlToken, Expression> Parse(
        TokenList<KqlToken> input,
        TokenListParserResult<KqlToken, Token<KqlToken>> first,
        TokenListParser<KqlToken, TabularSource> parser
    )
    {
        var result = parser(first.Remainder);
        if (result.HasValue)
        {
            return TokenListParserResult.Value((Expression)new Expression.Generated(result.Value), input, result.Remainder);
        }

        return result.Remainder.Equals(first.Remainder)
            ? TokenListParserResult.Empty<KqlToken, Expression>(input)
            : TokenListParserResult.CastEmpty<KqlToken, TabularSource, Expression>(result);
    }
}
