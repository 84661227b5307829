using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary>
/// <c>join</c>: rows of two tables that have equal keys. The right table's columns come after the left's, with a number where a name is taken.
/// </summary>
internal sealed record JoinOperator(string Kind, Expression Right, IReadOnlyList<Expression> Conditions) : TabularOperator("join")
{
    private static readonly IReadOnlyDictionary<string, JoinKind> Kinds = new Dictionary<string, JoinKind>(StringComparer.Ordinal)
    {
        ["innerunique"] = JoinKind.InnerUnique,
        ["inner"] = JoinKind.Inner,
        ["leftouter"] = JoinKind.LeftOuter,
        ["rightouter"] = JoinKind.RightOuter,
        ["fullouter"] = JoinKind.FullOuter,
        ["leftsemi"] = JoinKind.LeftSemi,
        ["rightsemi"] = JoinKind.RightSemi,
        ["leftanti"] = JoinKind.LeftAnti,
        ["leftantisemi"] = JoinKind.LeftAnti,
        ["anti"] = JoinKind.LeftAnti,
        ["rightanti"] = JoinKind.RightAnti,
        ["rightantisemi"] = JoinKind.RightAnti,
    };

    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        from options in OperatorOptions.Of("kind")
        from right in ExpressionParser.Table
        from keyword in Tokens.Word("on")
        from conditions in ExpressionParser.Scalar.SeparatedByCommas()
        select (TabularOperator)new JoinOperator(options.GetValueOrDefault("kind", "innerunique"), right, conditions);

    public override Relation Bind(Relation input, QueryContext query)
    {
        if (!Kinds.TryGetValue(Kind, out var kind))
        {
            throw SemanticError.NoOption(Name, "kind", Kind);
        }

        var right = TableBinder.Bind(Right, query, Name);
        var rows = new JoinedRows(input, right, JoinKeys.Bind(Conditions, input, right, Name));
        return kind switch
        {
            JoinKind.LeftSemi or JoinKind.LeftAnti => new(input.Columns, rows.OfLeft(kind == JoinKind.LeftSemi)),
            JoinKind.RightSemi or JoinKind.RightAnti => new(right.Columns, rows.OfRight(kind == JoinKind.RightSemi)),
            _ => new(BothColumns(input, right.Columns), rows.Pairs(kind).Watched(query.Token)),
        };
    }

    /// <summary>The columns of one table and then of another, each name once.</summary>
    public static IReadOnlyList<KqlColumn> BothColumns(Relation left, IEnumerable<KqlColumn> right)
    {
        var names = new ColumnNames();
        return [.. left.Columns.Concat(right).Select(column => column with { Name = names.Take(column.Name) })];
    }
}
