using MdeHunting.Kql.Structure;
using MdeHunting.Schema;

namespace MdeHunting.Kql.Reading;

/// <summary>
/// Reads a query for what it reads, without understanding all of KQL: its statements, the sources and operators of its pipelines, the calls and subqueries of
/// its expressions. What is not on a list of the known is an obstacle, so that the doubtful is refused and never guessed.
/// </summary>
internal sealed class QueryReader
{
    private readonly QueryFindings _findings;
    private readonly SourceReader _sources;
    private readonly OperatorReader _operators;

    private QueryReader(KqlStructure query, TimeColumns times)
    {
        Query = query;
        _findings = new QueryFindings(query);
        Expressions = new ExpressionReader(this, _findings);
        _sources = new SourceReader(this, _findings, times);
        _operators = new OperatorReader(this, _findings);
    }

    /// <summary>The query.</summary>
    public KqlStructure Query { get; }

    /// <summary>Reads expressions.</summary>
    public ExpressionReader Expressions { get; }

    /// <summary>Reads a query.</summary>
    public static QueryReading Read(string query, TimeColumns times)
    {
        var structure = KqlStructure.Of(new KqlText(query));
        var reader = new QueryReader(structure, times);
        if (structure.Unpaired >= 0)
        {
            reader._findings.CannotRead(structure.Unpaired, "it has no other half");
            return reader._findings.ToReading(TableFlow.Constant, null);
        }

        CountablePlace? countable = null;
        var result = reader.ReadStatements(structure.Whole, QueryScope.Empty, place => countable = place);
        if (result is null)
            reader._findings.CannotRead(structure.Whole.End - 1, "no statement before it gives rows; a semicolon may be missing");
        var rows = result ?? TableFlow.Constant;
        if (!rows.IsWindowed)
            reader._findings.NothingToSplit();
        return reader._findings.ToReading(rows, countable);
    }

    /// <summary>Reads rows: a source and its operators.</summary>
    public TableFlow ReadTable(KqlSpan span, QueryScope scope, Action<CountablePlace>? atCountable = null) =>
        _findings.Nested(span.Start, () => Query.IsGroup(span) ? ReadGroup(span, scope, atCountable) : ReadPipeline(span, scope, null, atCountable)) ?? TableFlow.Constant;

    /// <summary>Reads operators that begin with no source of their own, as those of <c>mv-apply</c> do.</summary>
    public TableFlow ReadOperators(KqlSpan span, QueryScope scope, TableFlow rows) =>
        _findings.Nested(span.Start, () => ReadPipeline(Inner(span), scope, rows, null)) ?? TableFlow.Constant;

    /// <summary>Whether a table of that name is known.</summary>
    public bool IsTableName(string name) => _sources.IsTableName(name);

    /// <summary>Whether a span gives rows and not a single value.</summary>
    public bool IsTable(KqlSpan span, QueryScope scope)
    {
        var inner = Inner(span);
        return !inner.IsEmpty && (Query.Split(inner, KqlTokenKind.Pipe).Count > 1 || _sources.IsSource(inner, scope));
    }

    /// <summary>Reads the statements of a query or of a function's body; gives the last one's rows, null where it is a single value.</summary>
    public TableFlow? ReadStatements(KqlSpan span, QueryScope scope, Action<CountablePlace>? atCountable = null)
    {
        TabularStatement? last = null;
        TableFlow? rows = null;
        foreach (var statement in KqlStatement.In(Query, span))
        {
            switch (statement)
            {
                case LetStatement let:
                    scope = scope.With(let.Name, Name(let, scope));
                    _findings.Named(let.Name, let.Span.Start + 1);
                    break;
                case DirectiveStatement directive:
                    _findings.Directive(directive);
                    break;
                case TabularStatement table:
                    if (last is not null)
                        _findings.CannotSplit(table.Span.Start, "A query of several results", "it gives several results", "Ask for one result at a time.");
                    last = table;
                    rows = ReadResult(table.Span, scope, atCountable);
                    break;
            }
        }

        return rows;
    }

    /// <summary>What stands within the parentheses that are all around a span.</summary>
    public KqlSpan Inner(KqlSpan span)
    {
        while (Query.IsGroup(span))
            span = Query.Inside(span.Start);
        return span;
    }

    /// <summary>The first token of a span that is no opening parenthesis: what it is named by.</summary>
    public int Beginning(KqlSpan span)
    {
        var place = span.Start;
        while (place < span.End - 1 && Query.KindAt(place) == KqlTokenKind.OpenParenthesis)
            place++;
        return place;
    }

    /// <summary>Whether a span is a name alone, in parentheses or not, that nothing is known of: a column, or else a table or a function.</summary>
    public bool IsUnknownName(KqlSpan span, QueryScope scope)
    {
        var inner = Inner(span);
        return inner.Count == 1 && Query.NameAt(inner.Start) is { } name && _sources.IsUnknown(name, scope);
    }

    // A function's body may end with a single value. There is no row here that a name could be a column of.
    private TableFlow? ReadResult(KqlSpan span, QueryScope scope, Action<CountablePlace>? atCountable)
    {
        if (atCountable is not null || IsTable(span, scope) || IsUnknownName(span, scope))
            return ReadTable(span, scope, atCountable);

        Expressions.Read(span, scope);
        return null;
    }

    private QueryName Name(LetStatement let, QueryScope scope)
    {
        if (let.Parameters is not { } span)
            return new QueryName(null, () => _findings.Nested(let.Value.Start, () => ReadResult(let.Value, scope, null)));

        scope = scope.Within();
        var parameters = new List<QueryParameter>();
        foreach (var parameter in Query.Split(span, KqlTokenKind.Comma))
        {
            if (Query.NameAt(parameter.Start) is not { } name)
                continue;

            // Rows: T:(*) or T:(Column:type, …). A value: x:type, or x:type = default.
            var isTable = Query.KindAt(parameter.Start + 2) == KqlTokenKind.OpenParenthesis;
            if (!isTable)
                Expressions.Read(parameter.From(parameter.Start + 1), scope);
            parameters.Add(new QueryParameter(name, isTable));
            scope = scope.With(name, new QueryName(null, () => isTable ? TableFlow.Constant : null));
            _findings.Named(name, parameter.Start);
        }

        return new QueryName(parameters, () => _findings.Nested(let.Value.Start, () => ReadStatements(let.Value, scope)));
    }

    private TableFlow ReadPipeline(KqlSpan span, QueryScope scope, TableFlow? rows, Action<CountablePlace>? atCountable)
    {
        var isCountable = atCountable is not null;
        foreach (var piece in Query.Split(span, KqlTokenKind.Pipe))
        {
            if (piece.IsEmpty)
            {
                _findings.CannotRead(piece.Start, "an operator is missing");
                continue;
            }

            rows = rows is null ? _sources.Read(piece, scope, _operators) : _operators.Read(piece, scope, rows);
            isCountable &= rows is { IsWindowed: true, Time: not null } && Query.TextAt(piece.Start) != "render";
            if (isCountable)
                atCountable!(new CountablePlace(Query.Text.Significant[piece.End - 1].End, rows.Time!));
        }

        return rows ?? TableFlow.Constant;
    }

    // Inside of parentheses no count could be added, but behind them.
    private TableFlow ReadGroup(KqlSpan span, QueryScope scope, Action<CountablePlace>? atCountable)
    {
        var rows = ReadPipeline(Inner(span), scope, null, null);
        if (rows is { IsWindowed: true, Time: { } time })
            atCountable?.Invoke(new CountablePlace(Query.Text.Significant[span.End - 1].End, time));
        return rows;
    }
}
