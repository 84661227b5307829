using MdeHunting.Lab.Kql.Syntax;

namespace MdeHunting.Lab.Kql.Binding;

/// <summary>Binds what stands for a table: a name, or a pipeline over one.</summary>
internal static class TableBinder
{
    private const int RowsBetweenChecks = 1024;

    /// <summary>Binds an expression that must be a table.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="query">What the query can see.</param>
    /// <param name="operatorName">The operator that asks for it, for messages.</param>
    public static Relation Bind(Expression expression, QueryContext query, string? operatorName = null) => expression switch
    {
        Expression.Pipeline pipeline => pipeline.Operators.Aggregate(
            Bind(pipeline.Source, query, pipeline.Operators[0].Name),
            (input, step) => step.Bind(input, query)),
        Expression.Name name => Find(name.Text, query) ?? throw SemanticError.NoTable(name.Text, operatorName),
        Expression.Call call => throw SemanticError.NoFunction(call.Function),
        _ => throw SemanticError.NotTable(),
    };

    /// <summary>Binds the right side of a <c>let</c>, which may be a table or a value.</summary>
    public static LetValue BindLet(Expression expression, QueryContext query)
    {
        if (expression is Expression.Name name)
        {
            return query.Find(name.Text)
                ?? new LetValue.Table(Find(name.Text, query) ?? throw SemanticError.NoTable(name.Text));
        }

        return expression is Expression.Pipeline
            ? new LetValue.Table(Bind(expression, query))
            : new LetValue.Value(new ExpressionBinder(query, operatorName: null, []).Bind(expression));
    }

    // A let hides a table of its name.
    private static Relation? Find(string name, QueryContext query) => query.Find(name) switch
    {
        LetValue.Table table => table.Relation,
        LetValue.Value => null,
        _ => query.Database.Tables.TryGetValue(name, out var table) ? new Relation(table.Columns, Scan(table.Rows, query.Token)) : null,
    };

    // Every row that a query handles comes through here, so this is where a cancelled query stops.
    private static IEnumerable<object?[]> Scan(IReadOnlyList<object?[]> rows, CancellationToken token)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (i % RowsBetweenChecks == 0)
                token.ThrowIfCancellationRequested();
            yield return rows[i];
        }
    }
}
