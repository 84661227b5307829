using MdeHunting.Kql.Structure;

namespace MdeHunting.Kql.Reading;

/// <summary>Reads a pipeline's operators. Those that treat each row by itself are on a list; what is not on it stands against splitting.</summary>
internal sealed class OperatorReader
{
    private static readonly HashSet<string> Joins = new(StringComparer.Ordinal) { "inner", "leftouter", "leftsemi", "leftanti" };

    // Those of the language that take rows and are no rule of ours: known so that they are told from a table.
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "assert-schema", "consume", "execute-and-cache", "facet", "fork", "getschema", "graph-match", "graph-mark-components", "graph-shortest-paths", "graph-to-table", "limit",
        "macro-expand", "make-graph", "make-series", "partition", "project-by-names", "reduce", "sample", "sample-distinct", "scan", "search", "serialize", "take", "top",
        "top-hitters", "top-nested",
    };

    private static readonly Dictionary<string, Rule> Rules = new(StringComparer.Ordinal)
    {
        ["where"] = static (r, o) => r.ReadPlain(o),
        ["filter"] = static (r, o) => r.ReadPlain(o),
        ["project-reorder"] = static (r, o) => r.ReadPlain(o),
        ["render"] = static (_, o) => o.Rows,
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
        ["lookup"] = static (r, o) => r.ReadLookup(o),
        ["join"] = static (r, o) => r.ReadJoin(o),
        ["union"] = static (r, o) => r.ReadUnion(o),
        ["summarize"] = static (r, o) => r.ReadSet(o),
        ["distinct"] = static (r, o) => r.ReadSet(o),
        ["count"] = static (r, o) => r.ReadSet(o),
        ["invoke"] = static (r, o) => r.ReadInvoke(o),
        ["evaluate"] = static (r, o) => r.ReadEvaluate(o),
    };

    private readonly KqlStructure _query;
    private readonly QueryReader _reader;
    private readonly QueryFindings _findings;
    private readonly SourceReader _sources;
    private readonly TimeColumnTrace _time;

    public OperatorReader(QueryReader reader, QueryFindings findings, SourceReader sources)
    {
        _query = reader.Query;
        _reader = reader;
        _findings = findings;
        _sources = sources;
        _time = new TimeColumnTrace(reader.Query);
    }

    private delegate TableFlow Rule(OperatorReader reader, QueryOperator read);

    /// <summary>Whether KQL has an operator of that name.</summary>
    public static bool IsOperator(string? name) => name is not null && (Rules.ContainsKey(name) || Others.Contains(name));

    /// <summary>Reads an operator.</summary>
    /// <param name="span">The operator, from its name on.</param>
    /// <param name="scope">The names that are known there.</param>
    /// <param name="rows">The rows that it takes; null where it is the query's own source.</param>
    public TableFlow Read(KqlSpan span, QueryScope scope, TableFlow? rows)
    {
        if (_query.Text.DashedName(span.Start) is not { } name)
        {
            _findings.CannotRead(span.Start, "an operator is expected there");
            return rows ?? TableFlow.Constant;
        }

        var end = _query.Text.Significant[span.Start].Start + name.Length;
        var arguments = span.Start;
        while (arguments < span.End && _query.Text.Significant[arguments].End <= end)
            arguments++;

        var read = new QueryOperator(name, span.Start, span.From(arguments), scope, rows ?? TableFlow.Constant, rows is null);
        return Rules.TryGetValue(name, out var rule) ? rule(this, read) : ReadOther(read);
    }

    private TableFlow ReadPlain(QueryOperator read)
    {
        _reader.Expressions.Read(read.Arguments, read.Scope);
        return read.Rows;
    }

    // Whatever it does, what it reads besides its rows counts.
    private TableFlow ReadOther(QueryOperator read)
    {
        _findings.CannotSplit(read.Token, read.Name, "what it gives depends on all rows and not on each by itself", "Leave it out, and do the same with the rows that come.");
        _reader.Expressions.Read(read.Arguments, read.Scope);
        return read.Rows with { Time = null, Order = RowOrder.None };
    }

    private TableFlow ReadSet(QueryOperator read)
    {
        if (read.Rows.IsWindowed)
            return ReadOther(read);

        _reader.Expressions.Read(read.Arguments, read.Scope);
        return TableFlow.Constant;
    }

    private TableFlow ReadApply(QueryOperator read)
    {
        var on = _query.Find(read.Arguments, "on");
        if (on < 0 || _query.KindAt(on + 1) != KqlTokenKind.OpenParenthesis)
        {
            _findings.CannotRead(read.Token, "mv-apply has no 'on (…)'");
            return read.Rows;
        }

        _reader.Expressions.Read(read.Arguments with { End = on }, read.Scope);
        var inside = _reader.ReadOperators(_query.Inside(on + 1), read.Scope, read.Rows with { Order = RowOrder.None });
        return read.Rows with { Time = _time.UnlessNamed(read) is null ? null : inside.Time };
    }

    private TableFlow ReadAs(QueryOperator read)
    {
        if (_query.NameAt(read.Arguments.End - 1) is { } name)
            _findings.NameRows(name, read.Arguments.End - 1, read.Rows);
        return read.Rows;
    }

    private TableFlow ReadOrder(QueryOperator read)
    {
        _reader.Expressions.Read(read.Arguments, read.Scope);
        if (!read.Rows.IsWindowed)
            return read.Rows;

        var keys = _query.Split(read.Arguments.From(read.Arguments.Start + 1), KqlTokenKind.Comma);
        var (column, end) = (_query.NameAt(keys[0].Start), keys[0].Start + 1);
        var isByTime = column is not null && column == read.Rows.Time && (end >= keys[0].End || _query.TextAt(end) is "asc" or "desc" or "nulls");
        if (isByTime)
            return read.Rows with { Order = end < keys[0].End && _query.TextAt(end) == "asc" ? RowOrder.OldestFirst : RowOrder.NewestFirst };

        _findings.CannotSplit(
            read.Token, $"{read.Name} by", "the windows follow each other in time, and another order would have to begin anew in each",
            "Order by the table's own time column, or leave it out and sort the rows that come.");
        return read.Rows with { Order = RowOrder.None };
    }

    private TableFlow ReadLookup(QueryOperator read)
    {
        var right = ReadRight(read, out var kind);
        if (kind is not (null or "leftouter" or "inner"))
            _findings.CannotSplit(read.Token, $"lookup kind={kind}", "it is no kind of lookup", "Use leftouter or inner.");
        RequireConstant(right, read);
        return read.Rows;
    }

    private TableFlow ReadJoin(QueryOperator read)
    {
        var right = ReadRight(read, out var kind);
        if (kind is null || !Joins.Contains(kind))
        {
            _findings.CannotSplit(
                read.Token, kind is null ? "join" : $"join kind={kind}",
                kind is null or "innerunique"
                    ? "without a kind it is innerunique, which keeps one row of those with the same key, and would keep one in each window"
                    : "rows of its right side that match nothing, or are counted once, would come in each window",
                "Write kind=inner, leftouter, leftsemi or leftanti where that is what is meant.");
        }

        RequireConstant(right, read);
        return read.Rows;
    }

    private void RequireConstant(TableFlow right, QueryOperator read)
    {
        if (right.IsWindowed)
        {
            _findings.CannotSplit(
                read.Token, read.Name, "its right side is a table with a time, of which each window would see its own part only",
                "Put that table on the left and one without a time on the right, or join the rows that come.");
        }
    }

    private TableFlow ReadRight(QueryOperator read, out string? kind)
    {
        var place = new OptionReader(_query).Skip(read.Arguments, out var options);
        kind = options.TryGetValue("kind", out var told) ? told : null;
        var on = _query.Find(read.Arguments.From(place), "on");
        var right = new KqlSpan(place, on < 0 ? read.Arguments.End : on);
        if (on >= 0)
            _reader.Expressions.Read(read.Arguments.From(on + 1), read.Scope);
        if (!right.IsEmpty)
            return _reader.ReadTable(right, read.Scope);

        _findings.CannotRead(read.Token, "it has no right side");
        return TableFlow.Constant;
    }

    private TableFlow ReadUnion(QueryOperator read)
    {
        var legs = _query.Split(read.Arguments.From(new OptionReader(_query).Skip(read.Arguments, out _)), KqlTokenKind.Comma);
        var rows = new List<(int Token, TableFlow Rows)>();
        if (!read.IsSource)
            rows.Add((read.Token, read.Rows));
        rows.AddRange(legs.Select(leg => (leg.Start, ReadLeg(leg, read))));

        var isWindowed = rows.Any(leg => leg.Rows.IsWindowed);
        foreach (var (token, _) in rows.Where(leg => isWindowed && !leg.Rows.IsWindowed))
        {
            _findings.CannotSplit(
                token, _query.TextAt(token), "it is a part of a union that lies in no time, so each window would give all of it again", "Ask for that part by itself.");
        }

        var times = rows.Select(leg => leg.Rows.Time).Distinct().ToArray();
        return new TableFlow(isWindowed, times.Length == 1 ? times[0] : null);
    }

    private TableFlow ReadLeg(KqlSpan leg, QueryOperator read)
    {
        if (!leg.IsEmpty && !_query.Is(leg.Start, "*"))
            return _query.IsGroup(leg) ? _reader.ReadTable(leg, read.Scope) : _sources.Read(leg, read.Scope, this);

        if (leg.IsEmpty)
            _findings.CannotRead(leg.Start, "a part of a union is missing");
        else
            _findings.CannotBound(leg.Start, "*", "a wildcard names tables that are not known before the query runs", "Name the tables, as in 'union DeviceEvents, DeviceFileEvents | where …'.");
        return TableFlow.Constant;
    }

    private TableFlow ReadInvoke(QueryOperator read)
    {
        _findings.CannotSplit(read.Token, read.Name, "the function takes all rows at once", "Write its operators in its place.");
        if (_query.NameAt(read.Arguments.Start) is { } name && _query.KindAt(read.Arguments.Start + 1) == KqlTokenKind.OpenParenthesis)
        {
            _reader.Expressions.ReadArguments(_query.Inside(read.Arguments.Start + 1), read.Scope);
            if (read.Scope.Find(name) is { IsFunction: true } own)
                return (own.Rows ?? TableFlow.Constant) with { IsWindowed = read.Rows.IsWindowed || own.Rows is { IsWindowed: true } };

            _findings.UnknownFunction(read.Arguments.Start, name);
            return read.Rows with { Time = null };
        }

        _findings.CannotRead(read.Token, "invoke has no function");
        return read.Rows;
    }

    private TableFlow ReadEvaluate(QueryOperator read)
    {
        var place = new OptionReader(_query).Skip(read.Arguments, out _);
        if (_query.NameAt(place) is not { } plugin || KqlFunctions.KindOf(plugin) != KqlFunctionKind.Plugin)
        {
            _findings.CannotBound(
                place, $"evaluate {_query.TextAt(place)}", "the plug-in may read what cannot be reached from the query", "Leave it out, or filter on the time column in the query itself.");
        }

        return ReadOther(read);
    }
}
