using MdeHunting.Tables;

namespace MdeHunting.Kql.Analysis;

/// <summary>
/// Reads the operators that write the names of their tables into their rows: <c>search in (…)</c>, <c>find in (…)</c> and <c>union withsource=…</c>. What a let
/// shadows would have another name there, so their tables are read as they are and their rows are bounded behind the operator, where they still have their
/// time.
/// </summary>
internal sealed class NamedTables(QueryAnalyzer analyzer, DiagnosticBag diagnostics, TimeColumns times)
{
    private const string Rewrite = "Write 'union DeviceEvents, DeviceFileEvents | where …' with the tables that are meant.";

    private readonly TokenTree _query = analyzer.Query;
    private readonly FilterAnalyzer _filters = new(analyzer.Query);

    /// <summary>Reads <c>search</c> or <c>find</c>.</summary>
    public RowsetInfo ReadSearch(TokenRange span, string name, QueryScope scope)
    {
        var place = new OptionAnalyzer(_query).Skip(span.From(span.Start + 1), out _);
        if (!_query.Is(place, "in") || _query.KindAt(place + 1) != KqlTokenKind.OpenParenthesis)
        {
            return Filtered(CannotBound(span.Start, name, "it names no tables, and so reads all of them", Rewrite), name, span.From(place), scope);
        }

        var inside = _query.Inside(place + 1);
        var rest = span.From(inside.End + 1);
        analyzer.Expressions.Read(rest, scope);
        return Filtered(ReadNamed(span, name, inside, rest, scope), name, rest, scope);
    }

    private RowsetInfo ReadNamed(TokenRange span, string name, TokenRange inside, TokenRange rest, QueryScope scope)
    {
        if (Tables(_query.Split(inside, KqlTokenKind.Comma), scope) is not { } tables)
        {
            return CannotBound(span.Start, name, "what it reads are not all tables that are known, so their rows cannot be bounded by a time column", Rewrite);
        }

        if (Bound(tables, span, out var time) is not { } rows)
        {
            return CannotBound(span.Start, name, "its tables have no time column in common by which its rows could be bounded", Rewrite);
        }

        if (KqlFacts.SourceOf(name) == KqlSource.Found && time is not null && !Projects(rest, time))
        {
            return CannotBound(
                span.Start,
                name,
                $"its rows have their time only where it projects {time}, and a bound within it would change its columns",
                $"Add 'project {time}, …' to it. Or write a union of the tables."
            );
        }

        return rows;
    }

    private RowsetInfo Filtered(RowsetInfo rows, string name, TokenRange rest, QueryScope scope)
    {
        var project = KqlFacts.SourceOf(name) == KqlSource.Found ? _query.Find(rest, "project") : -1;
        var predicate = rest with { Start = _query.Is(rest.Start, "where") ? rest.Start + 1 : rest.Start, End = project < 0 ? rest.End : project };
        return _filters.Where(predicate, scope, rows);
    }

    /// <summary>Reads <c>union withsource=…</c>; null where it does not begin with tables by their own names alone.</summary>
    public RowsetInfo? ReadWithSource(QueryOperator read, IReadOnlyList<TokenRange> legs) =>
        read.IsSource && Tables(legs, read.Scope) is { } tables ? Bound(tables, read.Arguments, out _) : null;

    // The tables' names, each with the token that it stands at; null where any of them is anything else.
    private List<(string Table, int Token)>? Tables(IReadOnlyList<TokenRange> names, QueryScope scope)
    {
        var tables = new List<(string, int)>();
        foreach (var name in names)
        {
            if (
                name.Count != 1
                || _query.NameAt(name.Start) is not { } table
                || !times.Knows(table)
                || table.Contains('*')
                || scope.Find(table) is not null
                || diagnostics.RowsNamed(table) is not null
            )
            {
                return null;
            }

            tables.Add((table, name.Start));
        }

        return tables;
    }

    private RowsetInfo? Bound(List<(string Table, int Token)> tables, TokenRange read, out string? time)
    {
        var columns = tables.Select(table => times.Of(table.Table)).Distinct().ToArray();
        time = columns[0];
        if (columns.Length > 1)
        {
            return null;
        }

        foreach (var (table, token) in tables)
        {
            diagnostics.Tables.Add(table, time, token);
        }

        if (time is null)
        {
            return RowsetInfo.Constant;
        }

        diagnostics.Tables.FilterBehind(read, time, tables.Select(table => table.Token));
        return RowsetInfo.Table(time);
    }

    private bool Projects(TokenRange rest, string time)
    {
        var project = _query.Find(rest, "project");
        return project >= 0 && _query.Split(rest.From(project + 1), KqlTokenKind.Comma).Any(item => item.Count == 1 && _query.NameAt(item.Start) == time);
    }

    private RowsetInfo CannotBound(int token, string name, string why, string instead)
    {
        diagnostics.CannotBoundText(token, name, why, instead);
        return RowsetInfo.Tables;
    }
}
