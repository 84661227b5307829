using MdeHunting.Lab.Kql.Syntax;

namespace MdeHunting.Lab.Kql.Sources;

/// <summary>The names in an expression of one row's values.</summary>
internal static class QueryNames
{
    /// <summary>All of them, each once.</summary>
    public static HashSet<string> In(Expression expression)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<Expression>([expression]);
        while (open.TryPop(out var next))
        {
            if (next is Expression.Name name)
            {
                names.Add(name.Text);
            }

            foreach (var part in Parts(next))
            {
                open.Push(part);
            }
        }

        return names;
    }

    private static IEnumerable<Expression> Parts(Expression expression) =>
        expression switch
        {
            Expression.Member member => [member.Target],
            Expression.Element element => [element.Target, element.Key],
            Expression.Call call => call.Arguments,
            Expression.Negate negate => [negate.Operand],
            Expression.Binary binary => [binary.Left, binary.Right],
            Expression.Logical logical => logical.Operands,
            Expression.InList list => [list.Operand, .. list.Items],
            Expression.Between between => [between.Operand, between.Low, between.High],
            _ => [],
        };
}
