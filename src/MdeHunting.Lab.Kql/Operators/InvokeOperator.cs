using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>invoke f(...)</c>: a function of the query's own, with what stands before it as its first argument.</summary>
internal sealed record InvokeOperator(string Function, IReadOnlyList<Expression> Arguments) : TabularOperator("invoke")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        from name in ExpressionParser.Name
        from arguments in ExpressionParser.Pipeline.ManyDelimitedBy(Tokens.Of(SyntaxKind.Comma)).InParentheses()
        select (TabularOperator)new InvokeOperator(name, arguments);

    public override Relation Bind(Relation input, QueryContext query) =>
        query.Find(Function) is LetValue.Function function
            ? FunctionBinder.BindTable(function, Arguments, query, input)
            : throw SemanticError.NoFunction(Function);
}
