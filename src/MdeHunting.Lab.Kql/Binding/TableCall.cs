using MdeHunting.Lab.Kql.Syntax;

namespace MdeHunting.Lab.Kql.Binding;

/// <summary>Calls that stand for a table: <c>table("Name")</c>, <c>materialize(...)</c>, and those of the query's own functions.</summary>
internal static class TableCall
{
    public static bool IsKnown(string function) => function is "table" or "materialize";

    public static Relation Bind(Expression.Call call, QueryContext query, string? operatorName)
    {
        if (query.Find(call.Function) is LetValue.Function function)
        {
            return function.IsTable ? FunctionBinder.BindTable(function, call.Arguments, query) : throw SemanticError.NotTable();
        }

        return call.Function switch
        {
            "table" => Named(call, query, operatorName),
            "materialize" => Materialize(call, query),
            _ => throw SemanticError.NoFunction(call.Function),
        };
    }

    // Only the database's tables: a let is no table of that name.
    private static Relation Named(Expression.Call call, QueryContext query, string? operatorName)
    {
        if (call.Arguments.Count != 1)
        {
            throw SemanticError.WrongArgumentCount(call.Function, 1, 1);
        }

        var name = new ExpressionBinder(query, call.Function, []).Bind(call.Arguments[0]);
        if (name.Type != KqlType.String || !name.IsConstant)
        {
            throw SemanticError.WrongArguments(call.Function, [name.Type]);
        }

        return TableBinder.FindInDatabase((string)name.Value!, query) ?? throw SemanticError.NoTable((string)name.Value!, operatorName);
    }

    private static Relation Materialize(Expression.Call call, QueryContext query)
    {
        if (call.Arguments.Count != 1)
        {
            throw SemanticError.WrongArgumentCount(call.Function, 1, 1);
        }

        var table = TableBinder.Bind(call.Arguments[0], query);
        var rows = new StackSafeLazy<object?[][]>(() => [.. table.Rows]);
        return table.Step(Read());

        IEnumerable<object?[]> Read()
        {
            foreach (var row in rows.Value)
            {
                yield return row;
            }
        }
    }
}
