using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>project-away</c>: all columns but these.</summary>
internal sealed record ProjectAwayOperator(IReadOnlyList<NamePattern> Columns) : TabularOperator("project-away")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        NamePattern.Parser.SeparatedByCommas().Select(columns => (TabularOperator)new ProjectAwayOperator(columns));

    public override Relation Bind(Relation input, QueryContext query)
    {
        var gone = ColumnSelection.Find(Columns, input.Columns, Name);
        return ColumnSelection.Take(input, Enumerable.Range(0, input.Columns.Count).Except(gone));
    }
}
