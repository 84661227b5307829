using MdeHunting.Contract;
using MdeHunting.Kql.Binding;
using MdeHunting.Kql.Parsing;

namespace MdeHunting.Kql.Completion;

/// <summary>
/// What the beginning of a query says of the place behind it: the columns that an operator there gets, and the parameters of a function around it.
/// </summary>
internal sealed class BoundPlace
{
    private readonly Dictionary<int, StepNode> _steps = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<string, KqlSignature> _functions = new(StringComparer.Ordinal);
    private readonly BoundQuery _bound;
    private KqlNode? _operand;

    /// <summary>Reads the beginning of a query.</summary>
    /// <param name="query">The beginning.</param>
    /// <param name="opener">The token of the innermost bracket that is open; -1 where none is.</param>
    /// <param name="tables">The tables that there are.</param>
    public BoundPlace(TokenTree query, int opener, IReadOnlyList<KnownTable> tables)
    {
        _bound = QueryBinder.Bind(KqlParser.Parse(query), TableRows.Of(tables));
        Note(_bound.Parsed.Statements);
        KqlNodes.Visit(
            _bound.Parsed.Statements,
            (node, _) =>
            {
                if (node.End == query.Whole.End && node.Start > opener && node is not (PipelineNode or StepNode or LambdaNode or AssignNode or SuffixNode))
                {
                    _operand ??= node;
                }

                switch (node)
                {
                    case StepNode step:
                        _steps[step.Start] = step;
                        if (step is { Known.Rows: KqlRowEffect.Named, Items: [NameNode name] })
                        {
                            _names.Add(name.Name);
                        }

                        break;
                    case LambdaNode lambda:
                        Note(lambda.Body);
                        if (lambda.End == query.Whole.End && query.Unpaired >= 0)
                        {
                            _names.AddRange(lambda.Parameters.Select(parameter => parameter.Name));
                        }

                        break;
                }
            }
        );
    }

    /// <summary>The parameters of the query and of the functions in whose bodies the place is, and what rows are named by <c>as</c>.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The functions that the query defines.</summary>
    public IReadOnlyDictionary<string, KqlSignature> Functions => _functions;

    /// <summary>The tables whose column the operator that begins with a token gets; all of the query where that is not known.</summary>
    public IEnumerable<string> TablesOf(int start, string column) =>
        _steps.TryGetValue(start, out var step) && _bound.RowsAhead(step) is { } rows
            ? rows.Find(column) is { } own
                ? own.Table is { } table
                    ? [table]
                    : AllTables
                : rows.IsOpen
                    ? AllTables
                    : []
            : AllTables;

    private IEnumerable<string> AllTables => _bound.Tables.Select(one => one.Table.Name);

    /// <summary>The known columns of one side of the join that begins with a token.</summary>
    public IReadOnlyList<KnownColumn> Side(int start, bool isRight) =>
        _steps.TryGetValue(start, out var step) && (isRight ? _bound.RowsOnRight(step) : _bound.RowsAhead(step)) is { } rows ? Known(rows) : [];

    /// <summary>The columns that both sides of the join have that begins with a token, as far as the sides are known.</summary>
    public IEnumerable<KnownColumn> Keys(int start) =>
        !_steps.TryGetValue(start, out var step) || _bound.RowsOnRight(step) is not { } right || _bound.RowsAhead(step) is not { } left ? []
        : left.IsOpen && left.Columns.Count == 0 ? Known(right)
        : Known(left).Where(column => right.MayHave(column.Name));

    /// <summary>
    /// The columns that the operator gets that begins with a token, and those that it declares for its steps; null where none is known.
    /// </summary>
    public IReadOnlyList<KnownColumn>? Columns(int start) =>
        !_steps.TryGetValue(start, out var step) || _bound.RowsAhead(step) is not { } rows || rows is { IsOpen: true, Columns.Count: 0 } ? null
        : step.Known is { Rows: KqlRowEffect.Scanned }
            ? [.. Known(rows), .. step.Declared.Select(column => new KnownColumn(column.Name, KqlTypes.NameOf(column.Type)))]
        : Known(rows);

    /// <summary>What may follow the value that has just been read.</summary>
    public IEnumerable<CompletionItem> Infixes()
    {
        var operand = _operand;
        while (operand is ChainNode { Operators: [{ Kind: KqlInfixKind.Logic }, ..] } chain)
        {
            operand = chain.Operands[chain.Operands.Count - 1];
        }

        return operand is null ? KqlFacts.InfixesAfter(KqlDataType.Unknown)
            : operand is ChainNode { Operators: [{ Kind: not (KqlInfixKind.Sum or KqlInfixKind.Product) }, ..] } ? KqlFacts.LogicItems
            : KqlFacts.InfixesAfter(_bound.TypeOf(operand));
    }

    private void Note(IReadOnlyList<KqlStatementNode> statements)
    {
        foreach (var statement in statements)
        {
            _names.AddRange(statement.Declared.Select(parameter => parameter.Name));
            if (statement is { Name: { } name, Value: LambdaNode function })
            {
                _functions[name.Name] = function.Signature(name.Name);
            }
        }
    }

    private static List<KnownColumn> Known(RowType rows) => [.. rows.Columns.Select(column => new KnownColumn(column.Name, KqlTypes.NameOf(column.Type)))];
}
