using MdeHunting.Kql.Analysis;
using MdeHunting.Kql.Time;
using MdeHunting.Kql.Writing;
using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Kql;
using MdeHunting.Lab.Kql.Values;
using Xunit;

namespace MdeHunting.Tests.Running.Windows;

/// <summary>Runs queries in the lab's engine, whole and over windows of time.</summary>
internal static class WindowedRuns
{
    /// <summary>The rows of the query over a database whose tables were cut to the time beforehand, those without a time left whole.</summary>
    /// <exception cref="KqlException">The lab's engine does not run the query.</exception>
    public static RunRows Cut(QueryAnalysis analysis, TimeRange range, KqlDatabase database) => Run(analysis.Query.Text.Source, CutTo(range, database));

    /// <summary>The rows of the bounded query.</summary>
    public static RunRows Bounded(QueryAnalysis analysis, TimeRange range, KqlDatabase database) => Run(new BoundedQuery(analysis, null).Over(range), database);

    /// <summary>
    /// The rows of all windows, in the order in which they would be asked for. Each is asked for at another moment, while now() is the database's for all.
    /// </summary>
    /// <param name="analysis">The query.</param>
    /// <param name="boundaries">Where the windows meet, the start and the end of it all among them.</param>
    /// <param name="database">The tables.</param>
    public static RunRows Windows(QueryAnalysis analysis, IReadOnlyList<DateTime> boundaries, KqlDatabase database)
    {
        var query = new BoundedQuery(analysis, database.Now);
        var runs = boundaries
            .Zip(boundaries.Skip(1), (start, end) => new TimeRange(start, end))
            .Select((window, i) => Run(query.Over(window), database with { Now = database.Now.AddHours(1 + i) }))
            .ToList();
        if (analysis.Rows.Order == RowOrder.NewestFirst)
        {
            runs.Reverse();
        }

        Assert.All(runs, run => Assert.Equal(runs[0].Columns, run.Columns));
        return new RunRows(runs[0].Columns, [.. runs.SelectMany(run => run.Rows)]);
    }

    /// <summary>That the windows give the rows of the whole: the same ones, as often, and in the same order where the query puts them in one.</summary>
    public static void AssertSame(RunRows whole, RunRows windows, QueryAnalysis analysis)
    {
        Assert.Equal(whole.Columns, windows.Columns);
        if (analysis.Rows.Order == RowOrder.None)
        {
            Assert.Equal(whole.Rows.Order(StringComparer.Ordinal), windows.Rows.Order(StringComparer.Ordinal));
        }
        else
        {
            Assert.Equal(whole.Rows, windows.Rows);
        }
    }

    private static RunRows Run(string query, KqlDatabase database)
    {
        var table = KqlEngine.Run(query, database, TestContext.Current.CancellationToken);
        return new RunRows(
            string.Join(", ", table.Columns.Select(column => $"{column.Name}:{column.Type}")),
            [.. table.Rows.Select(row => string.Join(" | ", row.Select(cell => cell is null ? "null" : Conversions.ToText(cell))))]
        );
    }

    private static KqlDatabase CutTo(TimeRange range, KqlDatabase database) =>
        database with
        {
            Tables = database.Tables.ToDictionary(
                table => table.Key,
                table =>
                    HuntingTables.TimeColumnOf(table.Value.Columns) is >= 0 and var place
                        ? table.Value with
                        {
                            Rows = [.. table.Value.Rows.Where(row => row[place] is DateTime time && time >= range.Start && time < range.End)],
                        }
                        : table.Value
            ),
        };
}
