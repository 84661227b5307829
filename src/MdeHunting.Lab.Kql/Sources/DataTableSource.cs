using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using MdeHunting.Lab.Kql.Values;
using Superpower;

namespace MdeHunting.Lab.Kql.Sources;

/// <summary><c>datatable(Name: type, ...) [value, ...]</c>: a table in the query's own text.</summary>
internal sealed record DataTableSource(IReadOnlyList<KqlColumn> Columns, IReadOnlyList<Expression> Cells) : TabularSource
{
    public static TokenListParser<SyntaxKind, TabularSource> Parser { get; } =
        from columns in ColumnDeclaration.List
        from open in Tokens.Of(SyntaxKind.OpenBracket)
        from cells in ExpressionParser.Scalar.ThenOptionalComma().Many()
        from close in Tokens.Of(SyntaxKind.CloseBracket)
        select (TabularSource)new DataTableSource(columns, cells);

    public override Relation Bind(QueryContext query)
    {
        if (Columns.Count == 0 || Cells.Count % Columns.Count != 0)
        {
            throw SemanticError.DataTableIsRagged(Columns.Count, Cells.Count);
        }

        var binder = new ExpressionBinder(query, "datatable", []);
        var rows = new object?[Cells.Count / Columns.Count][];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = new object?[Columns.Count];
            for (var j = 0; j < Columns.Count; j++)
            {
                rows[i][j] = Conversions.To(Columns[j].Type, Constant(binder.Bind(Cells[(i * Columns.Count) + j])));
            }
        }

        return new(Columns, rows);
    }

    private static object? Constant(Scalar cell) => cell.IsConstant ? cell.Value : throw SemanticError.NotConstant("datatable");
}
