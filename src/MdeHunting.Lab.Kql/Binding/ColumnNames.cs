using MdeHunting.Lab.Kql.Functions;
using MdeHunting.Lab.Kql.Syntax;

namespace MdeHunting.Lab.Kql.Binding;

/// <summary>The names of the columns that an operator makes: given, inferred or numbered, and each only once.</summary>
internal sealed class ColumnNames
{
    private readonly Dictionary<string, int> _suffixes = new(StringComparer.Ordinal);

    /// <summary>The name that an expression has as a column where the query gives it none, or null for <c>Column1</c> and so on.</summary>
    public static string? Infer(Expression expression) =>
        expression switch
        {
            Expression.Name name => name.Text,
            Expression.Member member => Join(Infer(member.Target), member.Key),
            Expression.Element { Key: Expression.Literal { Value: string or long } key } element => Join(Infer(element.Target), key.Value.ToString()),
            Expression.Element element => Infer(element.Target),
            Expression.Call call => InferCall(call),
            _ => null,
        };

    /// <summary>Takes a name for the expression, which differs from all before.</summary>
    public string Take(NamedExpression item) => Take(item.Name ?? Infer(item.Value));

    /// <summary>Takes a name that differs from all before: the wanted one, or that with a number after it.</summary>
    public string Take(string? wanted)
    {
        var name = string.IsNullOrEmpty(wanted) ? "Column1" : wanted;
        if (_suffixes.TryAdd(name, 0))
        {
            return name;
        }

        var stem = string.IsNullOrEmpty(wanted) ? "Column" : wanted;
        string numbered;
        do
        {
            numbered = $"{stem}{++_suffixes[name]}";
        } while (!_suffixes.TryAdd(numbered, 0));

        return numbered;
    }

    private static string? InferCall(Expression.Call call)
    {
        var first = call.Arguments.Count > 0 ? Infer(call.Arguments[0]) : null;
        if (AggregateTable.All.TryGetValue(call.Function, out var aggregate))
        {
            return aggregate.Prefix.Length == 0 ? first : $"{aggregate.Prefix}_{first}";
        }

        if (!FunctionTable.All.TryGetValue(call.Function, out var function))
        {
            return null;
        }

        return function.Naming switch
        {
            ColumnNaming.FirstArgument => first,
            ColumnNaming.FunctionAndFirstArgument => $"{function.Name}_{first}",
            _ => null,
        };
    }

    private static string? Join(string? left, string? right) => left is null ? right : $"{left}_{right}";
}
