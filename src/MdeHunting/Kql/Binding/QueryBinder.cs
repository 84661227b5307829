using MdeHunting.Kql.Parsing;

namespace MdeHunting.Kql.Binding;

/// <summary>
/// Looks up the names of a query, and follows which columns its rows have from operator to operator. Where that cannot be seen, anything may be there: what it
/// finds wrong is wrong.
/// </summary>
internal sealed partial class QueryBinder
{
    // Functions that call each other twice double what is to be done with each.
    private const int MostSteps = 200_000;
    private const int MostCalls = 24;

    private readonly BoundQuery _bound;
    private readonly TableRows _tables;
    private readonly TokenTree _tokens;

    // Those that are being called: KQL has no recursion.
    private readonly Stack<LambdaNode> _calls = new();
    private int _left = MostSteps;

    // Bodies of functions are gone through again with each call, to see what comes out.
    private int _silent;

    private QueryBinder(ParsedQuery query, TableRows tables)
    {
        _bound = new BoundQuery(query);
        _tables = tables;
        _tokens = query.Tokens;
    }

    /// <summary>Looks up the names of a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="tables">The tables that there are.</param>
    public static BoundQuery Bind(ParsedQuery query, TableRows tables)
    {
        var binder = new QueryBinder(query, tables);
        var result = binder.Statements(query.Statements, new BindingScope(null), []);
        binder._bound.Result = result.Rows;
        return binder._bound;
    }

    private bool IsSilent => _silent > 0 || _left <= 0;

    // Whether there is time to look at one more piece.
    private bool Take()
    {
        if (_left <= 0)
        {
            _bound.IsWhole = false;
            return false;
        }

        _left--;
        return true;
    }

    private void Tell(BindProblemKind kind, KqlNode node, string name, RowType? rows = null) => Tell(kind, node.Start, node.End, name, rows);

    private void Tell(BindProblemKind kind, int start, int end, string name, RowType? rows = null) => Tell(new BindProblem(kind, start, end, name, rows));

    private void Tell(BindProblem problem)
    {
        // What follows a piece that could not be read may be anything.
        if (!IsSilent && !(_bound.Parsed.Fault is { } fault && problem.Start >= fault.Place))
        {
            _bound.Add(problem);
        }
    }

    private BoundValue Statements(IReadOnlyList<KqlStatementNode> statements, BindingScope scope, IReadOnlyList<KqlParameter> parameters)
    {
        var result = BoundValue.Unknown;
        var defined = new HashSet<string>(parameters.Select(parameter => parameter.Name), StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            foreach (var parameter in statement.Declared)
            {
                defined.Add(parameter.Name);
                scope.Set(parameter.Name, Declared(parameter));
            }

            if (statement.Name is { } given && !defined.Add(given.Name))
            {
                Tell(BindProblemKind.DefinedAgain, given, given.Name);
            }

            if (statement.Value is not { } value)
            {
                continue;
            }

            if (value is LambdaNode function)
            {
                Declare(function, scope);
            }

            var bound = value is LambdaNode lambda ? BoundValue.Of(lambda, scope) : Evaluate(value, scope);
            if (statement.Name is { } name)
            {
                scope.Set(name.Name, bound);
            }
            else
            {
                result = bound;
            }
        }

        return result;
    }

    private static BoundValue Declared(KqlParameter parameter) =>
        parameter.Columns is { } columns ? BoundValue.Of(Rows(columns, parameter.IsOpen))
        : parameter.Type == KqlDataType.Unknown ? BoundValue.Unknown
        : BoundValue.Of(parameter.Type);

    private static RowType Rows(IReadOnlyList<KqlParameter> columns, bool isOpen)
    {
        var rows = new RowType();
        foreach (var column in columns)
        {
            rows.Set(new BoundColumn(column.Name, column.Type));
        }

        return isOpen ? rows.Open() : rows;
    }

    // Looks at a function where it is defined, by what it says of its parameters.
    private void Declare(LambdaNode function, BindingScope around)
    {
        var scope = new BindingScope(around);
        foreach (var parameter in function.Parameters)
        {
            scope.Set(parameter.Name, Declared(parameter));
        }

        Statements(function.Body, scope, function.Parameters);
    }

    // What a function of the query's own gives.
    private BoundValue Call(BoundValue called, IReadOnlyList<KqlNode> arguments, RowContext context, RowType? piped, CallNode? call = null)
    {
        if (called.Function is not { } function || _calls.Count >= MostCalls || _calls.Contains(function) || !Take())
        {
            foreach (var argument in arguments)
            {
                Value(argument, context);
            }

            return BoundValue.Unknown;
        }

        var scope = new BindingScope(called.Around);
        var given = new List<KqlNode>();
        foreach (var argument in arguments)
        {
            if (argument is AssignNode { Names.Count: 1 } named)
            {
                scope.Set(named.Names[0].Name, Argument(named.Value, context));
                continue;
            }

            given.Add(argument);
        }

        if (call is not null)
        {
            Counted(function, call, given.Count + (piped is null ? 0 : 1), [.. arguments.OfType<AssignNode>()]);
        }

        var next = 0;
        for (var i = 0; i < function.Parameters.Count; i++)
        {
            var parameter = function.Parameters[i];
            if (piped is not null && i == 0)
            {
                scope.Set(parameter.Name, BoundValue.Of(piped));
                Needed(parameter, piped, call, call);
            }
            else if (next < given.Count)
            {
                var value = parameter.Columns is not null ? Evaluate(given[next], context.Scope) : Argument(given[next], context);
                Needed(parameter, value.Rows, given[next], call);
                scope.Set(parameter.Name, parameter.Columns is null && parameter.Type != KqlDataType.Unknown ? BoundValue.Of(parameter.Type) : value);
                next++;
            }
            else if (!scope.Names.Contains(parameter.Name) || scope.Find(parameter.Name) is null)
            {
                scope.Set(parameter.Name, Declared(parameter));
            }
        }

        for (; next < given.Count; next++)
        {
            Argument(given[next], context);
        }

        _calls.Push(function);
        _silent++;
        var result = Statements(function.Body, scope, function.Parameters);
        _silent--;
        _calls.Pop();
        return result;
    }

    // Whether a function of the query's own gets as many arguments as it has parameters.
    private void Counted(LambdaNode function, CallNode call, int given, IReadOnlyList<AssignNode> named)
    {
        var isShort = function.Parameters.Skip(given).Any(parameter => !parameter.IsOptional && !named.Any(one => one.Names[0].Name == parameter.Name));
        if (isShort || given + named.Count > function.Parameters.Count)
        {
            Tell(new BindProblem(BindProblemKind.ArgumentCount, call.Start, call.Start + 1, call.Name) { Signatures = [function.Signature(call.Name)] });
        }
    }

    // Whether the rows that a function gets have the columns that it names.
    private void Needed(KqlParameter parameter, RowType? rows, KqlNode? place, CallNode? call)
    {
        foreach (var column in rows is null || call is null ? [] : parameter.Columns ?? [])
        {
            if (!rows!.MayHave(column.Name))
            {
                Tell(
                    new BindProblem(BindProblemKind.UnknownColumn, place!.Start, ReferenceEquals(place, call) ? place.Start + 1 : place.End, column.Name, rows)
                    {
                        Function = call!.Name,
                    }
                );
            }
        }
    }

    private BoundValue Argument(KqlNode node, RowContext context) =>
        node is PipelineNode or StepNode ? Evaluate(node, context.Scope)
        : node is NameNode name && context.Rows?.Find(name.Name) is null && context.Scope.Find(name.Name) is { } known ? known
        : Value(node, context) is var type && type == KqlDataType.Unknown ? BoundValue.Unknown
        : BoundValue.Of(type);
}
