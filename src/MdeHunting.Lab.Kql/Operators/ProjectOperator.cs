using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>project</c>: these columns and no others.</summary>
internal sealed record ProjectOperator(IReadOnlyList<NamedExpression> Items) : TabularOperator("project")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        ExpressionParser.Named.SeparatedByCommas().Select(items => (TabularOperator)new ProjectOperator(items));

    public override Relation Bind(Relation input, QueryContext query)
    {
        var windows = RowWindows.Over(input);
        var binder = new ExpressionBinder(query, Name, input.Columns) { Windows = windows };
        var names = new ColumnNames();
        var values = Items.Select(item => binder.Bind(item.Value)).ToArray();
        var columns = Items.Select((item, i) => new KqlColumn(names.Take(item), values[i].Type)).ToArray();
        var rows = windows is null ? input.Rows : windows.Widen(input.Rows);
        return input.Step(columns, rows.Select(row => Project(values, row)));
    }

    private static object?[] Project(Scalar[] values, object?[] row)
    {
        var cells = new object?[values.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = values[i].Evaluate(row);
        }

        return cells;
    }
}
