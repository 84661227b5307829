using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>where</c> and <c>filter</c>: the rows for which a test is true, and not null.</summary>
internal sealed record WhereOperator(Expression Predicate) : TabularOperator("where")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        ExpressionParser.Scalar.Select(predicate => (TabularOperator)new WhereOperator(predicate));

    public override Relation Bind(Relation input, QueryContext query)
    {
        var windows = RowWindows.Over(input);
        var keeps = new ExpressionBinder(query, Name, input.Columns) { Windows = windows }.BindCondition(Predicate);
        return windows is null || windows.IsEmpty
            ? input.Step(input.Rows.Where(keeps))
            : input.Step(windows.Widen(input.Rows).Where(keeps).Select(row => row[..input.Columns.Count]));
    }
}
