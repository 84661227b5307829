using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>count</c>: how many rows there are.</summary>
internal sealed record CountOperator() : TabularOperator("count")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } = Parse.Return<SyntaxKind, TabularOperator>(new CountOperator());

    public override Relation Bind(Relation input, QueryContext query) => new([new KqlColumn("Count", KqlType.Long)], Count(input.Rows));

    private static IEnumerable<object?[]> Count(IEnumerable<object?[]> rows)
    {
        yield return [rows.LongCount()];
    }
}
