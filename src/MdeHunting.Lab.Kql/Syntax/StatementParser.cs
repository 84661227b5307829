using Superpower;
using Superpower.Model;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>The statements of a query and of a function's body: names given by <c>let</c>, and what comes of them.</summary>
internal static class StatementParser
{
    /// <summary>A <c>let</c> of a value, of a table or of a function.</summary>
    public static TokenListParser<SyntaxKind, Statement> Let { get; } =
        from keyword in Tokens.Word("let")
        from name in ExpressionParser.Name
        from assign in Tokens.Of(SyntaxKind.Assign)
        from value in Parse.Ref<SyntaxKind, Expression>(() => Lambda).Or(ExpressionParser.Pipeline)
        select new Statement(name, value, keyword.Position);

    private static readonly TokenListParser<SyntaxKind, KqlColumn[]> AnyColumns = Tokens
        .Of(SyntaxKind.Symbol)
        .Where(symbol => symbol.Span.EqualsValue("*"))
        .Value(Array.Empty<KqlColumn>())
        .InParentheses();

    private static readonly TokenListParser<SyntaxKind, Expression?> Default = Tokens
        .Of(SyntaxKind.Assign)
        .IgnoreThen(ExpressionParser.Scalar)
        .AsNullable()
        .OptionalOrDefault();

    private static readonly TokenListParser<SyntaxKind, LambdaParameter> Parameter =
        from name in ExpressionParser.Name
        from colon in Tokens.Of(SyntaxKind.Colon)
        from parameter in (from type in TypeNames.Parser from value in Default select new LambdaParameter(name, type, value, null)).Or(
            AnyColumns.Try().Or(ColumnDeclaration.List).Select(columns => new LambdaParameter(name, default, null, columns))
        )
        select parameter;

    private static readonly TokenListParser<SyntaxKind, Expression> LambdaAfterView =
        from parameters in Parameter.ManyDelimitedBy(Tokens.Of(SyntaxKind.Comma)).InParentheses()
        from open in Tokens.Of(SyntaxKind.OpenBrace)
        from names in (from statement in Let from separator in Tokens.Of(SyntaxKind.Semicolon) select statement).Many()
        from result in Parse.Ref<SyntaxKind, Statement>(() => Result)
        from end in Tokens.Of(SyntaxKind.Semicolon).Optional()
        from close in Tokens.Of(SyntaxKind.CloseBrace)
        select (Expression)new Expression.Lambda(parameters, [.. names, result], IsView: false);

    /// <summary>
    /// <c>declare query_parameters</c>, as the names of the defaults: a request has no place for values, so that a name without a default is not known.
    /// </summary>
    public static TokenListParser<SyntaxKind, Statement[]> Declaration { get; } =
        from keyword in Tokens.Word("declare")
        from what in Tokens.Word("query_parameters")
        from parameters in Parameter.Where(parameter => !parameter.IsTable).ManyDelimitedBy(Tokens.Of(SyntaxKind.Comma)).InParentheses()
        select parameters
            .Where(parameter => parameter.Default is not null)
            .Select(parameter => new Statement(parameter.Name, parameter.Default!, keyword.Position))
            .ToArray();

    /// <summary>The statement that is the query, or a function's result.</summary>
    public static TokenListParserResult<SyntaxKind, Statement> Result(TokenList<SyntaxKind> input)
    {
        var result = ExpressionParser.Pipeline(input);
        return result.HasValue
            ? TokenListParserResult.Value(new Statement(null, result.Value, input.ConsumeToken().Value.Position), input, result.Remainder)
            : TokenListParserResult.CastEmpty<SyntaxKind, Expression, Statement>(result);
    }

    private static TokenListParserResult<SyntaxKind, Expression> Lambda(TokenList<SyntaxKind> input)
    {
        var first = input.ConsumeToken();
        var isView = first.HasValue && first.Value.Kind == SyntaxKind.Word && first.Value.Span.EqualsValue("view");
        var start = isView ? first.Remainder : input;
        if (!OpensParameters(start))
        {
            return TokenListParserResult.Empty<SyntaxKind, Expression>(input);
        }

        var result = LambdaAfterView(start);
        return result.HasValue
            ? TokenListParserResult.Value((Expression)((Expression.Lambda)result.Value with { IsView = isView }), input, result.Remainder)
            : result;
    }

    // What tells parameters from an expression in parentheses: (), or a name and a colon.
    private static bool OpensParameters(TokenList<SyntaxKind> input)
    {
        var kinds = new List<SyntaxKind>(5);
        for (var rest = input; kinds.Count < kinds.Capacity && !rest.IsAtEnd; )
        {
            var next = rest.ConsumeToken();
            kinds.Add(next.Value.Kind);
            rest = next.Remainder;
        }

        return kinds
            is [SyntaxKind.OpenParenthesis, SyntaxKind.CloseParenthesis, ..]
                or [SyntaxKind.OpenParenthesis, SyntaxKind.Word, SyntaxKind.Colon, ..]
                or [SyntaxKind.OpenParenthesis, SyntaxKind.OpenBracket, SyntaxKind.String, SyntaxKind.CloseBracket, SyntaxKind.Colon];
    }
}
