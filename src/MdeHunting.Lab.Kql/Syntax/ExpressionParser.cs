using MdeHunting.Lab.Kql.Functions;
using Superpower;
using Superpower.Model;

namespace MdeHunting.Lab.Kql.Syntax;

/// <summary>
/// Expressions, with the language's own precedence: string operators bind closest, then <c>* / %</c>, <c>+ -</c>, <c>&lt; &gt;</c>,
/// equality with <c>in</c> and <c>between</c>, <c>and</c>, <c>or</c>.
/// </summary>
internal static class ExpressionParser
{
    private static readonly HashSet<string> Reserved =
    [
        "and",
        "or",
        "by",
        "asc",
        "desc",
        "between",
        "let",
        .. BinaryOperatorTable.All.Keys,
        .. ListOperatorTable.All.Keys,
    ];

    private static readonly TokenListParser<SyntaxKind, string> BracketedName = Tokens
        .Of(SyntaxKind.String)
        .AtLeastOnce()
        .Between(Tokens.Of(SyntaxKind.OpenBracket), Tokens.Of(SyntaxKind.CloseBracket))
        .Select(parts => string.Concat(parts.Select(LiteralParser.Text)));

    /// <summary>A name: a word that means nothing else, or any text as <c>['text']</c>.</summary>
    public static TokenListParser<SyntaxKind, string> Name { get; } =
        Tokens.Of(SyntaxKind.Word).Select(token => token.ToStringValue()).Where(word => !Reserved.Contains(word)).Or(BracketedName);

    /// <summary>An expression for one row's value.</summary>
    public static TokenListParser<SyntaxKind, Expression> Scalar { get; } = Tokens.Nested(() => Disjunction!);

    /// <summary>An expression that may be a table with operators after it; in parentheses it is an ordinary operand.</summary>
    public static TokenListParser<SyntaxKind, Expression> Pipeline { get; } =
        from source in Parse.Ref<SyntaxKind, Expression>(() => SourceParser.Parse).Or(Scalar)
        from operators in Tokens.Of(SyntaxKind.Pipe).IgnoreThen<SyntaxKind, Token<SyntaxKind>, Operators.TabularOperator>(OperatorParser.Parse).Many()
        select operators.Length == 0 ? source : new Expression.Pipeline(source, operators);

    /// <summary>An expression with or without <c>Name =</c> before it.</summary>
    public static TokenListParser<SyntaxKind, NamedExpression> Named { get; } =
        from name in Name.Then(name => Tokens.Of(SyntaxKind.Assign).Value(name)).Try().AsNullable().OptionalOrDefault()
        from value in Scalar
        select new NamedExpression(name, value);

    /// <summary>A table beside another, as <c>join</c> and <c>union</c> take it: a name, a call, or a pipeline in parentheses.</summary>
    public static TokenListParser<SyntaxKind, Expression> Table { get; } =
        Parse.Ref<SyntaxKind, Expression>(() => SourceParser.ParseDataTable).Or(Parse.Ref(() => NameOrCall!)).Or(Parse.Ref(() => Pipeline!).InParentheses());

    private static readonly TokenListParser<SyntaxKind, Expression[]> Arguments = Tokens
        .Of(SyntaxKind.Symbol)
        .Where(symbol => symbol.Span.EqualsValue("*"))
        .Value((Expression)new Expression.Star())
        .Or(Parse.Ref(() => Pipeline))
        .ManyDelimitedBy(Tokens.Of(SyntaxKind.Comma))
        .InParentheses();

    private static readonly TokenListParser<SyntaxKind, Expression> NameOrCall =
        from name in Name
        from arguments in Arguments.AsNullable().OptionalOrDefault()
        select arguments is null ? (Expression)new Expression.Name(name) : new Expression.Call(name, arguments);

    private static readonly TokenListParser<SyntaxKind, Expression> Primary = LiteralParser
        .Literal.Or(NameOrCall)
        .Or(Parse.Ref(() => Pipeline).InParentheses());

    private static readonly TokenListParser<SyntaxKind, Func<Expression, Expression>> ByKey = Tokens
        .Of(SyntaxKind.Word)
        .Select(key => (Func<Expression, Expression>)(target => new Expression.Member(target, key.ToStringValue())));

    private static readonly TokenListParser<SyntaxKind, Func<Expression, Expression>> InBrackets = Scalar
        .Between(Tokens.Of(SyntaxKind.OpenBracket), Tokens.Of(SyntaxKind.CloseBracket))
        .Select(key => (Func<Expression, Expression>)(target => new Expression.Element(target, key)));

    // x.y, x["y"] and, as many published queries have it, x.["y"].
    private static readonly TokenListParser<SyntaxKind, Func<Expression, Expression>> Access = Tokens
        .Of(SyntaxKind.Dot)
        .IgnoreThen(ByKey.Or(InBrackets))
        .Or(InBrackets);

    private static readonly TokenListParser<SyntaxKind, Expression> Operand =
        from sign in Tokens
            .Of(SyntaxKind.Symbol)
            .Where(symbol => symbol.Span.EqualsValue("-") || symbol.Span.EqualsValue("+"))
            .Select(symbol => symbol.ToStringValue())
            .AsNullable()
            .OptionalOrDefault()
        from primary in Primary
        from accesses in Access.Many()
        let value = accesses.Aggregate(primary, (target, access) => access(target))
        select sign == "-" ? new Expression.Negate(value) : value;

    // The one operator of two words.
    private static readonly TokenListParser<SyntaxKind, BinaryOperator> MatchesRegex = Tokens
        .Word("matches")
        .IgnoreThen(Tokens.Word("regex"))
        .Value(BinaryOperatorTable.All["matches regex"]);

    private static readonly TokenListParser<SyntaxKind, Expression> Sum = Chain(
        BinaryLevel.Additive,
        Chain(BinaryLevel.Multiplicative, Chain(BinaryLevel.Text, Operand))
    );

    private static readonly TokenListParser<SyntaxKind, Expression> Relation =
        from left in Sum
        from tail in BinaryTail(BinaryLevel.Relational, Sum).OptionalOrDefault(operand => operand)
        select tail(left);

    private static readonly TokenListParser<SyntaxKind, Func<Expression, Expression>> ListTail =
        from list in Tokens.In(ListOperatorTable.All)
        from items in Parse.Ref(() => Pipeline).SeparatedByCommas().InParentheses()
        select (Func<Expression, Expression>)(operand => new Expression.InList(list, operand, items));

    private static readonly TokenListParser<SyntaxKind, Func<Expression, Expression>> BetweenTail =
        from isNegated in Tokens.Word("between").Value(false).Or(Tokens.Of(SyntaxKind.NotWord).Where(word => word.Span.EqualsValue("!between")).Value(true))
        from bounds in (from low in Scalar from range in Tokens.Of(SyntaxKind.Range) from high in Scalar select (Low: low, High: high)).InParentheses()
        select (Func<Expression, Expression>)(operand => new Expression.Between(isNegated, operand, bounds.Low, bounds.High));

    private static readonly TokenListParser<SyntaxKind, Expression> Test =
        from left in Relation
        from tail in ListTail.Or(BetweenTail).Or(BinaryTail(BinaryLevel.Equality, Relation)).OptionalOrDefault(operand => operand)
        select tail(left);

    private static readonly TokenListParser<SyntaxKind, Expression> Conjunction = Logical("and", Test);

    private static readonly TokenListParser<SyntaxKind, Expression> Disjunction = Logical("or", Conjunction);

    private static TokenListParser<SyntaxKind, Expression> Logical(string word, TokenListParser<SyntaxKind, Expression> operand) =>
        operand
            .AtLeastOnceDelimitedBy(Tokens.Word(word))
            .Select(operands => operands.Length == 1 ? operands[0] : new Expression.Logical(word == "and", operands));

    private static TokenListParser<SyntaxKind, Expression> Chain(BinaryLevel level, TokenListParser<SyntaxKind, Expression> operand) =>
        Parse.Chain(
            level == BinaryLevel.Text ? Tokens.In(BinaryOperatorTable.At(level)).Or(MatchesRegex) : Tokens.In(BinaryOperatorTable.At(level)),
            operand,
            (symbol, left, right) => (Expression)new Expression.Binary(symbol, left, right)
        );

    private static TokenListParser<SyntaxKind, Func<Expression, Expression>> BinaryTail(BinaryLevel level, TokenListParser<SyntaxKind, Expression> operand) =>
        from symbol in Tokens.In(BinaryOperatorTable.At(level))
        from right in operand
        select (Func<Expression, Expression>)(left => new Expression.Binary(symbol, left, right));
}
