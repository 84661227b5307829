using MdeHunting.Lab.Kql.Syntax;

namespace MdeHunting.Lab.Kql.Binding;

/// <summary>Tells, before anything is bound, whether an expression stands for a table or for a value.</summary>
internal static class Tabularity
{
    private static readonly LetValue AnyTable = new LetValue.Table(new Relation([], []));
    private static readonly LetValue AnyValue = new LetValue.Value(Scalar.Constant(KqlType.Dynamic, null));

    public static bool Of(Expression expression, QueryContext query) =>
        expression switch
        {
            Expression.Pipeline or Expression.Generated => true,
            Expression.Name name => query.Find(name.Text) switch
            {
                null => query.Database.Tables.ContainsKey(name.Text),
                LetValue.Value => false,
                LetValue.Function function => function.IsTable,
                _ => true,
            },
            Expression.Call call => query.Find(call.Function) is LetValue.Function function ? function.IsTable : TableCall.IsKnown(call.Function),
            _ => false,
        };

    public static bool OfBody(Expression.Lambda lambda, QueryContext scope)
    {
        foreach (var parameter in lambda.Parameters)
        {
            scope = scope.With(parameter.Name, parameter.IsTable ? AnyTable : AnyValue);
        }

        foreach (var statement in lambda.Body)
        {
            if (statement.Name is null)
            {
                return Of(statement.Value, scope);
            }

            scope = scope.With(
                statement.Name,
                statement.Value is Expression.Lambda inner ? new LetValue.Function(statement.Name, inner, scope)
                    : Of(statement.Value, scope) ? AnyTable
                    : AnyValue
            );
        }

        return false;
    }
}
