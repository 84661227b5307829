using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Syntax;
using Superpower;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary><c>top N by X</c>: the first rows of a sort, without sorting the rest.</summary>
internal sealed record TopOperator(Expression Count, SortKey Key) : TabularOperator("top")
{
    public static TokenListParser<SyntaxKind, TabularOperator> Parser { get; } =
        from count in ExpressionParser.Scalar
        from keyword in Tokens.Word("by")
        from key in SortKey.Parser
        select (TabularOperator)new TopOperator(count, key);

    public override Relation Bind(Relation input, QueryContext query)
    {
        var count = TakeOperator.BindCount(Count, query, Name);
        var (values, comparer) = SortKey.Bind([Key], new ExpressionBinder(query, Name, input.Columns));
        return new(input.Columns, Top(input.Rows, count, values, comparer)) { IsSerialized = true };
    }

    // The heap holds the rows kept so far, the one to go next on top. The row's number keeps equal rows as they were.
    private static IEnumerable<object?[]> Top(IEnumerable<object?[]> rows, int count, Func<object?[], object?[]> values, IComparer<object?[]> comparer)
    {
        if (count == 0)
        {
            yield break;
        }

        var order = Comparer<(object?[] Key, long Number)>.Create(
            (x, y) => comparer.Compare(x.Key, y.Key) is not 0 and var byKey ? byKey : x.Number.CompareTo(y.Number)
        );
        var kept = new PriorityQueue<object?[], (object?[] Key, long Number)>(Comparer<(object?[] Key, long Number)>.Create((x, y) => order.Compare(y, x)));
        var number = 0L;
        foreach (var row in rows)
        {
            var place = (values(row), number++);
            if (kept.Count < count)
            {
                kept.Enqueue(row, place);
            }
            else
            {
                kept.EnqueueDequeue(row, place);
            }
        }

        var sorted = new object?[kept.Count][];
        for (var i = sorted.Length - 1; i >= 0; i--)
        {
            sorted[i] = kept.Dequeue();
        }

        foreach (var row in sorted)
        {
            yield return row;
        }
    }
}
