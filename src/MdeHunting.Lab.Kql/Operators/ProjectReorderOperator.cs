using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>project-reorder</c>: these columns first, then the others. Those that a pattern finds can be put in the order of their names.</summary>
internal sealed record ProjectReorderOperator(IReadOnlyList<(NamePattern Columns, bool? IsDescending)> Groups) : TabularOperator("project-reorder")
{
    private static readonly TokenListParser<SyntaxKind, bool?> Direction = Tokens
        .Word("asc")
        .Value((bool?)false)
        .Or(Tokens.Word("desc").Value((bool?)true))
        .OptionalOrDefault();

    private static readonly TokenListParser<SyntaxKind, (NamePattern Columns, bool? IsDescending)> Group =
        from columns in NamePattern.Parser
        from isDescending in Direction
        select (columns, isDescending);

    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        Group.SeparatedByCommas().Select(groups => (TabularOperator)new ProjectReorderOperator(groups));

    public override Relation Bind(Relation input, QueryContext query)
    {
        var first = Groups
            .SelectMany(group => Sort(ColumnSelection.Find([group.Columns], input.Columns, Name), group.IsDescending, input))
            .Distinct()
            .ToArray();
        return ColumnSelection.Take(input, first.Concat(Enumerable.Range(0, input.Columns.Count).Except(first)));
    }

    private static IEnumerable<int> Sort(IEnumerable<int> places, bool? isDescending, Relation input) =>
        isDescending switch
        {
            false => places.OrderBy(place => input.Columns[place].Name, StringComparer.Ordinal),
            true => places.OrderByDescending(place => input.Columns[place].Name, StringComparer.Ordinal),
            null => places,
        };
}
