using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>serialize</c>: the rows are in order as they are, with or without more columns.</summary>
internal sealed record SerializeOperator(IReadOnlyList<NamedExpression> Items) : TabularOperator("serialize")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        ExpressionParser.Named.ManyDelimitedBy(Tokens.Of(SyntaxKind.Comma)).Select(items => (TabularOperator)new SerializeOperator(items));

    public override Relation Bind(Relation input, QueryContext query)
    {
        var serialized = new Relation(input.Columns, input.Rows) { IsSerialized = true };
        return Items.Count == 0 ? serialized : new ExtendOperator(Items).Bind(serialized, query);
    }
}
