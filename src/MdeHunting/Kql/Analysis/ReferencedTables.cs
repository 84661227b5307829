namespace MdeHunting.Kql.Analysis;

/// <summary>The tables that a query reads, with every place that names them, and how each is to be bounded.</summary>
internal sealed class ReferencedTables(TokenTree query)
{
    private readonly Dictionary<string, (string? TimeColumn, SortedSet<int> Tokens)> _tables = new(StringComparer.Ordinal);
    private readonly HashSet<int> _raw = [];
    private readonly List<TokenRange> _fuzzy = [];
    private readonly List<TokenRange> _dead = [];
    private readonly SortedDictionary<int, TimeFilter> _filters = [];

    /// <summary>The places behind which rows are bounded.</summary>
    public IReadOnlyList<TimeFilter> Filters => [.. _filters.Values];

    /// <summary>The query reads a table.</summary>
    public void Add(string table, string? timeColumn, int token)
    {
        if (!_tables.TryGetValue(table, out var known))
        {
            _tables.Add(table, known = (timeColumn, []));
        }

        known.Tokens.Add(token);
    }

    /// <summary>A place that names a table which is read whole there.</summary>
    public void LeaveWhole(int token) => _raw.Add(token);

    /// <summary>A part of <c>union isfuzzy=true</c>, whose tables may be missing.</summary>
    public void MayMiss(TokenRange leg) => _fuzzy.Add(leg);

    /// <summary>Whether a token is in such a part.</summary>
    public bool MayBeMissing(int token) => IsIn(_fuzzy, token);

    /// <summary>A part of the query that is named nowhere, and so never runs.</summary>
    public void NeverRuns(TokenRange part) => _dead.Add(part);

    /// <summary>Tables, named by these tokens, are read by their own names, and the rows of the operator that reads them are bounded behind it.</summary>
    public void FilterBehind(TimeFilter filter, IEnumerable<int> tokens)
    {
        _raw.UnionWith(tokens);
        _filters[filter.LastToken] = filter;
    }

    /// <summary>The tables, in the order of their first reference.</summary>
    public IReadOnlyList<TableReference> Settle(DiagnosticBag diagnostics) =>
        [.. _tables.Select(table => Settle(table.Key, table.Value.TimeColumn, table.Value.Tokens, diagnostics)).OrderBy(table => table.Token)];

    private TableReference Settle(string table, string? timeColumn, SortedSet<int> tokens, DiagnosticBag diagnostics)
    {
        var reference = new TableReference(table, timeColumn, tokens.Min);
        if (timeColumn is null)
        {
            return reference;
        }

        var isRaw = tokens.Any(_raw.Contains);
        if (!isRaw && !tokens.All(token => IsIn(_fuzzy, token)))
        {
            return reference;
        }

        // A reference that was not taken for one would be bounded by a let, and only by that.
        if (Unaccounted(table, tokens) is not { } other)
        {
            return reference with { Bound = TableBound.Inline, Inline = [.. tokens.Where(token => !_raw.Contains(token))] };
        }

        if (isRaw)
        {
            diagnostics.CannotBound(
                other,
                table,
                "another part of the query reads a table of this name with search, find, or withsource, and whether this is the same table can't be determined",
                "Rename it."
            );
        }

        return reference;
    }

    private int? Unaccounted(string table, SortedSet<int> tokens)
    {
        for (var i = 0; i < query.Whole.End; i++)
        {
            if (query.NameAt(i) == table && query.KindAt(i - 1) != KqlTokenKind.Dot && !tokens.Contains(i) && !IsIn(_dead, i))
            {
                return i;
            }
        }

        return null;
    }

    private static bool IsIn(List<TokenRange> parts, int token) => parts.Any(part => token >= part.Start && token < part.End);
}
