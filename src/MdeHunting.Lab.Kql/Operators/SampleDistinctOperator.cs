using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>sample-distinct N of X</c>: so many values, each once, and here always the first.</summary>
internal sealed record SampleDistinctOperator(Expression Count, NamedExpression Item) : TabularOperator("sample-distinct")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        from count in ExpressionParser.Scalar
        from keyword in Tokens.Word("of")
        from item in ExpressionParser.Named
        select (TabularOperator)new SampleDistinctOperator(count, item);

    public override Relation Bind(Relation input, QueryContext query)
    {
        var distinct = new SummarizeOperator([], [Item], Name).Bind(input, query);
        return distinct.Step(distinct.Rows.Take(TakeOperator.BindCount(Count, query, Name)));
    }
}
