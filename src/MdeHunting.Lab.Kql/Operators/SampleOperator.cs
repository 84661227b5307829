using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>sample</c>: so many rows, and here always the first.</summary>
internal sealed record SampleOperator(Expression Count) : TabularOperator("sample")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        ExpressionParser.Scalar.Select(count => (TabularOperator)new SampleOperator(count));

    public override Relation Bind(Relation input, QueryContext query) => new(input.Columns, input.Rows.Take(TakeOperator.BindCount(Count, query, Name)));
}
