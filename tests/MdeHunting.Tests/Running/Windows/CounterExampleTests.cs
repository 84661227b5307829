using MdeHunting.Kql.Analysis;
using MdeHunting.Lab.Kql;
using MdeHunting.Tests.Kql.Analysis;
using Xunit;

namespace MdeHunting.Tests.Running.Windows;

/// <summary>For what is refused, one query whose windows give other rows than the whole does.</summary>
public class CounterExampleTests
{
    private static readonly DateTime Middle = SmallTenant.Boundaries[3];

    private static readonly DateTime[] TwoWindows = [SmallTenant.Range.Start, Middle, SmallTenant.Range.End];

    private static readonly KqlDatabase Database = new(
        new[]
        {
            Table("DeviceEvents", "Timestamp", (-20, 1, "b"), (-10, 2, "a"), (-10, 1, "a"), (0, 1, "a"), (10, 3, "c"), (10, 2, "a")),
            Table("DeviceFileEvents", "Timestamp", (-20, 3, "c"), (10, 1, "a"), (20, 2, "b")),
            Table("SigninLogs", "TimeGenerated", (-5, 1, "a"), (5, 1, "a")),
            new KqlTable(
                "DeviceTvmSoftwareInventory",
                [new("Id", KqlType.Long), new("Name", KqlType.String)],
                [
                    [1L, "a"],
                    [9L, "z"],
                ]
            ),
        }.ToDictionary(table => table.Name),
        SmallTenant.Now
    );

    [Theory]
    [InlineData("summarize", "DeviceEvents | summarize n = count() by Id")]
    [InlineData("summarize", "DeviceEvents | summarize arg_max(Timestamp, *) by Id")]
    [InlineData("summarize", "DeviceEvents | summarize arg_min(Timestamp, *) by Id")]
    [InlineData("summarize", "DeviceEvents | mv-apply e = pack_array(Id) to typeof(long) on (where true) | summarize make_set(Name)")]
    [InlineData("count", "DeviceEvents | count")]
    [InlineData("distinct", "DeviceEvents | distinct Name")]
    [InlineData("top", "DeviceEvents | top 2 by Timestamp")]
    [InlineData("take", "DeviceEvents | take 2")]
    [InlineData("limit", "DeviceEvents | limit 2")]
    [InlineData("sample", "DeviceEvents | sample 1")]
    [InlineData("sample-distinct", "DeviceEvents | sample-distinct 1 of Name")]
    [InlineData("partition", "DeviceEvents | partition by Id (top 1 by Timestamp)")]
    [InlineData("fork", "DeviceEvents | fork (take 1) (count)")]
    [InlineData("DeviceFileEvents", "let n = () { toscalar(DeviceFileEvents | count) }; DeviceEvents | where Id < n")]
    [InlineData("DeviceFileEvents", "let n = () { toscalar(DeviceFileEvents | count) }; let m = () { n }; let v = m; DeviceEvents | where Id < v")]
    [InlineData("DeviceFileEvents", "let n = toscalar(DeviceFileEvents | count); DeviceEvents | where['Id'] < ['n']")]
    [InlineData("DeviceEvents", "let n = toscalar(DeviceEvents | count); DeviceEvents | where['n'] > 5")]
    [InlineData("X", "let X = DeviceTvmSoftwareInventory; DeviceEvents | as X | where Timestamp == toscalar(X | summarize max(Timestamp))")]
    [InlineData("getschema", "DeviceEvents | getschema")]
    [InlineData("serialize", "DeviceEvents | serialize n = row_number()")]
    [InlineData("invoke", "let f = (T:(*)) { T | count }; DeviceEvents | invoke f()")]
    [InlineData("f", "let f = (T:(*)) { T | count }; f(DeviceEvents)")]
    [InlineData("row_number", "DeviceEvents | order by Timestamp asc | extend n = row_number()")]
    [InlineData("row_cumsum", "DeviceEvents | order by Timestamp asc | extend n = row_cumsum(Id)")]
    [InlineData("prev", "DeviceEvents | order by Timestamp asc | extend p = prev(Id)")]
    [InlineData("next", "DeviceEvents | order by Timestamp asc | where next(Id) > 0")]
    [InlineData("join", "DeviceEvents | join DeviceTvmSoftwareInventory on Id")]
    [InlineData("join kind=innerunique", "DeviceEvents | join kind=innerunique DeviceTvmSoftwareInventory on Id")]
    [InlineData("join kind=rightouter", "DeviceEvents | join kind=rightouter DeviceTvmSoftwareInventory on Id")]
    [InlineData("join kind=fullouter", "DeviceEvents | join kind=fullouter DeviceTvmSoftwareInventory on Id")]
    [InlineData("join kind=rightsemi", "DeviceEvents | join kind=rightsemi DeviceTvmSoftwareInventory on Id")]
    [InlineData("join kind=rightanti", "DeviceEvents | join kind=rightanti DeviceTvmSoftwareInventory on Id")]
    [InlineData("join", "DeviceEvents | join kind=inner DeviceFileEvents on Id")]
    [InlineData("join", "DeviceEvents | join kind=leftouter DeviceFileEvents on Id")]
    [InlineData("join", "DeviceEvents | join kind=leftsemi DeviceFileEvents on Id")]
    [InlineData("join", "DeviceEvents | join kind=leftanti (DeviceFileEvents | project Id) on Id")]
    [InlineData("join", "DeviceEvents | as All | join kind=inner (All | where Id == 1) on Id")]
    [InlineData("The query", "DeviceTvmSoftwareInventory | join kind=leftouter DeviceFileEvents on Id")]
    [InlineData("lookup", "DeviceEvents | lookup DeviceFileEvents on Id")]
    [InlineData("lookup", "DeviceEvents | lookup kind=inner DeviceFileEvents on Id")]
    [InlineData("DeviceTvmSoftwareInventory", "union DeviceEvents, DeviceTvmSoftwareInventory")]
    [InlineData("print", "union DeviceEvents, (print Id = 1)")]
    [InlineData("datatable", "DeviceEvents | union (datatable(Id:long)[1])")]
    [InlineData("range", "DeviceEvents | union (range Id from 1 to 2 step 1)")]
    [InlineData("union", "DeviceTvmSoftwareInventory | union DeviceEvents")]
    [InlineData("DeviceFileEvents", "DeviceEvents | where Id in (DeviceFileEvents | project Id)")]
    [InlineData("DeviceFileEvents", "DeviceEvents | where Id !in ((DeviceFileEvents | project Id))")]
    [InlineData("let0", "let let0 = DeviceFileEvents | project Id; DeviceEvents | where Id in (let0)")]
    [InlineData("let0", "let let0 = view () { DeviceFileEvents | project Id }; DeviceEvents | where Id in (let0)")]
    [InlineData("DeviceFileEvents", "DeviceEvents | where Name has_any ((DeviceFileEvents | project Name))")]
    [InlineData("DeviceFileEvents", "DeviceEvents | where Id < toscalar(DeviceFileEvents | count)")]
    [InlineData("DeviceEvents", "let last = toscalar(DeviceEvents | summarize max(Timestamp)); DeviceEvents | where Timestamp == last")]
    [InlineData("summarize", "DeviceTvmSoftwareInventory | where Id == 1 | union DeviceEvents | summarize n = count()")]
    [InlineData("rand", "DeviceEvents | extend r = rand()")]
    [InlineData("new_guid", "DeviceEvents | extend g = new_guid()")]
    [InlineData("order by", "DeviceEvents | order by Id asc")]
    [InlineData("sort by", "DeviceEvents | sort by Name, Timestamp")]
    [InlineData("order by", "DeviceEvents | project Id, Timestamp = now() + Id * 1h | order by Timestamp asc")]
    [InlineData("order by", "DeviceEvents | extend bin(Timestamp, 1h) | order by Timestamp asc, Id asc")]
    [InlineData("order by", "union DeviceEvents, SigninLogs | order by Timestamp asc")]
    [InlineData("The query", "DeviceTvmSoftwareInventory | where Id > toscalar(DeviceEvents | count)")]
    [InlineData("union", "DeviceEvents | mv-apply e = pack_array(Id) to typeof(long) on (union (DeviceFileEvents | project e = Id))")]
    public void What_is_refused_gives_other_rows_over_two_windows(string diagnostic, string query)
    {
        var analysis = Analyses.Of(query);
        Assert.Null(analysis.First(QueryDiagnosticKind.Bounding));
        Assert.Contains(analysis.Diagnostics, refused => refused.Kind == QueryDiagnosticKind.Splitting && refused.Name == diagnostic);

        var whole = WindowedRuns.Cut(analysis, SmallTenant.Range, Database);
        var windows = WindowedRuns.Windows(analysis, TwoWindows, Database);

        if (query.Contains("by ", StringComparison.Ordinal) && diagnostic is "order by" or "sort by")
        {
            Assert.NotEqual(whole.Rows, windows.Rows);
        }
        else
        {
            Assert.NotEqual(whole.Rows.Order(StringComparer.Ordinal), windows.Rows.Order(StringComparer.Ordinal));
        }
    }

    // now() and ago() would move on from window to window.
    [Theory]
    [InlineData("DeviceEvents | extend Age = now() - Timestamp")]
    [InlineData("DeviceEvents | where Timestamp > ago(25m)")]
    public void A_moment_that_moves_on_gives_other_rows(string query)
    {
        var analysis = Analyses.Of(query);
        var whole = WindowedRuns.Cut(analysis, SmallTenant.Range, Database);
        var moving = WindowedRuns.Bounded(analysis, SmallTenant.Range, Database with { Now = Database.Now.AddHours(1) });

        WindowedRuns.AssertSame(whole, WindowedRuns.Windows(analysis, TwoWindows, Database), analysis);
        Assert.NotEqual(whole.Rows, moving.Rows);
    }

    /// <summary>What the lab's engine lacks, and so has no example here; one that it learns belongs above.</summary>
    [Theory]
    [InlineData("scan", "scan with (step s: true;)")]
    [InlineData("make-series", "make-series n = count() on Timestamp from ago(1h) to now() step 10m")]
    [InlineData("top-nested", "top-nested 1 of Name by count()")]
    [InlineData("top-hitters", "top-hitters 1 of Name")]
    [InlineData("reduce", "reduce by Name")]
    [InlineData("facet", "facet by Name")]
    [InlineData("search", "search 'a'")]
    [InlineData("evaluate", "evaluate autocluster()")]
    [InlineData("make-graph", "make-graph Id --> Name")]
    [InlineData("assert-schema", "assert-schema (Id:long)")]
    [InlineData("consume", "consume")]
    [InlineData("row_rank_dense", "order by Timestamp | extend r = row_rank_dense(Id)")]
    [InlineData("row_rank_min", "order by Timestamp | extend r = row_rank_min(Id)")]
    [InlineData("row_window_session", "order by Timestamp | extend s = row_window_session(Timestamp, 1h, 5m)")]
    public void What_the_lab_cannot_run_is_refused_all_the_same(string diagnostic, string steps)
    {
        var analysis = Analyses.Of($"DeviceEvents | {steps}");

        Assert.Contains(analysis.Diagnostics, refused => refused.Kind == QueryDiagnosticKind.Splitting && refused.Name == diagnostic);
        Assert.Throws<KqlException>(() => WindowedRuns.Cut(analysis, SmallTenant.Range, Database));
    }

    private static KqlTable Table(string name, string time, params (int Minutes, long Id, string Name)[] rows) =>
        new(
            name,
            [new(time, KqlType.DateTime), new("Id", KqlType.Long), new("Name", KqlType.String)],
            [.. rows.Select(row => new object?[] { Middle.AddMinutes(row.Minutes), row.Id, row.Name })]
        );
}
