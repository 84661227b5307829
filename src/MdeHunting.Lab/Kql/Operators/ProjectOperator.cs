using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>project</c>: these columns and no others.</summary>
internal sealed record ProjectOperator(IReadOnlyList<NamedExpression> Items) : TabularOperator("project")
{
    public static TokenListParser<KqlToken, TabularOperator> Parser { get; } =
        ExpressionParser.Named.SeparatedByCommas().Select(items => (TabularOperator)new ProjectOperator(items));

    public override Relation Bind(Relation input, QueryContext query)
    {
        var binder = new ExpressionBinder(query, Name, input.Columns);
        var names = new ColumnNames();
        var values = Items.Select(item => binder.Bind(item.Value)).ToArray();
        var columns = Items.Select((item, i) => new KqlColumn(names.Take(item), values[i].Type)).ToArray();
        return new(columns, input.Rows.Select(row => Array.ConvertAll(values, value => value.Evaluate(row))));
    }
}
