using MdeHunting.Tables;

namespace MdeHunting.Kql.Analysis;

/// <summary>
/// Reads the operators that write the names of their tables into their rows: <c>search in (…)</c>, <c>find in (…)</c> and <c>union withsource=…</c>. What a let
/// shadows would have another name there, so their tables are read as they are and their rows are bounded behind the operator, where they still have their
/// time.
/// </summary>
internal sealed class NamedTables(QueryAnalyzer analyzer, DiagnosticBag diagnostics, TimeColumns times)
{
    private const string Rewrite = "Write 'union DeviceEvents, DeviceFileEvents | where …' with the tables to read.";

    private readonly TokenTree _query = analyzer.Query;
    private readonly FilterAnalyzer _filters = new(analyzer.Query);

    /// <summary>Reads <c>search</c> or <c>find</c>.</summary>
    public RowsetInfo ReadSearch(TokenRange span, string name, QueryScope scope)
    {
        var place = new OptionAnalyzer(_query).Skip(span.From(span.Start + 1), out _);
        if (!_query.Is(place, "in") || _query.KindAt(place + 1) != KqlTokenKind.OpenParenthesis)
        {
            diagnostics.MayRead(["*"]);
            return Filtered(
                CannotBound(span.Start, name, "it doesn't name its tables, so it reads all of them", NameThem(name)),
                name,
                span.From(place),
                scope
            );
        }

        var inside = _query.Inside(place + 1);
        var rest = span.From(inside.End + 1);
        analyzer.Expressions.Read(rest, scope);
        return Filtered(ReadNamed(span, name, inside, rest, scope), name, rest, scope);
    }

    private RowsetInfo ReadNamed(TokenRange span, string name, TokenRange inside, TokenRange rest, QueryScope scope)
    {
        var legs = _query.Split(inside, KqlTokenKind.Comma);
        if (Tables(legs, scope) is not { } tables)
        {
            diagnostics.MayRead(legs.Select(leg => string.Concat(Enumerable.Range(leg.Start, leg.Count).Select(i => _query.NameAt(i) ?? _query.TextAt(i)))));
            return CannotBound(span.Start, name, "it names something other than known tables, so the time range can't be applied to its rows", NameThem(name));
        }

        if (diagnostics.IsLookedUp && tables.All(table => table.IsState || table.Time is null))
        {
            return RowsetInfo.Constant.Of(Read(tables).SelectMany(table => RowsetInfo.Table(table.Time).Sources));
        }

        if (diagnostics.IsLookedUp && tables.Any(table => table.IsState))
        {
            return CannotBound(span.Start, name, "it looks up values in tables of events and in tables that describe a state", tables);
        }

        if (tables.Select(table => table.Time).OfType<string>().Distinct().Count() > 1)
        {
            return CannotBound(span.Start, name, "its tables have different time columns", tables);
        }

        if (tables.All(table => table.Time is null))
        {
            return Bound(tables, new TimeFilter(span.End - 1, string.Empty));
        }

        var filter = new TimeFilter(span.End - 1, tables.Select(table => table.Time).OfType<string>().First());
        if (KqlFacts.SourceOf(name) != KqlSource.Found)
        {
            return Bound(tables, filter);
        }

        return Projected(rest, filter, tables.Any(table => table.Time is null)) is { } projected
            ? Bound(tables, projected)
            : CannotBound(
                span.Start,
                name,
                $"its rows don't include {filter.TimeColumn}, and adding it would change what it returns",
                $"Add 'project {filter.TimeColumn}, …' to it. Or write a union of the tables."
            );
    }

    private RowsetInfo Filtered(RowsetInfo rows, string name, TokenRange rest, QueryScope scope)
    {
        var project = KqlFacts.SourceOf(name) == KqlSource.Found ? _query.Find(rest, "project") : -1;
        var predicate = rest with { Start = _query.Is(rest.Start, "where") ? rest.Start + 1 : rest.Start, End = project < 0 ? rest.End : project };
        return _filters.Where(predicate, scope, rows);
    }

    /// <summary>
    /// Bounds the rows of <c>union withsource=…</c> behind it. Its parts are tables by their own names, and pipelines whose rows still have the same time: what
    /// those are called in the column does not depend on what bounds their tables.
    /// </summary>
    /// <param name="read">The operator.</param>
    /// <param name="parts">Its parts.</param>
    /// <returns>Why that is not possible; null where it was done.</returns>
    public string? BoundUnion(QueryOperator read, IReadOnlyList<UnionPart> parts)
    {
        var tables = parts.Select(part => part.IsPipeline ? null : Table(analyzer.Inner(part.Span), read.Scope)).ToArray();
        var time = parts.Select(part => part.Rows.Time).OfType<string>().FirstOrDefault();
        if (time is null || !parts.Zip(tables, (part, table) => IsBoundable(part, table, time)).All(isBoundable => isBoundable))
        {
            return
                parts.Where((part, i) => !part.IsPipeline && tables[i] is null).Select(part => analyzer.Inner(part.Span)).FirstOrDefault()
                    is { Count: > 0 } other
                ? $"its part '{_query.NameAt(other.Start) ?? _query.TextAt(other.Start)}' isn't a table by its own name or a pipeline, so a filter in the text "
                    + "could change its name in the column"
                : "its parts have different time columns, or none, or describe a state, so a filter in the text would change the names in its column";
        }

        diagnostics.Tables.FilterBehind(
            new TimeFilter(read.Arguments.End - 1, time) { HasUntimed = Array.Exists(tables, table => table is { Time: null }) },
            tables.OfType<NamedTable>().Where(table => table.Time is not null).Select(table => table.Token)
        );
        return null;
    }

    private static bool IsBoundable(UnionPart part, NamedTable? table, string time) =>
        table is { Time: null } || ((part.IsPipeline || table is not null) && part.Rows.IsWindowed && part.Rows.Time == time);

    // The tables' names, each with the token that it stands at; null where any of them is anything else.
    private List<NamedTable>? Tables(IReadOnlyList<TokenRange> names, QueryScope scope)
    {
        var tables = new List<NamedTable>();
        foreach (var name in names)
        {
            if (Table(name, scope) is not { } table)
            {
                return null;
            }

            tables.Add(table);
        }

        return tables;
    }

    private NamedTable? Table(TokenRange name, QueryScope scope) =>
        name.Count == 1
        && _query.NameAt(name.Start) is { } table
        && times.Knows(table)
        && !table.Contains('*')
        && scope.Find(table) is null
        && diagnostics.RowsNamed(table) is null
            ? new NamedTable(table, name.Start, times.Of(table))
            : null;

    private List<NamedTable> Read(List<NamedTable> tables)
    {
        foreach (var table in tables)
        {
            diagnostics.ReadsTable(table.Token, table.Name, table.Time);
        }

        return tables;
    }

    private RowsetInfo Bound(List<NamedTable> tables, TimeFilter filter)
    {
        var timed = Read(tables).Where(table => table.Time is not null).Select(table => table.Token).ToArray();
        if (timed.Length == 0)
        {
            return RowsetInfo.Constant;
        }

        var hasUntimed = timed.Length < tables.Count;
        diagnostics.Tables.FilterBehind(filter with { HasUntimed = hasUntimed }, timed);
        foreach (var table in tables.Where(table => table.Time is null))
        {
            diagnostics.CannotSplit(
                table.Token,
                table.Name,
                "it has no time column, so each window would return all of it again",
                "Run it as a query of its own."
            );
        }

        var rows = RowsetInfo.Table(filter.TimeColumn);
        return hasUntimed || filter.Projection is not null ? rows with { Time = null } : rows;
    }

    // Without a list of columns, find gives those that all of its tables have. A bound in its condition would let in tables that have no other column of it.
    private TimeFilter? Projected(TokenRange rest, TimeFilter filter, bool hasUntimed)
    {
        var project = _query.Find(rest, "project");
        var columns = project < 0 ? null : _query.OperatorAt(rest.From(project));
        if (columns is not ("project", var listed))
        {
            return hasUntimed || KqlFacts.IsOperator(columns?.Name) ? null : filter;
        }

        var items = _query.Split(listed, KqlTokenKind.Comma);
        if (items.Any(item => item.Count == 1 && _query.NameAt(item.Start) == filter.TimeColumn))
        {
            return filter;
        }

        return items.All(item =>
            !item.IsEmpty && _query.NameAt(item.Start) != filter.TimeColumn && _query.KindAt(item.Start + 1) != KqlTokenKind.OpenParenthesis
        )
            ? filter with
            {
                Projection = listed.Start,
            }
            : null;
    }

    private static string NameThem(string name) => $"Name the tables to read, as in '{name} in (DeviceEvents, DeviceFileEvents) …'.";

    private RowsetInfo CannotBound(int token, string name, string why, IEnumerable<NamedTable> tables)
    {
        diagnostics.MayRead(tables.Select(table => table.Name));
        return CannotBound(token, name, why, Rewrite);
    }

    private RowsetInfo CannotBound(int token, string name, string why, string instead)
    {
        diagnostics.CannotBoundText(token, name, why, instead);
        return RowsetInfo.Tables;
    }

    private sealed record NamedTable(string Name, int Token, string? Time)
    {
        public bool IsState => SnapshotTables.Has(Name);
    }
}
