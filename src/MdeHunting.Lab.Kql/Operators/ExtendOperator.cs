using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>extend</c>: more columns. One that is named as a column of the input takes its place.</summary>
internal sealed record ExtendOperator(IReadOnlyList<NamedExpression> Items) : TabularOperator("extend")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        ExpressionParser.Named.SeparatedByCommas().Select(items => (TabularOperator)new ExtendOperator(items));

    public override Relation Bind(Relation input, QueryContext query)
    {
        var windows = RowWindows.Over(input);
        var binder = new ExpressionBinder(query, Name, input.Columns) { Windows = windows };
        var columns = input.Columns.ToList();
        var names = new ColumnNames();
        foreach (var column in columns)
        {
            names.Take(column.Name);
        }

        var cells = new (int Ordinal, Scalar Value)[Items.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            var value = binder.Bind(Items[i].Value);
            var name = Items[i].Name ?? ColumnNames.Infer(Items[i].Value);
            var ordinal = columns.FindIndex(column => column.Name == name);
            if (ordinal < 0)
            {
                ordinal = columns.Count;
                columns.Add(new KqlColumn(names.Take(name), value.Type));
            }
            else
            {
                columns[ordinal] = new KqlColumn(columns[ordinal].Name, value.Type);
            }

            cells[i] = (ordinal, value);
        }

        var (kept, width) = (input.Columns.Count, columns.Count);
        var rows = windows is null ? input.Rows : windows.Widen(input.Rows);
        return input.Step(
            columns,
            rows.Select(row =>
            {
                var extended = new object?[width];
                row.AsSpan(0, kept).CopyTo(extended);
                foreach (var (ordinal, value) in cells)
                {
                    extended[ordinal] = value.Evaluate(row);
                }

                return extended;
            })
        );
    }
}
