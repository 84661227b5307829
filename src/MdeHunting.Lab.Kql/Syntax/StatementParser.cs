using Superpower;
using Superpower.Model;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>The statements of a query and of a function's body: names given by <c>let</c>, and what comes of them.</summary>
internal static class StatementParser
{
    /// <summary>A <c>let</c> of a value, of a table or of a function.</summary>
    public static TokenListParser<KqlToken, Statement> Let { get; } =
        from keyword in Tokens.Word("let")
        from name in ExpressionParser.Name
        from assign in Tokens.Of(KqlToken.Assign)
        from value in Parse.Ref<KqlToken, Expression>(() => Lambda).Or(ExpressionParser.Pipeline)
        select new Statement(name, value, keyword.Position);

    private static readonly TokenListParser<KqlToken, KqlColumn[]> AnyColumns = Tokens
        .Of(KqlToken.Symbol)
        .Where(symbol => symbol.Span.EqualsValue("*"))
        .Value(Array.Empty<KqlColumn>())
        .InParentheses();

    private static readonly TokenListParser<KqlToken, Expression?> Default = Tokens
        .Of(KqlToken.Assign)
        .IgnoreThen(ExpressionParser.Scalar)
        .AsNullable()
        .OptionalOrDefault();

    private static readonly TokenListParser<KqlToken, LambdaParameter> Parameter =
        from name in ExpressionParser.Name
        from colon in Tokens.Of(KqlToken.Colon)
        from parameter in (from type in TypeNames.Parser from value in Default select new LambdaParameter(name, type, value, null)).Or(
            AnyColumns.Try().Or(ColumnDeclaration.List).Select(columns => new LambdaParameter(name, default, null, columns))
        )
        select parameter;

    private static readonly TokenListParser<KqlToken, Expression> LambdaAfterView =
        from parameters in Parameter.ManyDelimitedBy(Tokens.Of(KqlToken.Comma)).InParentheses()
        from open in Tokens.Of(KqlToken.OpenBrace)
        from names in (from statement in Let from separator in Tokens.Of(KqlToken.Semicolon) select statement).Many()
        from result in Parse.Ref<KqlToken, Statement>(() => Result)
        from end in Tokens.Of(KqlToken.Semicolon).Optional()
        from close in Tokens.Of(KqlToken.CloseBrace)
        select (Expression)new Expression.Lambda(parameters, [.. names, result], IsView: false);

    /// <summary>The statement that is the query, or a function's result.</summary>
    public static TokenListParserResult<KqlToken, Statement> Result(TokenList<KqlToken> input)
    {
        var result = ExpressionParser.Pipeline(input);
        return result.HasValue
            ? TokenListParserResult.Value(new Statement(null, result.Value, input.ConsumeToken().Value.Position), input, result.Remainder)
            : TokenListParserResult.CastEmpty<KqlToken, Expression, Statement>(result);
    }

    private static TokenListParserResult<KqlToken, Expression> Lambda(TokenList<KqlToken> input)
    {
        var first = input.ConsumeToken();
        var isView = first.HasValue && first.Value.Kind == KqlToken.Word && first.Value.Span.EqualsValue("view");
        var start = isView ? first.Remainder : input;
        if (!OpensParameters(start))
        {
            return TokenListParserResult.Empty<KqlToken, Expression>(input);
        }

        var result = LambdaAfterView(start);
        return result.HasValue
            ? TokenListParserResult.Value((Expression)((Expression.Lambda)result.Value with { IsView = isView }), input, result.Remainder)
            : result;
    }

    // What tells parameters from an expression in parentheses: (), or a name and a colon.
    private static bool OpensParameters(TokenList<KqlToken> input)
    {
        var kinds = new List<KqlToken>(5);
        for (var rest = input; kinds.Count < kinds.Capacity && !rest.IsAtEnd; )
        {
            var next = rest.ConsumeToken();
            kinds.Add(next.Value.Kind);
            rest = next.Remainder;
        }

        return kinds
            is [KqlToken.OpenParenthesis, KqlToken.CloseParenthesis, ..]
                or [KqlToken.OpenParenthesis, KqlToken.Word, KqlToken.Colon, ..]
                or [KqlToken.OpenParenthesis, KqlToken.OpenBracket, KqlToken.String, KqlToken.CloseBracket, KqlToken.Colon];
    }
}
