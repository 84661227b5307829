using MdeHunting.Kql.Analysis;
using MdeHunting.Kql.Time;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Tables;

namespace MdeHunting.Running.Windows;

/// <summary>Tells how many rows a query gave; that it gave none is on record, since it looks like nothing has happened.</summary>
internal static class RowsReport
{
    private const int MostTables = 5;
    private const string All = "*";

    /// <summary>Tells it.</summary>
    /// <param name="result">What came of the query.</param>
    /// <param name="connection">The connection that was asked.</param>
    /// <param name="range">The time; null for the query's own.</param>
    /// <param name="report">Where it is told.</param>
    public static async Task TellAsync(ResultBuilder result, MdeConnection connection, TimeRange? range, IHuntingReport report)
    {
        var rows = result.RowsKept;
        var count =
            FormattableString.Invariant($"{rows:N0} {(rows == 1 ? "row" : "rows")}") + (report.NamesConnection ? string.Empty : $" from {connection.Name}");
        await report.VerboseAsync($"{count}.").ConfigureAwait(false);
        if (rows > 0 || !result.IsComplete)
        {
            return;
        }

        var read = QueryAnalyzer.Read(result.Query, TimeColumns.Bundled);
        string[] tables = read.Patterns.Contains(All) ? ["all tables"] : [.. read.Tables.Select(table => table.Table), .. read.Patterns];
        string[] of =
        [
            .. tables.Take(MostTables),
            .. tables.Length > MostTables ? ["…"] : Array.Empty<string>(),
            range is { } bounds ? $"from {bounds}" : "the query's own time range, within the 30 days that the service retains",
        ];
        await report.InformAsync($"{count} ({string.Join(", ", of)}).").ConfigureAwait(false);
    }
}
