using System.Runtime.CompilerServices;
using MdeHunting.Lab.Kql.Operators;
using MdeHunting.Lab.Kql.Syntax;

namespace MdeHunting.Lab.Kql.Binding;

/// <summary>Binds what stands for a table: a name, a call, an operator that makes one, or a pipeline over any of them.</summary>
internal static class TableBinder
{
    /// <summary>Binds an expression that must be a table.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="query">What the query can see.</param>
    /// <param name="operatorName">The operator that asks for it, for messages.</param>
    public static Relation Bind(Expression expression, QueryContext query, string? operatorName = null)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw SemanticError.TooComplex();
        }

        return expression switch
        {
            Expression.Pipeline pipeline => BindSteps(pipeline.Operators, Bind(pipeline.Source, query, pipeline.Operators[0].Name), query),
            Expression.Generated source => source.Table.Bind(query),
            Expression.Name name => Find(name.Text, query) ?? throw SemanticError.NoTable(name.Text, operatorName),
            Expression.Call call => TableCall.Bind(call, query, operatorName),
            _ => throw SemanticError.NotTable(),
        };
    }

    /// <summary>Binds operators one after the other. A name that <c>as</c> gives is known from there on.</summary>
    public static Relation BindSteps(IReadOnlyList<TabularOperator> steps, Relation input, QueryContext query)
    {
        foreach (var step in steps)
        {
            query.CountStep();
            input = step.Bind(input, query);
            if (step is AsOperator named)
            {
                query = query.With(named.Alias, new LetValue.Table(input));
            }
        }

        return input;
    }

    /// <summary>A table of the database; null where it has none of that name.</summary>
    public static Relation? FindInDatabase(string name, QueryContext query) =>
        query.Database.Tables.TryGetValue(name, out var table) ? new Relation(table.Columns, Scan(table.Rows, query.Token)) { TableName = table.Name } : null;

    // A let hides a table of its name.
    private static Relation? Find(string name, QueryContext query) =>
        query.Find(name) switch
        {
            LetValue.Table table => table.Relation,
            LetValue.Function { IsTable: true } view => FunctionBinder.BindTable(view, [], query),
            null => FindInDatabase(name, query),
            _ => null,
        };

    // Every row that a query handles comes from here or is watched where it is made, so this is where a cancelled query stops.
    private static IEnumerable<object?[]> Scan(IReadOnlyList<object?[]> rows, CancellationToken token)
    {
        const int BetweenChecks = 1024;
        for (var i = 0; i < rows.Count; i++)
        {
            if (i % BetweenChecks == 0)
            {
                token.ThrowIfCancellationRequested();
            }

            yield return rows[i];
        }
    }
}
