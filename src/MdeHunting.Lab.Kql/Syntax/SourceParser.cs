using MdeHunting.Lab.Kql.Sources;
using Superpower;
using Superpower.Model;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>Reads a keyword that a query may start with, then whatever that takes. The same words are names where that does not follow them.</summary>
internal static class SourceParser
{
    public static TokenListParserResult<SyntaxKind, Expression> Parse(TokenList<SyntaxKind> input)
    {
        var first = input.ConsumeToken();
        return first.HasValue && first.Value.Kind == SyntaxKind.Word && SourceTable.All.TryGetValue(first.Value.ToStringValue(), out var parser)
            ? Parse(input, first, parser)
            : TokenListParserResult.Empty<SyntaxKind, Expression>(input);
    }

    /// <summary>Reads a table in the query's own text: the only source that needs no parentheses beside another table.</summary>
    public static TokenListParserResult<SyntaxKind, Expression> ParseDataTable(TokenList<SyntaxKind> input)
    {
        var first = input.ConsumeToken();
        return first.HasValue && first.Value.Kind == SyntaxKind.Word && first.Value.Span.EqualsValue("datatable")
            ? Parse(input, first, DataTableSource.Parser)
            : TokenListParserResult.Empty<SyntaxKind, Expression>(input);
    }

    private static TokenListParserResult<SyntaxKind, Expression> Parse(
        TokenList<SyntaxKind> input,
        TokenListParserResult<SyntaxKind, Token<SyntaxKind>> first,
        TokenListParser<SyntaxKind, TabularSource> parser
    )
    {
        var result = parser(first.Remainder);
        if (result.HasValue)
        {
            return TokenListParserResult.Value((Expression)new Expression.Generated(result.Value), input, result.Remainder);
        }

        return result.Remainder.Equals(first.Remainder)
            ? TokenListParserResult.Empty<SyntaxKind, Expression>(input)
            : TokenListParserResult.CastEmpty<SyntaxKind, TabularSource, Expression>(result);
    }
}
