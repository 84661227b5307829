using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary>
/// <c>fork (...) Name=(...)</c>: several pipelines over the same rows. The services' API has a place for one result, which is the first one's.
/// </summary>
internal sealed record ForkOperator(IReadOnlyList<IReadOnlyList<TabularOperator>> Parts) : TabularOperator("fork")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        (
            from name in ExpressionParser.Name.Then(name => Tokens.Of(SyntaxKind.Assign).Value(name)).Try().AsNullable().OptionalOrDefault()
            from steps in OperatorParser.Subquery
            select (IReadOnlyList<TabularOperator>)steps
        )
            .AtLeastOnce()
            .Select(parts => (TabularOperator)new ForkOperator(parts));

    public override Relation Bind(Relation input, QueryContext query) => Parts.Select(steps => TableBinder.BindSteps(steps, input, query)).ToArray()[0];
}
