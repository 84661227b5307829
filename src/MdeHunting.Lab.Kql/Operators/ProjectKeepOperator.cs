using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>project-keep</c>: only these columns, in the order in which they were.</summary>
internal sealed record ProjectKeepOperator(IReadOnlyList<NamePattern> Columns) : TabularOperator("project-keep")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        NamePattern.Parser.SeparatedByCommas().Select(columns => (TabularOperator)new ProjectKeepOperator(columns));

    public override Relation Bind(Relation input, QueryContext query) =>
        ColumnSelection.Take(input, ColumnSelection.Find(Columns, input.Columns, Name).Order());
}
