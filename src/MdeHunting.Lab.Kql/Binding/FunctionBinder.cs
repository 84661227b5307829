using MdeHunting.Lab.Kql.Functions;
using MdeHunting.Lab.Kql.Syntax;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Binding;

/// <summary>Binds calls of the query's own functions: the body, with the arguments in place of the parameters.</summary>
internal static class FunctionBinder
{
    /// <summary>Binds a call where a table is wanted.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">What it is given.</param>
    /// <param name="query">What the caller can see.</param>
    /// <param name="first">A table that is its first argument, before those, or null.</param>
    public static Relation BindTable(LetValue.Function function, IReadOnlyList<Expression> arguments, QueryContext query, Relation? first = null)
    {
        var body = Enter(function, arguments, query, new ExpressionBinder(query, function.Name, []).Bind, first);
        return TableBinder.Bind(function.Lambda.Body[^1].Value, body);
    }

    /// <summary>Binds a call where a value is wanted; the caller binds the arguments, which can depend on its row.</summary>
    public static Scalar BindScalar(
        LetValue.Function function,
        IReadOnlyList<Expression> arguments,
        QueryContext query,
        string? operatorName,
        Func<Expression, Scalar> bind
    )
    {
        if (function.IsTable)
        {
            throw SemanticError.NotScalar();
        }

        var body = Enter(function, arguments, query, bind, first: null);
        return new ExpressionBinder(body, operatorName, []).Bind(function.Lambda.Body[^1].Value);
    }

    private static QueryContext Enter(
        LetValue.Function function,
        IReadOnlyList<Expression> arguments,
        QueryContext query,
        Func<Expression, Scalar> bind,
        Relation? first
    )
    {
        query.CountStep();
        var parameters = function.Lambda.Parameters;
        var piped = first is null ? 0 : 1;
        var required = parameters.Count(parameter => parameter.Default is null);
        if (arguments.Count + piped > parameters.Count || arguments.Count + piped < required)
        {
            throw SemanticError.WrongArgumentCount(function.Name, required, parameters.Count);
        }

        var body = function.Scope;
        for (var i = 0; i < parameters.Count; i++)
        {
            LetValue given = parameters[i] switch
            {
                { IsTable: true } when i < piped => new LetValue.Table(Check(parameters[i], first!)),
                { IsTable: true } => new LetValue.Table(Check(parameters[i], TableBinder.Bind(arguments[i - piped], query.WithoutRow(), function.Name))),
                _ when i < piped => throw SemanticError.NotScalar(),
                var parameter when i - piped < arguments.Count => new LetValue.Value(Convert(function, parameter, bind(arguments[i - piped]))),
                var parameter => new LetValue.Value(
                    Convert(function, parameter, new ExpressionBinder(function.Scope, function.Name, []).Bind(parameter.Default!))
                ),
            };
            body = body.With(parameters[i].Name, given);
        }

        return LetBinder.Bind(function.Lambda.Body, body);
    }

    private static Relation Check(LambdaParameter parameter, Relation table)
    {
        foreach (var column in parameter.Columns!)
        {
            if (!table.Columns.Contains(column))
            {
                throw SemanticError.NoColumn(column.Name, operatorName: null);
            }
        }

        return table;
    }

    private static Scalar Convert(LetValue.Function function, LambdaParameter parameter, Scalar argument)
    {
        if (argument.Type == parameter.Type)
        {
            return argument;
        }

        if (parameter.Type != KqlType.Dynamic && KqlTypes.Widest(argument.Type, parameter.Type) is null)
        {
            throw SemanticError.WrongArguments(function.Name, [argument.Type]);
        }

        var value = argument.Evaluate;
        return Scalar.Computed(parameter.Type, [argument], row => Conversions.To(parameter.Type, value(row)));
    }
}
