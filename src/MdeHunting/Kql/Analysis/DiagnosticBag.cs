using MdeHunting.Tables;

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
    private readonly List<(int Token, string Table)> _cut = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RowsetInfo> _rows = new(StringComparer.Ordinal);
    private readonly HashSet<RowSource> _used = [];
    private readonly HashSet<string> _patterns = new(StringComparer.Ordinal);
    private int _depth;
    private int _joined;

    /// <summary>Reads something that lies within something else, unless it lies too deep.</summary>
    public RowsetInfo? Nested(int token, Func<RowsetInfo?> read)
    {
        if (_depth == MostNested)
        {
            CannotRead(token, "it's nested too deeply");
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
    public T LookedUp<T>(Func<T> read)
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

    /// <summary>Records that the query reads a table, by its own name.</summary>
    /// <param name="token">The token that names it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="time">Its time column; null where it has none.</param>
    /// <returns>Whether its rows are bounded: a table that describes a state is not where the query only looks up values in it.</returns>
    public bool ReadsTable(int token, string name, string? time)
    {
        _tables.Add(name, time, token);
        if (time is null)
        {
            ReadsWhole(token, name, "the table has no time column");
            return false;
        }

        if (!SnapshotTables.Has(name))
        {
            return true;
        }

        if (!IsLookedUp)
        {
            _cut.Add((token, name));
            return true;
        }

        _tables.LeaveWhole(token);
        ReadsWhole(token, name, "it describes a state rather than events, and the query only looks up values in it");
        return false;
    }

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
        _diagnostics.Add(
            new QueryDiagnostic(QueryDiagnosticKind.Bounding, NameOf(query.TextAt(token)), token, why, $"Correct the query, or {BoundItself}")
            {
                IsUnreadable = true,
            }
        );

    /// <summary>A function that is none of KQL's and none of the query's.</summary>
    public void UnknownFunction(int token, string name)
    {
        if (KqlSignatures.Of(name).Any(signature => signature.Result == "rows"))
        {
            CannotBound(token, name, "the function of the service reads data that the query doesn't name", $"Remove it, or {BoundItself}");
            return;
        }

        CannotBound(
            token,
            name,
            "KQL has no function of that name. If it's a function that is saved in the tenant or that the service adds, what it reads can't be determined from "
                + "the query",
            $"Check the spelling, write its query in its place, or {BoundItself}"
        );
    }

    /// <summary>A function whose name is written in brackets.</summary>
    public void BracketedFunction(int token, string name) =>
        CannotBound(
            token,
            query.TextAt(token),
            "a function that's called by a name in brackets isn't supported",
            $"Write the name without brackets: {name}(…)."
        );

    /// <summary>A name such as <c>Device*</c>, which means several tables.</summary>
    public void Wildcard(int token, string name)
    {
        MayRead([name]);
        CannotBoundText(
            token,
            name,
            "a wildcard names tables that aren't known before the query runs",
            "Name the tables, as in 'union DeviceEvents, DeviceFileEvents | where …'."
        );
    }

    /// <summary>Names and patterns of tables that the query may read, where only the service can bound it.</summary>
    public void MayRead(IEnumerable<string> names) => _patterns.UnionWith(names);

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
            CannotBound(token, keyword, "the time range can't be applied to what it gives access to", "Remove the statement, and name the tables.");
        }
        else if (QueryParameterDeclaration.In(query, directive) is null)
        {
            // A declaration of parameters is replaced before the query is sent.
            CannotSplit(token, keyword, "its effect may depend on how much the query reads", "Remove the statement.");
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
                "the query also uses the name of this table for something else, so the table can't be filtered by its name",
                "Rename it."
            );
        }

        return new QueryAnalysis(query, tables, [.. _diagnostics.OrderBy(diagnostic => diagnostic.Token)], rows, countable, new QueryStart(query, _used))
        {
            Filters = _tables.Filters,
            Whole = [.. _whole.OrderBy(part => part.Token)],
            CutStates = tables.Any(table => table.TimeColumn is not null && !SnapshotTables.Has(table.Table)) ? [.. _cut.OrderBy(table => table.Token)] : [],
            Patterns = [.. _patterns.Where(pattern => !tables.Any(table => table.Table == pattern)).OrderBy(pattern => pattern, StringComparer.Ordinal)],
            States = SnapshotTables.Among(tables.Select(table => table.Table).Concat(_patterns)),
        };
    }

    private void Add(QueryDiagnosticKind kind, int token, string name, string why, string instead, bool mayBeSpanned = false) =>
        _diagnostics.Add(new QueryDiagnostic(kind, NameOf(name), token, why, instead) { MayBeSpanned = mayBeSpanned });

    private static string NameOf(string text) => text.Length > 0 ? text : "the end";
}
