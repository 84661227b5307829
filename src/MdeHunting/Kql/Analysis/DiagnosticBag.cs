namespace MdeHunting.Kql.Analysis;

/// <summary>Collects what the analysis of a query finds.</summary>
internal sealed class DiagnosticBag(TokenTree query)
{
    /// <summary>What can be done about any query that cannot be bounded from outside.</summary>
    public const string BoundItself = "filter by time in the query itself, and remove these parameters.";

    // Deeper than any query is meant to be, and far from what a thread's stack holds.
    private const int MostNested = 120;

    private readonly List<QueryDiagnostic> _diagnostics = [];
    private readonly ReferencedTables _tables = new(query);
    private readonly List<QueryWhole> _whole = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RowsetInfo> _rows = new(StringComparer.Ordinal);
    private readonly HashSet<RowSource> _used = [];
    private int _depth;
    private int _joined;

    /// <summary>Reads something that lies within something else, unless it lies too deep.</summary>
    public RowsetInfo? Nested(int token, Func<RowsetInfo?> read)
    {
        if (_depth == MostNested)
        {
            CannotRead(token, "it is nested too deeply");
            return RowsetInfo.Unknown;
        }

        _depth++;
        try
        {
            return read();
        }
        finally
        {
            _depth--;
        }
    }

    /// <summary>Whether what is read now is looked up for rows of something else.</summary>
    public bool IsLookedUp => _joined > 0;

    /// <summary>Reads something in which rows of something else are looked up.</summary>
    public RowsetInfo LookedUp(Func<RowsetInfo> read)
    {
        _joined++;
        try
        {
            return read();
        }
        finally
        {
            _joined--;
        }
    }

    /// <summary>The tables that the query reads.</summary>
    public ReferencedTables Tables => _tables;

    /// <summary>Records that the query reads a source without a time column, or one whose time the query cannot bound.</summary>
    public void ReadsWhole(int token, string name, string why) => _whole.Add(new QueryWhole(token, name, why));

    /// <summary>Rows that come to be used, with what their filters say of their time.</summary>
    public void Used(IEnumerable<RowSource>? sources) => _used.UnionWith(sources?.Where(source => source.IsTimed) ?? []);

    /// <summary>The query gives something a name.</summary>
    public void Named(string name, int token)
    {
        if (!_names.ContainsKey(name))
        {
            _names.Add(name, token);
        }

        if (KqlFacts.KindOf(name) == KqlFunctionKind.Clock)
        {
            CannotSplit(token, name, "it has the name of a function that has one value for all windows", "Rename it.");
        }

        if (KqlFacts.SourceOf(name) == KqlSource.Named)
        {
            CannotBound(token, name, "it has the name of the function that reads a table by its name", "Rename it.");
        }
    }

    /// <summary>The query names the rows at a place with <c>as</c>.</summary>
    public void NameRows(string name, int token, RowsetInfo rows)
    {
        Named(name, token);
        _rows[name] = _rows.TryGetValue(name, out var before) ? before.Or(rows) : rows;
    }

    /// <summary>The rows that were named with <c>as</c>; null where there are none of that name.</summary>
    public RowsetInfo? RowsNamed(string name) => _rows.TryGetValue(name, out var rows) ? rows : null;

    /// <summary>The query cannot be bounded, and so not be split either.</summary>
    public void CannotBound(int token, string name, string why, string instead) => Add(QueryDiagnosticKind.Bounding, token, name, why, instead);

    /// <summary>The query's text cannot be bounded, but the service can bound what it reads; it cannot be split.</summary>
    public void CannotBoundText(int token, string name, string why, string instead) =>
        Add(QueryDiagnosticKind.Bounding, token, name, why, instead, mayBeSpanned: true);

    /// <summary>The query cannot be split.</summary>
    public void CannotSplit(int token, string name, string why, string instead) => Add(QueryDiagnosticKind.Splitting, token, name, why, instead);

    /// <summary>The query is not what it is taken for; the service will most likely refuse it.</summary>
    public void CannotRead(int token, string why) =>
        CannotBound(token, query.TextAt(token), $"that part of the query can't be read: {why}", $"Correct the query, or {BoundItself}");

    /// <summary>A function that is none of KQL's and none of the query's.</summary>
    public void UnknownFunction(int token, string name) =>
        CannotBound(
            token,
            name,
            "KQL has no function of that name. If it is one that is saved in the tenant or that the service adds, what it reads can't be determined from "
                + "the query",
            $"Check the spelling, write its query in its place, or {BoundItself}"
        );

    /// <summary>A function whose name is written in brackets.</summary>
    public void BracketedFunction(int token, string name) =>
        CannotBound(
            token,
            query.TextAt(token),
            "a function that's called by a name in brackets isn't supported",
            $"Write the name without brackets: {name}(…)."
        );

    /// <summary>A name such as <c>Device*</c>, which means several tables.</summary>
    public void Wildcard(int token, string name) =>
        CannotBoundText(
            token,
            name,
            "a wildcard names tables that are not known before the query runs",
            "Name the tables, as in 'union DeviceEvents, DeviceFileEvents | where …'."
        );

    /// <summary>An operator that looks at more than one row.</summary>
    public void NotRowWise(QueryOperator read) =>
        CannotSplit(read.Token, read.Name, "its result depends on all rows, not on each row alone", "Remove it, and process the returned rows instead.");

    /// <summary>A statement such as <c>set</c>.</summary>
    public void Directive(DirectiveStatement directive)
    {
        var (token, keyword) = (directive.Span.Start, directive.Keyword);

        // declare pattern gives access as pattern does.
        if (((KqlFacts.BeginningOf(keyword) | KqlFacts.BeginningOf(query.TextAt(token + 1))) & KqlBeginning.Access) != 0)
        {
            CannotBound(token, keyword, "what it provides access to can't be bounded from here", "Remove the statement, and name the tables.");
        }
        else
        {
            CannotSplit(token, keyword, "what it changes may depend on how much the query reads", "Remove the statement.");
        }
    }

    /// <summary>The query gives rows that lie in no time.</summary>
    public void NothingToSplit() =>
        CannotSplit(
            0,
            "The query",
            "it returns no rows of a table that has a time column, so each window would return all of them again",
            "Run it without -Split."
        );

    /// <summary>What was found.</summary>
    public QueryAnalysis ToAnalysis(RowsetInfo rows, CountablePlace? countable)
    {
        var tables = _tables.Settle(this);
        foreach (var table in tables.Where(table => table.TimeColumn is not null && _names.ContainsKey(table.Table)))
        {
            CannotBound(
                _names[table.Table],
                table.Table,
                "the query uses the name of a table that it also reads for something of its own, so that table can't be bounded by its name",
                "Rename it."
            );
        }

        return new QueryAnalysis(query, tables, [.. _diagnostics.OrderBy(diagnostic => diagnostic.Token)], rows, countable, new QueryStart(query, _used))
        {
            Filters = _tables.Filters,
            Whole = [.. _whole.OrderBy(part => part.Token)],
        };
    }

    private void Add(QueryDiagnosticKind kind, int token, string name, string why, string instead, bool mayBeSpanned = false) =>
        _diagnostics.Add(new QueryDiagnostic(kind, name.Length > 0 ? name : "the end", token, why, instead) { MayBeSpanned = mayBeSpanned });
}
