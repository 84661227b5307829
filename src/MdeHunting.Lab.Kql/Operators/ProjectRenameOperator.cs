using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>project-rename New = Old, ...</c>: columns get other names, and stay where they are.</summary>
internal sealed record ProjectRenameOperator(IReadOnlyList<(string New, string Old)> Names) : TabularOperator("project-rename")
{
    private static readonly TokenListParser<SyntaxKind, (string New, string Old)> Renaming =
        from given in ExpressionParser.Name
        from assign in Tokens.Of(SyntaxKind.Assign)
        from old in ExpressionParser.Name
        select (given, old);

    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        Renaming.SeparatedByCommas().Select(names => (TabularOperator)new ProjectRenameOperator(names));

    public override Relation Bind(Relation input, QueryContext query)
    {
        var columns = input.Columns.ToArray();
        foreach (var (given, old) in Names)
        {
            var place = input.PlaceOf(old) ?? throw SemanticError.NoColumn(old, Name);
            columns[place] = columns[place] with { Name = given };
        }

        var taken = columns.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return taken is null ? input.Step(columns, input.Rows) : throw SemanticError.ColumnTaken(taken.Key, Name);
    }
}
