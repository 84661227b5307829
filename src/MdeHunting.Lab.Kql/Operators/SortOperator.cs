using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>sort by</c> and <c>order by</c>. Rows that are equal by all keys stay as they were.</summary>
internal sealed record SortOperator(IReadOnlyList<SortKey> Keys) : TabularOperator("order")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        Tokens.Word("by").IgnoreThen(SortKey.Parser.SeparatedByCommas()).Select(keys => (TabularOperator)new SortOperator(keys));

    public override Relation Bind(Relation input, QueryContext query)
    {
        var (values, comparer) = SortKey.Bind(Keys, new ExpressionBinder(query, Name, input.Columns));
        return new(input.Columns, input.Rows.OrderBy(values, comparer)) { IsSerialized = true };
    }
}
