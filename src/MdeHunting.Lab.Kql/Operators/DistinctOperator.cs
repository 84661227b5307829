using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>distinct</c>: each combination of values once, in the order in which they first came. <c>*</c> is every column.</summary>
/// <param name="Items">The columns, or null for every one.</param>
internal sealed record DistinctOperator(IReadOnlyList<NamedExpression>? Items) : TabularOperator("distinct")
{
    private static readonly TokenListParser<SyntaxKind, TabularOperator> Every = Tokens
        .Of(SyntaxKind.Symbol)
        .Where(symbol => symbol.Span.EqualsValue("*"))
        .Value((TabularOperator)new DistinctOperator(Items: null));

    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        OperatorOptions.Of().IgnoreThen(Every.Or(ExpressionParser.Named.SeparatedByCommas().Select(items => (TabularOperator)new DistinctOperator(items))));

    public override Relation Bind(Relation input, QueryContext query) =>
        new SummarizeOperator([], Items ?? [.. input.Columns.Select(column => new NamedExpression(null, new Expression.Name(column.Name)))], Name).Bind(
            input,
            query
        );
}
