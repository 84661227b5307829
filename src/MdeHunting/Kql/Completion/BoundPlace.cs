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
    private readonly List<string> _parameters = [];
    private readonly BoundQuery _bound;

    /// <summary>Reads the beginning of a query.</summary>
    public BoundPlace(TokenTree query, IReadOnlyList<KnownTable> tables)
    {
        _bound = QueryBinder.Bind(KqlParser.Parse(query), TableRows.Of(tables));
        KqlNodes.Visit(
            _bound.Parsed.Statements,
            (node, _) =>
            {
                switch (node)
                {
                    case StepNode step:
                        _steps[step.Start] = step;
                        break;
                    case LambdaNode lambda when lambda.End == query.Whole.End && query.Unpaired >= 0:
                        _parameters.AddRange(lambda.Parameters.Select(parameter => parameter.Name));
                        break;
                }
            }
        );
    }

    /// <summary>The parameters of the functions in whose bodies the place is.</summary>
    public IReadOnlyList<string> Parameters => _parameters;

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

    /// <summary>The columns that the operator gets that begins with a token; null where they are not known.</summary>
    public IReadOnlyList<KnownColumn>? Columns(int start) =>
        _steps.TryGetValue(start, out var step) && _bound.RowsAhead(step) is { IsOpen: false } rows ? Known(rows) : null;

    private static List<KnownColumn> Known(RowType rows) => [.. rows.Columns.Select(column => new KnownColumn(column.Name, KqlTypes.NameOf(column.Type)))];
}
