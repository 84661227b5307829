using MdeHunting.Lab.Kql.Syntax;

namespace MdeHunting.Lab.Kql.Binding;

/// <summary>Binds what <c>let</c> statements give names to.</summary>
internal static class LetBinder
{
    /// <summary>What the last statement can see: what the first one can, and the names of all between.</summary>
    public static QueryContext Bind(IEnumerable<Statement> statements, QueryContext query)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            if (statement.Name is null)
            {
                break;
            }

            if (!names.Add(statement.Name))
            {
                throw SemanticError.NameTaken(statement.Name);
            }

            query = query.With(statement.Name, Bind(statement.Name, statement.Value, query));
        }

        return query;
    }

    private static LetValue Bind(string name, Expression value, QueryContext query)
    {
        if (value is Expression.Lambda lambda)
        {
            return new LetValue.Function(name, lambda, query);
        }

        if (value is Expression.Name other && query.Find(other.Text) is { } known and not LetValue.Function)
        {
            return known;
        }

        var isValue = value is Expression.Name own && query.Find(own.Text) is LetValue.Function { IsTable: false };
        return !isValue && (value is Expression.Name || Tabularity.Of(value, query))
            ? new LetValue.Table(TableBinder.Bind(value, query))
            : new LetValue.Value(new ExpressionBinder(query, operatorName: null, []).Bind(value));
    }
}
