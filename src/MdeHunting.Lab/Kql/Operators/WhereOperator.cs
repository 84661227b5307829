using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>where</c> and <c>filter</c>: the rows for which a test is true, and not null.</summary>
internal sealed record WhereOperator(Expression Predicate) : TabularOperator("where")
{
    public static TokenListParser<KqlToken, TabularOperator> Parser { get; } =
        ExpressionParser.Scalar.Select(predicate => (TabularOperator)new WhereOperator(predicate));

    public override Relation Bind(Relation input, QueryContext query)
    {
        var keeps = new ExpressionBinder(query, Name, input.Columns).BindCondition(Predicate);
        return input with { Rows = input.Rows.Where(keeps) };
    }
}
