using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary>
/// <c>mv-apply X on (...)</c>: a pipeline over the parts of each row's array. Its rows come out behind the row's other columns, which it can also see.
/// An array without parts is a table without rows.
/// </summary>
internal sealed record MvApplyOperator(string? Index, IReadOnlyList<ExpandItem> Items, Expression? Limit, IReadOnlyList<TabularOperator> Steps)
    : TabularOperator("mv-apply")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        from options in OperatorOptions.Of("with_itemindex")
        from items in ExpandItem.Parser.SeparatedByCommas()
        from limit in ExpandItem.Limit
        from keyword in Tokens.Word("on")
        from steps in OperatorParser.Subquery
        select (TabularOperator)new MvApplyOperator(options.GetValueOrDefault("with_itemindex"), items, limit, steps);

    public override Relation Bind(Relation input, QueryContext query)
    {
        var expansion = Expansion.Bind(Items, bagsAreArrays: false, Limit, input, query, Name);
        KqlColumn[] columns = Index is null ? [.. expansion.Columns] : [.. expansion.Columns, new KqlColumn(Index, KqlType.Long)];

        var parts = new SubqueryInput();
        var outer = new object?[]?[1];
        var result = TableBinder.BindSteps(Steps, parts.Relation(columns, isSerialized: true), WithRow(query.WithoutRow(), input, outer));

        int[] kept = [.. Enumerable.Range(0, input.Columns.Count).Where(place => !expansion.Places.Contains(place))];
        var names = new ColumnNames();
        KqlColumn[] all =
        [
            .. kept.Select(place => input.Columns[place]).Concat(result.Columns).Select(column => column with { Name = names.Take(column.Name) }),
        ];
        return new(
            all,
            input
                .Rows.SelectMany(row =>
                {
                    outer[0] = row;
                    return parts.Run(Number(expansion.Expand(row)), result).Select(applied => (object?[])[.. kept.Select(place => row[place]), .. applied]);
                })
                .Watched(query.Token)
        );
    }

    // Inside, a column of the row is a value that changes with the row.
    private static QueryContext WithRow(QueryContext query, Relation input, object?[]?[] outer)
    {
        for (var i = 0; i < input.Columns.Count; i++)
        {
            var place = i;
            query = query.With(input.Columns[i].Name, new LetValue.Value(Scalar.Varying(input.Columns[i].Type, _ => outer[0]![place])));
        }

        return query;
    }

    private IEnumerable<object?[]> Number(IEnumerable<object?[]> parts) => Index is null ? parts : parts.Select((cells, i) => (object?[])[.. cells, (long)i]);
}
