using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Functions;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>summarize</c>: one row for each group, groups in the order in which they first came. With no <c>by</c> there is always one.</summary>
internal sealed record SummarizeOperator(IReadOnlyList<NamedExpression> Items, IReadOnlyList<NamedExpression> Keys, string OperatorName = "summarize")
    : TabularOperator(OperatorName)
{
    private static readonly TokenListParser<SyntaxKind, NamedExpression[]> By = Tokens.Word("by").IgnoreThen(ExpressionParser.Named.SeparatedByCommas());

    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        OperatorOptions
            .Of()
            .IgnoreThen(
                By.Select(keys => (TabularOperator)new SummarizeOperator([], keys))
                    .Or(
                        from items in ExpressionParser.Named.SeparatedByCommas()
                        from keys in By.OptionalOrDefault([])
                        select (TabularOperator)new SummarizeOperator(items, keys)
                    )
            );

    public override Relation Bind(Relation input, QueryContext query)
    {
        var rows = new ExpressionBinder(query, Name, input.Columns);
        var names = new ColumnNames();
        var columns = new List<KqlColumn>();
        var keys = new List<Scalar>();
        foreach (var key in Keys)
        {
            var value = rows.Bind(key.Value);
            var column = new KqlColumn(names.Take(key), value.Type);
            if (value.Type == KqlType.Dynamic)
            {
                throw SemanticError.GroupKeyIsDynamic(column.Name);
            }

            keys.Add(value);
            columns.Add(column);
        }

        var groupedBy = Keys.Select(key => key.Value).OfType<Expression.Name>().Select(name => name.Text).ToHashSet(StringComparer.Ordinal);
        var binder = new AggregateBinder(query, Name, input.Columns, groupedBy);
        var results = new List<Scalar>();
        foreach (var item in Items)
        {
            var given = item.Name;
            foreach (var (column, value) in binder.BindItem(item))
            {
                columns.Add(new KqlColumn(names.Take(given ?? column.Name), column.Type));
                results.Add(value);

                // The name is the first column's; the others have their own.
                given = null;
            }
        }

        return new(columns, Groups(input.Rows, [.. keys], binder.Aggregates, binder.Width, [.. results]));
    }

    private static IEnumerable<object?[]> Groups(IEnumerable<object?[]> rows, Scalar[] keys, IReadOnlyList<Aggregate> aggregates, int width, Scalar[] results)
    {
        var groups = new Dictionary<object?[], IAccumulator[]>(new GroupKeyComparer());
        var order = new List<(object?[] Key, IAccumulator[] Group)>();
        if (keys.Length == 0)
        {
            Open([]);
        }

        // Most rows are of a group that is known: only a new one's key is kept.
        var key = new object?[keys.Length];
        foreach (var row in rows)
        {
            for (var i = 0; i < keys.Length; i++)
            {
                key[i] = keys[i].Evaluate(row);
            }

            if (!groups.TryGetValue(key, out var group))
            {
                group = Open([.. key]);
            }

            foreach (var accumulator in group)
            {
                accumulator.Add(row);
            }
        }

        foreach (var (known, group) in order)
        {
            yield return Finish(known, group);
        }

        IAccumulator[] Open(object?[] key)
        {
            var group = aggregates.Select(aggregate => aggregate.Start()).ToArray();
            groups.Add(key, group);
            order.Add((key, group));
            return group;
        }

        object?[] Finish(object?[] key, IAccumulator[] group)
        {
            var cells = new object?[width];
            var start = 0;
            for (var i = 0; i < group.Length; i++)
            {
                var count = aggregates[i].Columns.Count;
                group[i].Write(cells.AsSpan(start, count));
                start += count;
            }

            return [.. key, .. results.Select(result => result.Evaluate(cells))];
        }
    }
}
