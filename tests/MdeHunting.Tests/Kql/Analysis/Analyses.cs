using MdeHunting.Kql.Analysis;
using MdeHunting.Tables;

namespace MdeHunting.Tests.Kql.Analysis;

/// <summary>Short ways to say what the analysis of a query found.</summary>
internal static class Analyses
{
    public static QueryAnalysis Of(string query) => QueryAnalyzer.Read(query, TimeColumns.Bundled);

    public static bool CanBound(QueryAnalysis analysis) =>
        analysis.First(QueryDiagnosticKind.Bounding) is null && analysis.Tables.Any(table => table.TimeColumn is not null);

    public static bool CanSplit(QueryAnalysis analysis) => CanBound(analysis) && analysis.First(QueryDiagnosticKind.Splitting) is null;

    /// <summary>The tables that it reads, a time's column behind those that have one.</summary>
    public static string Tables(string query) =>
        string.Join(' ', Of(query).Tables.Select(table => table.TimeColumn is null ? table.Table : $"{table.Table}:{table.TimeColumn}"));

    /// <summary>The first diagnostic and its place, as in <c>take 1:7</c>; empty where there is none.</summary>
    public static string First(string query, QueryDiagnosticKind kind)
    {
        var analysis = Of(query);
        if (analysis.First(kind) is not { } diagnostic)
        {
            return "";
        }

        var text = analysis.Query.Text;
        var place = text.LineAndColumn(text.Significant.Count == 0 ? 0 : text.Significant[Math.Clamp(diagnostic.Token, 0, text.Significant.Count - 1)].Start);
        return $"{diagnostic.Name} {place.Line}:{place.Column}";
    }
}
