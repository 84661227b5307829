using MdeHunting.Lab.Kql.Functions;
using MdeHunting.Lab.Kql.Syntax;

namespace MdeHunting.Lab.Kql.Binding;

/// <summary>
/// Binds expressions over aggregates, such as <c>sum(X) / count()</c>. Each aggregate gets a place in a row of the group's results;
/// the expressions around it are evaluated over that row.
/// </summary>
/// <param name="query">What the query can see.</param>
/// <param name="operatorName">The operator, for messages.</param>
/// <param name="input">The columns that are summarized.</param>
/// <param name="groupedBy">Those of them that the groups are made by, which <c>*</c> leaves out.</param>
internal sealed class AggregateBinder(QueryContext query, string operatorName, IReadOnlyList<KqlColumn> input, IReadOnlySet<string> groupedBy)
    : ExpressionBinder(query, operatorName, [])
{
    private readonly ExpressionBinder _rows = new(query, operatorName, input);
    private readonly List<Aggregate> _aggregates = [];

    public IReadOnlyList<Aggregate> Aggregates => _aggregates;

    /// <summary>How many places the results of a group take.</summary>
    public int Width { get; private set; }

    /// <summary>Binds an item of a summary: one column, or as many as the aggregate that it is makes.</summary>
    public IEnumerable<(KqlColumn Column, Scalar Value)> BindItem(NamedExpression item)
    {
        if (item.Value is Expression.Call call && AggregateTable.All.TryGetValue(call.Function, out var function))
        {
            var first = Width;
            return AddAggregate(function, call).Columns.Select((column, i) => (column, Scalar.Cell(column.Type, first + i)));
        }

        var before = Width;
        var value = Bind(item.Value);
        if (Width == before)
        {
            throw SemanticError.NotAnAggregate();
        }

        return [(new KqlColumn(ColumnNames.Infer(item.Value) ?? string.Empty, value.Type), value)];
    }

    protected override Scalar BindName(string name) => input.Any(column => column.Name == name) ? throw SemanticError.NotAnAggregate() : base.BindName(name);

    protected override Scalar BindCall(Expression.Call call)
    {
        if (!AggregateTable.All.TryGetValue(call.Function, out var function))
        {
            return base.BindCall(call);
        }

        var place = Width;
        return Scalar.Cell(AddAggregate(function, call).Columns[0].Type, place);
    }

    private Aggregate AddAggregate(AggregateFunction function, Expression.Call call)
    {
        var arguments = new List<(string? Name, Scalar Value)>();
        foreach (var argument in call.Arguments)
        {
            if (argument is Expression.Star && function.TakesStar)
            {
                arguments.AddRange(OtherColumns([.. groupedBy, .. arguments.Select(known => known.Name)]));
            }
            else
            {
                arguments.Add((ColumnNames.Infer(argument), _rows.Bind(argument)));
            }
        }

        var aggregate = function.Bind(new AggregateCall(ColumnNames.Infer(call) ?? string.Empty, arguments));
        _aggregates.Add(aggregate);
        Width += aggregate.Columns.Count;
        return aggregate;
    }

    private IEnumerable<(string? Name, Scalar Value)> OtherColumns(HashSet<string?> known) =>
        input.Where(column => !known.Contains(column.Name)).Select(column => ((string?)column.Name, _rows.Bind(new Expression.Name(column.Name))));
}
