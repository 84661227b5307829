using MdeHunting.Tables;

namespace MdeHunting.Kql.Analysis;

/// <summary>
/// Reads a query for what it reads, without understanding all of KQL: its statements, the sources and operators of its pipelines, the calls and subqueries of
/// its expressions. What is not on a list of the known stands against it, so that the doubtful is refused and never guessed.
/// </summary>
internal sealed class QueryAnalyzer
{
    private readonly DiagnosticBag _diagnostics;
    private readonly List<(LetStatement Let, QueryName Meaning)> _lets = [];
    private readonly SourceAnalyzer _sources;
    private readonly OperatorAnalyzer _operators;

    // as hint.materialized=true Name: so many tokens between the word and the name.
    private const int MostOptions = 16;

    private QueryAnalyzer(TokenTree query, TimeColumns times)
    {
        Query = query;
        _diagnostics = new DiagnosticBag(query);
        Expressions = new ExpressionAnalyzer(this, _diagnostics);
        _sources = new SourceAnalyzer(this, _diagnostics, times);
        _operators = new OperatorAnalyzer(this, _diagnostics);
    }

    /// <summary>The query.</summary>
    public TokenTree Query { get; }

    /// <summary>Reads expressions.</summary>
    public ExpressionAnalyzer Expressions { get; }

    /// <summary>Reads a query.</summary>
    public static QueryAnalysis Read(string query, TimeColumns times) => Read(TokenTree.Of(new SourceText(query)), times);

    /// <summary>Reads a query that has been cut into tokens.</summary>
    public static QueryAnalysis Read(TokenTree structure, TimeColumns times)
    {
        var analyzer = new QueryAnalyzer(structure, times);
        if (structure.Unpaired >= 0)
        {
            analyzer._diagnostics.CannotRead(structure.Unpaired, "its closing or opening counterpart is missing");
            return analyzer._diagnostics.ToAnalysis(RowsetInfo.Constant, null);
        }

        CountablePlace? countable = null;
        var result = analyzer.ReadStatements(structure.Whole, QueryScope.Empty, place => countable = place);
        if (result is null)
        {
            analyzer._diagnostics.CannotRead(structure.Whole.End - 1, "no statement before it returns rows; a semicolon might be missing");
        }

        var rows = result ?? RowsetInfo.Constant;
        analyzer._diagnostics.Used(rows.Sources);
        analyzer.ReadWhatIsNamedSomewhere();
        analyzer.RefuseNamesOfTwoThings();
        if (!rows.IsWindowed)
        {
            analyzer._diagnostics.NothingToSplit();
        }

        return analyzer._diagnostics.ToAnalysis(rows, countable);
    }

    /// <summary>Reads rows: a source and its operators.</summary>
    public RowsetInfo ReadTable(TokenRange span, QueryScope scope, Action<CountablePlace>? atCountable = null) =>
        _diagnostics.Nested(span.Start, () => Query.IsGroup(span) ? ReadGroup(span, scope, atCountable) : ReadPipeline(span, scope, null, atCountable))
        ?? RowsetInfo.Constant;

    /// <summary>Reads operators that begin with no source of their own, as those of <c>mv-apply</c> do.</summary>
    public RowsetInfo ReadOperators(TokenRange span, QueryScope scope, RowsetInfo rows) =>
        _diagnostics.Nested(span.Start, () => ReadPipeline(Inner(span), scope, rows, null)) ?? RowsetInfo.Constant;

    /// <summary>
    /// The rows that a name of the query's own means; null where it means none. A let and <c>as</c> may give the same one, and then it is either.
    /// </summary>
    public RowsetInfo? MeaningOf(string name, QueryScope scope)
    {
        var (own, named) = (scope.Find(name)?.Rows, _diagnostics.RowsNamed(name));
        return own is null ? named
            : named is null ? own
            : own.Or(named);
    }

    /// <summary>Bounds the rows of <c>union withsource=…</c> behind it; says why where that is not possible.</summary>
    public string? BoundUnion(QueryOperator read, IReadOnlyList<UnionPart> parts) => _sources.BoundUnion(read, parts);

    /// <summary>Whether a span is the name of a let that is a pipeline, and no table or function.</summary>
    public bool IsNamedPipeline(TokenRange span, QueryScope scope) =>
        Inner(span) is { Count: 1 } name
        && Query.NameAt(name.Start) is { } text
        && scope.Find(text) is { } meaning
        && _diagnostics.RowsNamed(text) is null
        && _lets.Find(let => ReferenceEquals(let.Meaning, meaning)).Let is { Parameters: null } let
        && Query.Split(Inner(let.Value), KqlTokenKind.Pipe).Count > 1;

    /// <summary>Whether a table of that name is known.</summary>
    public bool IsTableName(string name) => _sources.IsTableName(name);

    /// <summary>Whether a span gives rows and not a single value.</summary>
    public bool IsTable(TokenRange span, QueryScope scope)
    {
        var inner = Inner(span);
        return !inner.IsEmpty && (Query.Split(inner, KqlTokenKind.Pipe).Count > 1 || _sources.IsSource(inner, scope));
    }

    /// <summary>Reads the statements of a query or of a function's body; gives the last one's rows, null where it is a single value.</summary>
    public RowsetInfo? ReadStatements(TokenRange span, QueryScope scope, Action<CountablePlace>? atCountable = null)
    {
        TabularStatement? last = null;
        RowsetInfo? rows = null;
        foreach (var statement in KqlStatement.In(Query, span))
        {
            switch (statement)
            {
                case LetStatement let:
                    var meaning = Name(let, scope);
                    scope = scope.With(let.Name, meaning);
                    _lets.Add((let, meaning));
                    _diagnostics.Named(let.Name, let.Span.Start + 1);
                    break;
                case DirectiveStatement directive:
                    _diagnostics.Directive(directive);
                    scope = Declared(directive, scope);
                    break;
                case TabularStatement table:
                    if (last is not null)
                    {
                        _diagnostics.CannotSplit(table.Span.Start, "A query of several results", "it returns several results", "Return one result at a time.");
                    }

                    _diagnostics.Used(rows?.Sources);
                    last = table;
                    rows = ReadResult(table.Span, scope, atCountable);
                    break;
            }
        }

        return rows;
    }

    /// <summary>What stands within the parentheses that are all around a span.</summary>
    public TokenRange Inner(TokenRange span)
    {
        while (Query.IsGroup(span))
        {
            span = Query.Inside(span.Start);
        }

        return span;
    }

    /// <summary>The first token of a span that is no opening parenthesis: what it is named by.</summary>
    public int Beginning(TokenRange span)
    {
        var place = span.Start;
        while (place < span.End - 1 && Query.KindAt(place) == KqlTokenKind.OpenParenthesis)
        {
            place++;
        }

        return place;
    }

    /// <summary>Whether a span is a name alone, in parentheses or not, that nothing is known of: a column, or else a table or a function.</summary>
    public bool IsUnknownName(TokenRange span, QueryScope scope)
    {
        var inner = Inner(span);
        return inner.Count == 1 && Query.NameAt(inner.Start) is { } name && _sources.IsUnknown(name, scope);
    }

    // Whatever place a name is used at: what may be used is read.
    private void ReadWhatIsNamedSomewhere()
    {
        var places = Enumerable
            .Range(0, Query.Whole.End)
            .Where(i => Query.NameAt(i) is not null && Query.KindAt(i - 1) != KqlTokenKind.Dot && !Query.Is(i + 1, "="))
            .ToLookup(i => Query.NameAt(i)!, StringComparer.Ordinal);
        for (var i = 0; i < _lets.Count; i++)
        {
            var (let, meaning) = _lets[i];
            var token = let.Span.Start + 1;
            if (!meaning.IsRead && places[let.Name].Any(place => place != token) && meaning.Rows is { IsWindowed: true })
            {
                _diagnostics.CannotSplit(
                    token,
                    let.Name,
                    "it's a table with a time column, and where the query uses it can't be determined",
                    "Use a unique name."
                );
            }
        }

        foreach (var (let, _) in _lets.Where(let => !let.Meaning.IsRead))
        {
            _diagnostics.Tables.NeverRuns(let.Span);
        }
    }

    // Which of them is meant at a place depends on rules that no document tells.
    private void RefuseNamesOfTwoThings()
    {
        var given = Enumerable
            .Range(0, Query.Whole.End)
            .Where(i => Query.NameAt(i) is not null && (Query.Is(i - 1, "let") || Query.Is(i + 1, ":") || IsNamedByAs(i)))
            .ToLookup(i => Query.NameAt(i)!, StringComparer.Ordinal);
        foreach (var names in given.Where(names => names.Count() > 1 && names.Any(IsNamedByAs)))
        {
            _diagnostics.CannotSplit(
                names.First(IsNamedByAs),
                names.Key,
                "it's the name of two things, and which one the query refers to can't be determined",
                "Use a different name for each."
            );
        }
    }

    private bool IsNamedByAs(int token)
    {
        var place = token;
        while (
            place > 0
            && token - place < MostOptions
            && Query.KindAt(place - 1) is not (KqlTokenKind.Pipe or KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBrace)
        )
        {
            place--;
        }

        return place > 0
            && place < token
            && Query.KindAt(token + 1)
                is KqlTokenKind.Pipe
                    or KqlTokenKind.Semicolon
                    or KqlTokenKind.CloseParenthesis
                    or KqlTokenKind.CloseBrace
                    or KqlTokenKind.Unknown
            && KqlFacts.Operator(Query.TextAt(place)) is { Rows: KqlRowEffect.Named };
    }

    // A function's body may end with a single value. There is no row here that a name could be a column of.
    private RowsetInfo? ReadResult(TokenRange span, QueryScope scope, Action<CountablePlace>? atCountable)
    {
        if (atCountable is not null || IsTable(span, scope) || IsUnknownName(span, scope))
        {
            return ReadTable(span, scope, atCountable);
        }

        Expressions.Read(span, scope);
        return null;
    }

    private QueryName Name(LetStatement let, QueryScope scope)
    {
        if (let.Parameters is not { } span)
        {
            return WithValue(new QueryName(null, () => _diagnostics.Nested(let.Value.Start, () => ReadResult(let.Value, scope, null))), let.Value, scope);
        }

        scope = scope.Within();
        var parameters = new List<QueryParameter>();
        foreach (var parameter in Query.Split(span, KqlTokenKind.Comma))
        {
            if (Query.NameAt(parameter.Start) is not { } name)
            {
                continue;
            }

            // Rows: T:(*) or T:(Column:type, …). A value: x:type, or x:type = default.
            var isTable = Query.KindAt(parameter.Start + 2) == KqlTokenKind.OpenParenthesis;
            if (!isTable)
            {
                Expressions.Read(parameter.From(parameter.Start + 1), scope);
            }

            var meaning = Parameter(parameter, scope, isTable ? RowsetInfo.Parameter : null);
            parameters.Add(new QueryParameter(name, isTable, meaning));
            scope = scope.With(name, meaning);
            _diagnostics.Named(name, parameter.Start);
        }

        return WithValue(new QueryName(parameters, () => _diagnostics.Nested(let.Value.Start, () => ReadStatements(let.Value, scope))), let.Value, scope);
    }

    private QueryScope Declared(DirectiveStatement directive, QueryScope scope)
    {
        foreach (var parameter in QueryParameterDeclaration.In(Query, directive) ?? [])
        {
            scope = scope.With(parameter.Name, Parameter(parameter.Span, scope, null));
        }

        return scope;
    }

    // Name:type = default
    private QueryName Parameter(TokenRange parameter, QueryScope scope, RowsetInfo? rows) =>
        new(null, () => rows) { Default = Query.Is(parameter.Start + 3, "=") ? (parameter.From(parameter.Start + 4), scope) : null };

    private static QueryName WithValue(QueryName name, TokenRange value, QueryScope scope)
    {
        name.Give(value, scope);
        return name;
    }

    private RowsetInfo ReadPipeline(TokenRange span, QueryScope scope, RowsetInfo? rows, Action<CountablePlace>? atCountable)
    {
        var isCountable = atCountable is not null;
        foreach (var piece in Query.Split(span, KqlTokenKind.Pipe))
        {
            if (piece.IsEmpty)
            {
                _diagnostics.CannotRead(piece.Start, "an operator is missing");
                continue;
            }

            rows = rows is null ? _sources.Read(piece, scope, _operators) : _operators.Read(piece, scope, rows);
            isCountable &= rows is { IsWindowed: true, Time: not null } && !IsDrawn(piece);
            if (isCountable)
            {
                atCountable!(new CountablePlace(Query.Text.Significant[piece.End - 1].End, rows.Time!));
            }
        }

        return rows ?? RowsetInfo.Constant;
    }

    private bool IsDrawn(TokenRange piece) => KqlFacts.Operator(Query.OperatorAt(piece)?.Name) is { Rows: KqlRowEffect.Drawn };

    // Inside of parentheses no count could be added, but behind them.
    private RowsetInfo ReadGroup(TokenRange span, QueryScope scope, Action<CountablePlace>? atCountable)
    {
        var rows = ReadPipeline(Inner(span), scope, null, null);
        if (rows is { IsWindowed: true, Time: { } time })
        {
            atCountable?.Invoke(new CountablePlace(Query.Text.Significant[span.End - 1].End, time));
        }

        return rows;
    }
}
