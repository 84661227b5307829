using System.Runtime.CompilerServices;
using MdeHunting.Lab.Kql.Functions;
using MdeHunting.Lab.Kql.Syntax;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Binding;

/// <summary>Looks up the names in expressions, checks their types, and makes each something that can be evaluated for a row.</summary>
internal class ExpressionBinder(QueryContext query, string? operatorName, IReadOnlyList<KqlColumn> columns)
{
    private readonly Dictionary<string, int> _ordinals = OrdinalsOf(columns);

    /// <summary>Where functions that look at the rows around one find them; null where rows are in no order, or none are at hand.</summary>
    public RowWindows? Windows { get; init; }

    public Scalar Bind(Expression expression)
    {
        // Long sums nest to the left, one level for each term.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw SemanticError.TooComplex();
        }

        return expression switch
        {
            Expression.Literal literal => Scalar.Constant(literal.Type, literal.Value),
            Expression.Name name => BindName(name.Text),
            Expression.Member member => BindMember(Bind(member.Target), member.Key),
            Expression.Element element => BindElement(Bind(element.Target), Bind(element.Key)),
            Expression.Call call => BindCall(call),
            Expression.Negate negate => ArithmeticOperators.Negate(Bind(negate.Operand)),
            Expression.Binary binary => binary.Operator.Bind(Bind(binary.Left), Bind(binary.Right), query),
            Expression.Logical logical => BindLogical(logical),
            Expression.InList list => list.Operator.Bind(Bind(list.Operand), [.. list.Items.Select(BindListItem)]),
            Expression.Between between => BindBetween(between),
            Expression.Star => throw SemanticError.StarNotAllowed(),
            _ => throw SemanticError.NotScalar(),
        };
    }

    /// <summary>Binds a test that decides whether a row counts.</summary>
    public Func<object?[], bool> BindCondition(Expression expression)
    {
        var condition = Bind(expression);
        var evaluate = condition.Evaluate;
        return condition.Type switch
        {
            KqlType.Bool => row => evaluate(row) is true,
            KqlType.Dynamic => row => Conversions.ToBool(evaluate(row)) == true,
            _ => throw SemanticError.NotOfType(operatorName ?? "where", KqlType.Bool),
        };
    }

    protected virtual Scalar BindName(string name)
    {
        if (_ordinals.TryGetValue(name, out var ordinal))
        {
            return Scalar.Cell(columns[ordinal].Type, ordinal);
        }

        return query.Find(name) switch
        {
            LetValue.Value value => value.Scalar,
            LetValue.Function { IsTable: false } own => FunctionBinder.BindScalar(own, [], query, operatorName, Bind),
            not null => throw SemanticError.NotScalar(),
            _ => throw SemanticError.NoColumn(name, operatorName),
        };
    }

    protected virtual Scalar BindCall(Expression.Call call)
    {
        if (query.Find(call.Function) is LetValue.Function own)
        {
            return FunctionBinder.BindScalar(own, call.Arguments, query, operatorName, Bind);
        }

        if (call.Function == "toscalar")
        {
            return BindToScalar(call);
        }

        if (call.Function is "column_ifexists" or "columnifexists" && call.Arguments is [Expression.Literal { Value: string name }, var otherwise])
        {
            return Bind(_ordinals.ContainsKey(name) ? new Expression.Name(name) : otherwise);
        }

        if (call.Arguments is [.., Expression.Call { Function: "typeof", Arguments: [Expression.Name type] }])
        {
            return BindTyped(call, type.Text);
        }

        if (WindowFunctionTable.All.TryGetValue(call.Function, out var window))
        {
            return window.Bind([.. call.Arguments.Select(Bind)], Windows ?? throw SemanticError.NotSerialized(call.Function), query);
        }

        if (FunctionTable.All.TryGetValue(call.Function, out var function))
        {
            return function.Bind([.. call.Arguments.Select(Bind)], query);
        }

        throw AggregateTable.All.ContainsKey(call.Function) ? SemanticError.AggregateNotAllowed(call.Function) : SemanticError.NoFunction(call.Function);
    }

    // A column goes before a table of its name.
    private bool IsTable(Expression expression) =>
        !(expression is Expression.Name name && _ordinals.ContainsKey(name.Text)) && Tabularity.Of(expression, query);

    private ListItem BindListItem(Expression item) =>
        IsTable(item) ? ListItem.Of(TableBinder.Bind(item, query.WithoutRow(), operatorName)) : ListItem.Of(Bind(item));

    private Scalar BindToScalar(Expression.Call call)
    {
        if (call.Arguments.Count != 1)
        {
            throw SemanticError.WrongArgumentCount(call.Function, 1, 1);
        }

        if (!IsTable(call.Arguments[0]))
        {
            return Bind(call.Arguments[0]);
        }

        var table = TableBinder.Bind(call.Arguments[0], query.WithoutRow(), operatorName);
        var type = table.Columns.Count > 0 ? table.Columns[0].Type : throw SemanticError.NotScalar();
        return Scalar.Deferred(type, () => table.Rows.FirstOrDefault() is { } row ? row[0] : Scalar.NullOf(type));
    }

    // A type at the end says what the result is made.
    private Scalar BindTyped(Expression.Call call, string typeName)
    {
        var untyped = Bind(call with { Arguments = [.. call.Arguments.SkipLast(1)] });
        if (!TypeNames.All.TryGetValue(typeName, out var type))
        {
            throw SemanticError.NoType(typeName);
        }

        var value = untyped.Evaluate;
        return Scalar.Computed(type, [untyped], row => Conversions.To(type, value(row)));
    }

    // Columns of a join can share a name until it renames them; the first one then keeps it.
    private static Dictionary<string, int> OrdinalsOf(IReadOnlyList<KqlColumn> columns)
    {
        var ordinals = new Dictionary<string, int>(columns.Count, StringComparer.Ordinal);
        for (var i = 0; i < columns.Count; i++)
        {
            ordinals.TryAdd(columns[i].Name, i);
        }

        return ordinals;
    }

    private static Scalar BindMember(Scalar target, string key)
    {
        if (target.Type != KqlType.Dynamic)
        {
            throw SemanticError.NotDynamic();
        }

        var evaluate = target.Evaluate;
        return Scalar.Computed(KqlType.Dynamic, [target], row => Dynamics.Member(evaluate(row), key));
    }

    private static Scalar BindElement(Scalar target, Scalar key)
    {
        if (target.Type != KqlType.Dynamic)
        {
            throw SemanticError.NotDynamic();
        }

        var (value, at) = (target.Evaluate, key.Evaluate);
        return key.Type switch
        {
            KqlType.String => Scalar.Computed(KqlType.Dynamic, [target, key], row => Dynamics.Member(value(row), (string)at(row)!)),
            KqlType.Long or KqlType.Int => Scalar.Computed(
                KqlType.Dynamic,
                [target, key],
                row => Conversions.ToLong(at(row)) is { } index ? Dynamics.Element(value(row), index) : null
            ),
            _ => throw SemanticError.OperatorNotDefined("[]", target.Type, key.Type),
        };
    }

    // One value decides, else null makes the result unknown.
    private Scalar BindLogical(Expression.Logical logical)
    {
        var operands = logical.Operands.Select(Bind).ToArray();
        foreach (var operand in operands)
        {
            if (!TypeSet.Condition.Contains(operand.Type))
            {
                throw SemanticError.OperatorNotDefined(logical.IsAnd ? "and" : "or", operand.Type);
            }
        }

        var tests = operands.Select(operand => operand.Evaluate).ToArray();
        var decider = !logical.IsAnd;
        return Scalar.Computed(
            KqlType.Bool,
            operands,
            row =>
            {
                var isUnknown = false;
                foreach (var test in tests)
                {
                    var known = Conversions.ToBool(test(row));
                    if (known == decider)
                    {
                        return Boxed.Of(decider);
                    }

                    isUnknown |= known is null;
                }

                return isUnknown ? null : Boxed.Of(!decider);
            }
        );
    }

    private Scalar BindBetween(Expression.Between between)
    {
        var (operand, low, high) = (Bind(between.Operand), Bind(between.Low), Bind(between.High));

        // A moment may lie between another moment and so much later.
        if (operand.Type == KqlType.DateTime && low.Type == KqlType.DateTime && high.Type == KqlType.TimeSpan)
        {
            high = BinaryOperatorTable.All["+"].Bind(low, high, query);
        }

        var isAbove = Comparison.Order(operand.Type, low.Type) ?? throw SemanticError.CannotCompare(operand.Type, low.Type);
        var isBelow = Comparison.Order(operand.Type, high.Type) ?? throw SemanticError.CannotCompare(operand.Type, high.Type);
        var (value, from, to) = (operand.Evaluate, low.Evaluate, high.Evaluate);
        return Scalar.Computed(
            KqlType.Bool,
            [operand, low, high],
            row =>
            {
                if (value(row) is not { } sought || from(row) is not { } least || to(row) is not { } most)
                {
                    return null;
                }

                return Boxed.Of((isAbove(sought, least) >= 0 && isBelow(sought, most) <= 0) != between.IsNegated);
            }
        );
    }
}
