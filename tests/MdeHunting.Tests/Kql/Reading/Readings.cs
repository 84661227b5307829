using MdeHunting.Kql.Analysis;
using MdeHunting.Tables;

namespace MdeHunting.Tests.Kql.Reading;

/// <summary>Short ways to say what the reading of a query found.</summary>
internal static class Readings
{
    public static QueryAnalysis Of(string query) => QueryAnalyzer.Read(query, TimeColumns.Bundled);

    public static bool CanBound(QueryAnalysis reading) =>
        reading.First(QueryDiagnosticKind.Bounding) is null && reading.Tables.Any(table => table.TimeColumn is not null);

    public static bool CanSplit(QueryAnalysis reading) => CanBound(reading) && reading.First(QueryDiagnosticKind.Splitting) is null;

    /// <summary>The tables that it reads, a time's column behind those that have one.</summary>
    public static string Tables(string query) =>
        string.Join(' ', Of(query).Tables.Select(table => table.TimeColumn is null ? table.Table : $"{table.Table}:{table.TimeColumn}"));

    /// <summary>The first obstacle and its place, as in <c>take 1:7</c>; empty where there is none.</summary>
    public static string First(string query, QueryDiagnosticKind kind)
    {
        var reading = Of(query);
        if (reading.First(kind) is not { } obstacle)
        {
            return "";
        }

        var text = reading.Query.Text;
        var place = text.LineAndColumn(text.Significant.Count == 0 ? 0 : text.Significant[Math.Clamp(obstacle.Token, 0, text.Significant.Count - 1)].Start);
        return $"{obstacle.Name} {place.Line}:{place.Column}";
    }
}
