using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>lookup</c>: more columns from another table, without that table's keys. Rows that it does not know stay unless the kind is inner.</summary>
internal sealed record LookupOperator(string Kind, Expression Right, IReadOnlyList<Expression> Conditions) : TabularOperator("lookup")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        from options in OperatorOptions.Of("kind")
        from right in ExpressionParser.Table
        from keyword in Tokens.Word("on")
        from conditions in ExpressionParser.Scalar.SeparatedByCommas()
        select (TabularOperator)new LookupOperator(options.GetValueOrDefault("kind", "leftouter"), right, conditions);

    public override Relation Bind(Relation input, QueryContext query)
    {
        if (Kind is not ("leftouter" or "inner"))
        {
            throw SemanticError.NoOption(Name, "kind", Kind);
        }

        var right = TableBinder.Bind(Right, query, Name);
        var keys = JoinKeys.Bind(Conditions, input, right, Name);
        var pairs = new JoinedRows(input, right, keys).Pairs(Kind == "inner" ? JoinKind.Inner : JoinKind.LeftOuter).Watched(query.Token);

        var width = input.Columns.Count;
        int[] others = [.. Enumerable.Range(0, right.Columns.Count).Except(keys.OfRight)];
        int[] places = [.. Enumerable.Range(0, width), .. others.Select(place => width + place)];
        return input.Step(
            JoinOperator.BothColumns(input, others.Select(place => right.Columns[place])),
            pairs.Select(row => Array.ConvertAll(places, place => row[place]))
        );
    }
}
