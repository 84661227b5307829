using MdeHunting.Contract;
using MdeHunting.Kql.Parsing;

namespace MdeHunting.Kql.Binding;

/// <summary>A query whose names have been looked up: which column each is, of which type each value is, and which columns each operator gets.</summary>
internal sealed class BoundQuery
{
    private readonly Dictionary<KqlNode, BoundColumn> _columns = [];
    private readonly Dictionary<KqlNode, BoundValue> _values = [];
    private readonly Dictionary<KqlNode, RowType> _rows = [];
    private readonly Dictionary<StepNode, RowType> _rights = [];
    private readonly List<BindProblem> _problems = [];
    private readonly List<(KqlNode Place, KnownTable Table)> _tables = [];

    internal BoundQuery(ParsedQuery query) => Parsed = query;

    /// <summary>The query.</summary>
    public ParsedQuery Parsed { get; }

    /// <summary>What does not fit, in the order in which it was found.</summary>
    public IReadOnlyList<BindProblem> Problems => _problems;

    /// <summary>The columns of what the query returns; null where it returns no rows.</summary>
    public RowType? Result { get; internal set; }

    /// <summary>Whether all of it was looked at: a query may be made so that this would take too long.</summary>
    public bool IsWhole { get; internal set; } = true;

    /// <summary>The column that a name is; null where it is none that is known.</summary>
    public BoundColumn? ColumnOf(KqlNode node) => _columns.TryGetValue(node, out var column) ? column : null;

    /// <summary>The type of a value.</summary>
    public KqlDataType TypeOf(KqlNode node) => _values.TryGetValue(node, out var value) ? value.Type : KqlDataType.Unknown;

    /// <summary>The columns that an operator gets; null for a source, and where it was not reached.</summary>
    public RowType? RowsAhead(StepNode step) => _rows.TryGetValue(step, out var rows) ? rows : null;

    /// <summary>The columns of the right side of a join; null for any other operator, and where it was not reached.</summary>
    public RowType? RowsOnRight(StepNode step) => _rights.TryGetValue(step, out var rows) ? rows : null;

    /// <summary>The rows at each place of the query: what its operators get, what is on the right of a join, and what it returns.</summary>
    public IEnumerable<RowType> AllRows => _rows.Values.Concat(_rights.Values).Concat(Result is { } result ? [result] : []);

    internal void NoteRight(StepNode step, RowType rows) => _rights[step] = rows;

    internal void Note(KqlNode node, BoundColumn column) => _columns[node] = column;

    internal void Note(KqlNode node, BoundValue value) => _values[node] = value;

    internal void Note(StepNode step, RowType rows) => _rows[step] = rows;

    /// <summary>The tables that it names, each where it does.</summary>
    public IReadOnlyList<(KqlNode Place, KnownTable Table)> Tables => _tables;

    internal void Note(KqlNode node, KnownTable table) => _tables.Add((node, table));

    internal void Add(BindProblem problem) => _problems.Add(problem);
}
