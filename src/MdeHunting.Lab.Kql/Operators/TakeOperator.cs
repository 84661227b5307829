using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using MdeHunting.Lab.Kql.Values;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>take</c> and <c>limit</c>: so many rows, and here always the first.</summary>
internal sealed record TakeOperator(Expression Count) : TabularOperator("take")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        ExpressionParser.Scalar.Select(count => (TabularOperator)new TakeOperator(count));

    public override Relation Bind(Relation input, QueryContext query) => input.Step(input.Rows.Take(BindCount(Count, query, Name)));

    /// <summary>Binds a number of rows, which must be the same for all.</summary>
    public static int BindCount(Expression expression, QueryContext query, string operatorName)
    {
        var count = new ExpressionBinder(query, operatorName, []).Bind(expression);
        if (count.Type is not (KqlType.Long or KqlType.Int))
        {
            throw SemanticError.NotOfType(operatorName, KqlType.Long);
        }

        return (int)Math.Clamp((count.IsConstant ? Conversions.ToLong(count.Value) : null) ?? throw SemanticError.NotConstant(operatorName), 0, int.MaxValue);
    }
}
