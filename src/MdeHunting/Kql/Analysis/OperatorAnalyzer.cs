namespace MdeHunting.Kql.Analysis;

/// <summary>Reads a pipeline's operators. Those that treat each row by itself are on a list; what is not on it stands against splitting.</summary>
internal sealed class OperatorAnalyzer
{
    // Those of the language that take rows and are no rule of ours: known so that they are told from a table.
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "assert-schema",
        "consume",
        "execute-and-cache",
        "getschema",
        "graph-mark-components",
        "graph-match",
        "graph-shortest-paths",
        "graph-to-table",
        "graph-where-edges",
        "graph-where-nodes",
        "limit",
        "macro-expand",
        "make-graph",
        "make-series",
        "project-by-names",
        "reduce",
        "sample",
        "sample-distinct",
        "scan",
        "search",
        "serialize",
        "take",
        "top",
        "top-hitters",
        "top-nested",
    };

    // Those in which a bare name may be a table.
    private static readonly HashSet<string> ThatReadTables = new(StringComparer.Ordinal) { "macro-expand", "make-graph" };

    private static readonly Dictionary<string, Rule> Rules = new(StringComparer.Ordinal)
    {
        ["where"] = static (r, o) => r.ReadFilter(o),
        ["filter"] = static (r, o) => r.ReadFilter(o),
        ["project-reorder"] = static (r, o) => r.ReadPlain(o),
        ["render"] = static (r, o) => r.ReadPlain(o),
        ["extend"] = static (r, o) => r.ReadPlain(o) with { Time = r._time.AfterExtend(o) },
        ["project"] = static (r, o) => r.ReadPlain(o) with { Time = r._time.AfterProject(o) },
        ["project-away"] = static (r, o) => r.ReadPlain(o) with { Time = r._time.AfterProjectAway(o) },
        ["project-keep"] = static (r, o) => r.ReadPlain(o) with { Time = r._time.AfterProjectKeep(o) },
        ["project-rename"] = static (r, o) => r.ReadPlain(o) with { Time = r._time.AfterProjectRename(o) },
        ["parse"] = static (r, o) => r.ReadPlain(o) with { Time = r._time.UnlessNamed(o) },
        ["parse-where"] = static (r, o) => r.ReadPlain(o) with { Time = r._time.UnlessNamed(o) },
        ["parse-kv"] = static (r, o) => r.ReadPlain(o) with { Time = r._time.UnlessNamed(o) },
        ["mv-expand"] = static (r, o) => r.ReadPlain(o) with { Time = r._time.UnlessNamed(o) },
        ["mvexpand"] = static (r, o) => r.ReadPlain(o) with { Time = r._time.UnlessNamed(o) },
        ["mv-apply"] = static (r, o) => r.ReadApply(o),
        ["mvapply"] = static (r, o) => r.ReadApply(o),
        ["as"] = static (r, o) => r.ReadAs(o),
        ["order"] = static (r, o) => r.ReadOrder(o),
        ["sort"] = static (r, o) => r.ReadOrder(o),
        ["lookup"] = static (r, o) => r._joins.ReadLookup(o),
        ["join"] = static (r, o) => r._joins.ReadJoin(o),
        ["union"] = static (r, o) => r._unions.Read(o),
        ["summarize"] = static (r, o) => r.ReadSet(o),
        ["distinct"] = static (r, o) => r.ReadSet(o),
        ["count"] = static (r, o) => r.ReadSet(o),
        ["fork"] = static (r, o) => r.ReadParts(o),
        ["facet"] = static (r, o) => r.ReadParts(o),
        ["partition"] = static (r, o) => r.ReadParts(o),
        ["invoke"] = static (r, o) => r._calls.ReadInvoke(o),
        ["evaluate"] = static (r, o) => r._calls.ReadEvaluate(o),
    };

    private readonly TokenTree _query;
    private readonly QueryAnalyzer _reader;
    private readonly DiagnosticBag _findings;
    private readonly TimeColumnTrace _time;
    private readonly ColumnAnalyzer _columns;
    private readonly FilterAnalyzer _filters;
    private readonly JoinAnalyzer _joins;
    private readonly UnionAnalyzer _unions;
    private readonly CallAnalyzer _calls;

    public OperatorAnalyzer(QueryAnalyzer reader, DiagnosticBag findings)
    {
        _query = reader.Query;
        _reader = reader;
        _findings = findings;
        _time = new TimeColumnTrace(reader.Query);
        _columns = new ColumnAnalyzer(reader.Query);
        _filters = new FilterAnalyzer(reader.Query);
        _joins = new JoinAnalyzer(reader, findings);
        _unions = new UnionAnalyzer(reader, findings);
        _calls = new CallAnalyzer(reader, findings);
    }

    private delegate RowsetInfo Rule(OperatorAnalyzer reader, QueryOperator read);

    /// <summary>Whether KQL has an operator of that name.</summary>
    public static bool IsOperator(string? name) => name is not null && (Rules.ContainsKey(name) || Others.Contains(name));

    /// <summary>Reads an operator.</summary>
    /// <param name="span">The operator, from its name on.</param>
    /// <param name="scope">The names that are known there.</param>
    /// <param name="rows">The rows that it takes; null where it is the query's own source.</param>
    public RowsetInfo Read(TokenRange span, QueryScope scope, RowsetInfo? rows)
    {
        if (_query.OperatorAt(span) is not var (name, arguments))
        {
            _findings.CannotRead(span.Start, "an operator is expected there");
            return rows ?? RowsetInfo.Constant;
        }

        var read = new QueryOperator(name, span.Start, arguments, scope, rows ?? RowsetInfo.Constant, rows is null);
        if (!Rules.TryGetValue(name, out var rule))
        {
            if (!Others.Contains(name))
            {
                _findings.CannotRead(span.Start, "it is no operator that is known here");
            }

            rule = static (r, o) => r.ReadOther(o);
        }

        return _columns.After(read, rule(this, read));
    }

    private RowsetInfo ReadFilter(QueryOperator read) => _filters.Where(read.Arguments, read.Scope, ReadPlain(read));

    private RowsetInfo ReadPlain(QueryOperator read)
    {
        _reader.Expressions.Read(read.Arguments, read.Scope);
        return read.Rows;
    }

    // Whatever it does, what it reads besides its rows counts.
    private RowsetInfo ReadOther(QueryOperator read)
    {
        _findings.NotRowWise(read);
        if (read.Name == "macro-expand")
        {
            _findings.CannotBound(
                read.Token,
                read.Name,
                "it reads what its entity group names, which may be other databases",
                $"Name the tables, or {DiagnosticBag.BoundItself}"
            );
        }

        _reader.Expressions.Read(WithoutColumn(read), read.Scope);
        if (ThatReadTables.Contains(read.Name))
        {
            _reader.Expressions.ReadTableNames(read.Arguments, read.Scope);
        }

        var rows = read.Name switch
        {
            "make-series" => _filters.Series(read),
            "scan" => _filters.Scan(read),
            "search" => _filters.Search(read),
            _ => read.Rows,
        };
        return rows with { Time = null, Order = RowOrder.None };
    }

    // What stands before a parenthesis is no function in graph-match cycles=all (a)-->(b).
    private TokenRange WithoutColumn(QueryOperator read) =>
        read.Name.StartsWith("graph-", StringComparison.Ordinal) ? read.Arguments.From(new OptionAnalyzer(_query).Skip(read.Arguments, out _)) : read.Arguments;

    // fork (…) Name=(…), partition by Column (…) or {…}, facet by Column with (…): pipelines over the rows.
    private RowsetInfo ReadParts(QueryOperator read)
    {
        _findings.NotRowWise(read);
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
        _reader.Expressions.Read(read.Arguments with { End = start }, read.Scope);
        var parts = new List<RowSource>();
        foreach (
            var i in _query.TopLevel(read.Arguments.From(start)).Where(i => _query.KindAt(i) is KqlTokenKind.OpenParenthesis or KqlTokenKind.OpenBrace).ToList()
        )
        {
            var part =
                _query.KindAt(i) == KqlTokenKind.OpenParenthesis
                    ? _reader.ReadOperators(_query.Inside(i), read.Scope, rows)
                    : _reader.ReadStatements(_query.Inside(i), read.Scope);
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

        _reader.Expressions.Read(read.Arguments, read.Scope);
        return RowsetInfo.Constant with { Sources = read.Rows.Sources };
    }

    private RowsetInfo ReadApply(QueryOperator read)
    {
        var on = _query.Find(read.Arguments, "on");
        if (on < 0 || _query.KindAt(on + 1) != KqlTokenKind.OpenParenthesis)
        {
            _findings.CannotRead(read.Token, "mv-apply has no 'on (…)'");
            return read.Rows;
        }

        var items = read with { Arguments = read.Arguments with { End = on } };
        _reader.Expressions.Read(items.Arguments, read.Scope);
        var rows = _columns.After(items, read.Rows);
        var inside = _reader.ReadOperators(_query.Inside(on + 1), read.Scope, rows with { Order = RowOrder.None, IsOfOneRow = true });

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
        if (_reader.IsTableName(name))
        {
            _findings.CannotBound(
                read.Arguments.End - 1,
                name,
                "it is the name of a table, which other parts of the query may mean by it",
                "Give it another name."
            );
        }

        _findings.NameRows(name, read.Arguments.End - 1, read.Rows);
        return read.Rows;
    }

    private RowsetInfo ReadOrder(QueryOperator read)
    {
        _reader.Expressions.Read(read.Arguments, read.Scope);
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

        _findings.CannotSplit(
            read.Token,
            $"{read.Name} by",
            "the windows follow each other in time, and another order would have to begin anew in each",
            "Order by the table's own time column, or leave it out and sort the rows that come."
        );
        return read.Rows with { Order = RowOrder.None };
    }
}
