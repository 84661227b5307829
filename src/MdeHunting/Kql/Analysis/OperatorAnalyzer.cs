namespace MdeHunting.Kql.Analysis;

/// <summary>Reads a pipeline's operators. What is not known to treat each row by itself stands against splitting.</summary>
internal sealed class OperatorAnalyzer
{
    private readonly TokenTree _query;
    private readonly QueryAnalyzer _analyzer;
    private readonly DiagnosticBag _diagnostics;
    private readonly TimeColumnTrace _time;
    private readonly ColumnAnalyzer _columns;
    private readonly FilterAnalyzer _filters;
    private readonly JoinAnalyzer _joins;
    private readonly UnionAnalyzer _unions;
    private readonly CallAnalyzer _calls;

    public OperatorAnalyzer(QueryAnalyzer analyzer, DiagnosticBag diagnostics)
    {
        _query = analyzer.Query;
        _analyzer = analyzer;
        _diagnostics = diagnostics;
        _time = new TimeColumnTrace(analyzer.Query);
        _columns = new ColumnAnalyzer(analyzer.Query);
        _filters = new FilterAnalyzer(analyzer.Query);
        _joins = new JoinAnalyzer(analyzer, diagnostics);
        _unions = new UnionAnalyzer(analyzer, diagnostics);
        _calls = new CallAnalyzer(analyzer, diagnostics);
    }

    /// <summary>Reads an operator.</summary>
    /// <param name="span">The operator, from its name on.</param>
    /// <param name="scope">The names that are known there.</param>
    /// <param name="rows">The rows that it takes; null where it is the query's own source.</param>
    public RowsetInfo Read(TokenRange span, QueryScope scope, RowsetInfo? rows)
    {
        if (_query.OperatorAt(span) is not var (name, arguments))
        {
            _diagnostics.CannotRead(span.Start, "an operator is expected there");
            return rows ?? RowsetInfo.Constant;
        }

        var found = KqlFacts.Operator(name);
        if (found is null)
        {
            _diagnostics.CannotRead(span.Start, "it isn't a recognized operator");
        }

        var read = new QueryOperator(found ?? KqlOperator.Unknown(name), span.Start, arguments, scope, rows ?? RowsetInfo.Constant, rows is null);
        return _columns.After(read, Read(read));
    }

    private RowsetInfo Read(QueryOperator read) =>
        read.Operator.Rows switch
        {
            KqlRowEffect.Each or KqlRowEffect.Drawn => ReadPlain(read) with { Time = _time.After(read) },
            KqlRowEffect.Filtered => _filters.Where(read.Arguments, read.Scope, ReadPlain(read)),
            KqlRowEffect.Named => ReadAs(read),
            KqlRowEffect.Ordered => ReadOrder(read),
            KqlRowEffect.Joined => _joins.ReadJoin(read),
            KqlRowEffect.LookedUp => _joins.ReadLookup(read),
            KqlRowEffect.United => _unions.Read(read),
            KqlRowEffect.Set => ReadSet(read),
            KqlRowEffect.Parts => ReadParts(read),
            KqlRowEffect.Applied => ReadApply(read),
            KqlRowEffect.Function => _calls.ReadInvoke(read),
            KqlRowEffect.Plugin => _calls.ReadEvaluate(read),
            _ => ReadOther(read),
        };

    private RowsetInfo ReadPlain(QueryOperator read)
    {
        _analyzer.Expressions.Read(read.Arguments, read.Scope);
        return read.Rows;
    }

    // Whatever it does, what it reads besides its rows counts.
    private RowsetInfo ReadOther(QueryOperator read)
    {
        _diagnostics.NotRowWise(read);
        if (read.Operator.Rows == KqlRowEffect.Entities)
        {
            _diagnostics.CannotBound(
                read.Token,
                read.Name,
                "it reads what its entity group names, which can be other databases",
                $"Name the tables, or {DiagnosticBag.BoundItself}"
            );
        }

        _analyzer.Expressions.Read(WithoutColumn(read), read.Scope);
        if (read.Operator.Takes(KqlArguments.Tables))
        {
            _analyzer.Expressions.ReadTableNames(read.Arguments, read.Scope);
        }

        var rows = read.Operator.Rows switch
        {
            KqlRowEffect.Series => _filters.Series(read),
            KqlRowEffect.Scanned => _filters.Scan(read),
            KqlRowEffect.Searched => _filters.Search(read),
            _ => read.Rows,
        };
        return rows with { Time = null, Order = RowOrder.None };
    }

    // What stands before a parenthesis is no function in graph-match cycles=all (a)-->(b).
    private TokenRange WithoutColumn(QueryOperator read) =>
        read.Operator.Rows == KqlRowEffect.Graph ? read.Arguments.From(new OptionAnalyzer(_query).Skip(read.Arguments, out _)) : read.Arguments;

    // fork (…) Name=(…), partition by Column (…) or {…}, facet by Column with (…): pipelines over the rows.
    private RowsetInfo ReadParts(QueryOperator read)
    {
        _diagnostics.NotRowWise(read);
        var rows = read.Rows with { Time = null, Order = RowOrder.None, IsOfOneRow = false };
        var word = read.Name switch
        {
            "partition" => "by",
            "facet" => "with",
            _ => null,
        };
        var place = word is null ? -1 : _query.Find(read.Arguments, word);
        var start =
            place >= 0 ? place
            : read.Name == "facet" ? read.Arguments.End
            : read.Arguments.Start;
        _analyzer.Expressions.Read(read.Arguments with { End = start }, read.Scope);
        var parts = new List<RowSource>();
        foreach (
            var i in _query.TopLevel(read.Arguments.From(start)).Where(i => _query.KindAt(i) is KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBrace).ToList()
        )
        {
            var part =
                _query.KindAt(i) == KqlTokenKind.OpenParenthesis
                    ? _analyzer.ReadOperators(_query.Inside(i), read.Scope, rows)
                    : _analyzer.ReadStatements(_query.Inside(i), read.Scope);
            parts.AddRange(part?.Sources ?? []);
        }

        return parts.Count > 0 ? rows.Of(parts) : rows;
    }

    private RowsetInfo ReadSet(QueryOperator read)
    {
        if (read.Rows.IsWindowed)
        {
            return ReadOther(read);
        }

        _analyzer.Expressions.Read(read.Arguments, read.Scope);
        return RowsetInfo.Constant with { Sources = read.Rows.Sources };
    }

    private RowsetInfo ReadApply(QueryOperator read)
    {
        var on = _query.Find(read.Arguments, "on");
        if (on < 0 || _query.KindAt(on + 1) != KqlTokenKind.OpenParenthesis)
        {
            _diagnostics.CannotRead(read.Token, "mv-apply has no 'on (…)'");
            return read.Rows;
        }

        var items = read with { Arguments = read.Arguments with { End = on } };
        _analyzer.Expressions.Read(items.Arguments, read.Scope);
        var rows = _columns.After(items, read.Rows);
        var inside = _analyzer.ReadOperators(_query.Inside(on + 1), read.Scope, rows with { Order = RowOrder.None, IsOfOneRow = true });

        // A row's own columns stay, whatever the operators inside leave out.
        var sources = inside.Sources.Select(
            (source, place) =>
                place < rows.Sources.Count && !source.Columns.Extends(rows.Sources[place].Columns)
                    ? source with
                    {
                        Columns = rows.Sources[place].Columns,
                    }
                    : source
        );
        return (read.Rows with { Time = _time.UnlessNamed(items) is null ? null : inside.Time }).Of(sources);
    }

    private RowsetInfo ReadAs(QueryOperator read)
    {
        if (read.Arguments.IsEmpty || _query.NameAt(read.Arguments.End - 1) is not { } name)
        {
            return read.Rows;
        }

        // What follows means these rows by it, and what does not the table.
        if (_analyzer.IsTableName(name))
        {
            _diagnostics.CannotBound(
                read.Arguments.End - 1,
                name,
                "it's also the name of a table, which other parts of the query might refer to",
                "Rename it."
            );
        }

        _diagnostics.NameRows(name, read.Arguments.End - 1, read.Rows);
        return read.Rows;
    }

    private RowsetInfo ReadOrder(QueryOperator read)
    {
        _analyzer.Expressions.Read(read.Arguments, read.Scope);
        if (!read.Rows.IsWindowed)
        {
            return read.Rows;
        }

        var keys = _query.Split(read.Arguments.From(read.Arguments.Start + 1), KqlTokenKind.Comma);
        var (column, end) = (_query.NameAt(keys[0].Start), keys[0].Start + 1);
        var isByTime = column is not null && column == read.Rows.Time && (end >= keys[0].End || _query.TextAt(end) is "asc" or "desc" or "nulls");
        if (isByTime)
        {
            return read.Rows with { Order = end < keys[0].End && _query.TextAt(end) == "asc" ? RowOrder.OldestFirst : RowOrder.NewestFirst };
        }

        _diagnostics.CannotSplit(
            read.Token,
            $"{read.Name} by",
            "the windows are in order of time, so any other order would start over in each window",
            "Order by the table's own time column, or remove it and sort the returned rows."
        );
        return read.Rows with { Order = RowOrder.None };
    }
}
