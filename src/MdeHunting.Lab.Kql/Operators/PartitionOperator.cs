using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>partition by X (...)</c>: a pipeline over the rows of each value, one value after the other.</summary>
internal sealed record PartitionOperator(string Column, IReadOnlyList<TabularOperator> Steps) : TabularOperator("partition")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        from options in OperatorOptions.Of()
        from keyword in Tokens.Word("by")
        from column in ExpressionParser.Name
        from steps in OperatorParser.Subquery
        select (TabularOperator)new PartitionOperator(column, steps);

    public override Relation Bind(Relation input, QueryContext query)
    {
        var key = new ExpressionBinder(query, Name, input.Columns).Bind(new Expression.Name(Column));
        if (key.Type == KqlType.Dynamic)
        {
            throw SemanticError.GroupKeyIsDynamic(Column);
        }

        var part = new SubqueryInput();
        var result = TableBinder.BindSteps(Steps, part.Relation(input.Columns), query.WithoutRow());
        return new(result.Columns, Parts());

        IEnumerable<object?[]> Parts()
        {
            foreach (var group in input.Rows.GroupBy(row => (object?[])[key.Evaluate(row)], new GroupKeyComparer()))
            {
                foreach (var row in part.Run(group, result))
                {
                    yield return row;
                }
            }
        }
    }
}
