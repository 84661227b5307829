using System.Data;
using System.Management.Automation;
using System.Management.Automation.Internal;
using MdeHunting.Rows;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Results;

/// <summary>-AsResult and -AsDataTable as a user has them, in a lab that cuts its results at a hundred rows.</summary>
public sealed class ResultTests(TruncationCheckTests.CuttingLab cutting) : IClassFixture<TruncationCheckTests.CuttingLab>
{
    private readonly Shell _shell = cutting.Lab.Shell;

    [Theory]
    [InlineData("Graph", false)]
    [InlineData("Endpoint", true)]
    [InlineData("Xdr", true)]
    public void A_result_tells_what_is_known_of_its_rows(string api, bool hasStatistics)
    {
        var connection = (MdeConnection)cutting.Lab.Connect($"-Api {api} -Name {api} -Limit @{{ rowLimit = 100 }}").ThrowIfFailed().Output.Single().BaseObject;
        const string query = "DeviceProcessEvents | project Timestamp, FileName | take 7";
        var before = DateTime.UtcNow;

        var result = Result(_shell.Run("Invoke-MdeHuntingQuery $args[0] -AsResult -Connection $args[1]", query, api));

        Assert.Equal(query, result.Query);
        Assert.Equal(7, result.RowCount);
        Assert.Equal(["Timestamp", "FileName"], result.Rows[6].Properties.Select(p => p.Name));
        Assert.Equal("MdeHunting.Row", result.Rows[0].TypeNames[0]);
        Assert.Equal(["Timestamp: DateTime", "FileName: String"], result.Schema.Select(c => c.ToString()));
        Assert.True(result.IsComplete);
        Assert.Empty(result.Missing);
        Assert.StartsWith("No start time was found in the query, so its rows are what the service retains: 30 days, from ", Assert.Single(result.Notes));
        Assert.InRange(result.StartedAt, before, result.FinishedAt);
        Assert.Equal((DateTimeKind.Utc, DateTimeKind.Utc), (result.StartedAt.Kind, result.FinishedAt.Kind));
        Assert.Equal((api, connection.TenantId, connection.Account), (result.Connection, result.TenantId, result.Account));
        Assert.Equal(api, result.Api.ToString());
        Assert.Equal(result.RequestId, Assert.Single(result.Calls).RequestId);
        Assert.Equal(1, result.Statistics.Calls);
        Assert.InRange(result.Statistics.Bytes, 100, 10_000);
        Assert.Equal(hasStatistics, result.Statistics.ExecutionTime is not null);
        Assert.Equal(hasStatistics, result.Statistics.CpuTime is not null);
        Assert.Equal(hasStatistics, result.Statistics.PeakMemory is not null);
        Assert.Equal(hasStatistics ? 7L : null, result.Statistics.TableRows);
    }

    [Fact]
    public void A_result_has_what_proves_it_also_as_JSON()
    {
        const string query = "DeviceProcessEvents | project Timestamp, FileName | take 7";

        var run = _shell.Run(
            """
            $result = Invoke-MdeHuntingQuery $args[0] -AsResult -Timespan 7d
            $result
            $result | ConvertTo-Json -WarningAction Ignore
            $result | Out-String
            """,
            query
        );

        var result = (MdeHuntingResult)run.ThrowIfFailed().Output[0].BaseObject;
        Assert.Equal(TimeSpan.FromDays(7), result.EndTime - result.StartTime);
        Assert.Equal(result.SentQuery, Assert.Single(result.Calls).SentQuery);
        Assert.Contains("datetime(", result.SentQuery, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{64}$", result.ContentSha256);
        Assert.Equal("0.1.0", result.ModuleVersion);
        using var json = System.Text.Json.JsonDocument.Parse((string)run.Output[1].BaseObject);
        Assert.Equal(result.ContentSha256, json.RootElement.GetProperty("ContentSha256").GetString());
        Assert.Equal(result.StartTime, json.RootElement.GetProperty("StartTime").GetDateTime().ToUniversalTime());
        Assert.EndsWith("Z", json.RootElement.GetProperty("Calls")[0].GetProperty("StartedAt").GetString(), StringComparison.Ordinal);
        Assert.Equal(result.SentQuery, json.RootElement.GetProperty("Calls")[0].GetProperty("SentQuery").GetString());
        Assert.Matches("TimeRange +: 20", (string)run.Output[2].BaseObject);
        Assert.True(TimeSpan.TryParse(json.RootElement.GetProperty("Calls")[0].GetProperty("Elapsed").GetString(), out _));
        Assert.Contains(result.ContentSha256!, (string)run.Output[2].BaseObject, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_a_result_but_what_rows_hold_is_cut_in_JSON_of_the_usual_depth()
    {
        var run = _shell.Run(
            """
            $result = Invoke-MdeHuntingQuery 'DeviceProcessEvents | project Timestamp, FileName | take 2' -AsResult -Timespan 7d
            $result | ConvertTo-Json -WarningVariable warned -WarningAction SilentlyContinue
            $warned.Count
            $result | ConvertTo-Json -Depth 5 -WarningAction Stop
            [timespan]$result.Calls[0].Elapsed -eq [timespan]$result.Statistics.Elapsed
            """
        );

        var json = (string)run.ThrowIfFailed().Output[0].BaseObject;
        Assert.Equal(0, run.Output[1].BaseObject);
        Assert.Equal(json, run.Output[2].BaseObject);
        Assert.Equal(true, run.Output[3].BaseObject);
        Assert.DoesNotContain("Ticks", json, StringComparison.Ordinal);
        Assert.DoesNotContain("@{", json, StringComparison.Ordinal);
    }

    [Fact]
    public void One_row_is_not_called_rows()
    {
        var run = _shell.Run("(Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 1' -AsResult -Timespan 7d).Calls[0].ToString()");

        Assert.EndsWith(": 1 row", (string)run.ThrowIfFailed().Output[0].BaseObject, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_result_cost_is_shown_after_it_was_kept()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var run = _shell.Run(
            "try { Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 2' -AsResult -Timespan 7d | Export-Clixml $args[0]; Import-Clixml $args[0] | Out-String } finally { Remove-Item $args[0] }",
            path
        );

        Assert.Matches("Statistics +: 1 call, ", (string)run.ThrowIfFailed().Output[0].BaseObject);
    }

    [Fact]
    public void Its_request_id_is_the_one_in_the_verbose_line()
    {
        var run = _shell.Run("Invoke-MdeHuntingQuery 'DeviceInfo | count' -AsResult -Verbose");

        Assert.Contains($"request {Result(run).RequestId}.", Assert.Single(run.Verbose, line => line.StartsWith("POST ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_found_still_has_its_columns()
    {
        const string query = "DeviceProcessEvents | where FileName == 'nothing of that name' | project Timestamp, ProcessId, AdditionalFields";

        var result = Result(_shell.Run("Invoke-MdeHuntingQuery $args[0] -AsResult", query));
        var table = Table(_shell.Run("Invoke-MdeHuntingQuery $args[0] -AsDataTable", query));

        Assert.Equal((0, true), (result.RowCount, result.IsComplete));
        Assert.Equal(["Timestamp", "ProcessId", "AdditionalFields"], result.Schema.Select(c => c.Name));
        Assert.Equal(["Timestamp", "ProcessId", "AdditionalFields"], table.Columns.Cast<DataColumn>().Select(c => c.ColumnName));
        Assert.Equal(typeof(DateTime), table.Columns[0].DataType);
        Assert.Equal(0, table.Rows.Count);
    }

    [Theory]
    [InlineData("Graph")]
    [InlineData("Endpoint")]
    public void Rows_in_a_table_are_those_of_the_pipeline(string api)
    {
        cutting.Lab.Connect($"-Api {api} -Name {api} -Limit @{{ rowLimit = 100 }}").ThrowIfFailed();
        const string query = "DeviceProcessEvents | take 20";

        var rows = _shell.Run("Invoke-MdeHuntingQuery $args[0] -Connection $args[1]", query, api).ThrowIfFailed().Output;
        var table = Table(_shell.Run("Invoke-MdeHuntingQuery $args[0] -AsDataTable -Connection $args[1]", query, api));

        Assert.Equal(rows[0].Properties.Select(p => p.Name), table.Columns.Cast<DataColumn>().Select(c => c.ColumnName));
        Assert.Equal(
            rows.Select(r => string.Join("|", r.Properties.Select(p => ExactText.Of(p.Value)))),
            table.Rows.Cast<DataRow>().Select(r => string.Join("|", r.ItemArray.Select(c => c is DBNull ? "" : ExactText.Of(c))))
        );
        Assert.DoesNotContain(table.Columns.Cast<DataColumn>(), c => c.DataType == typeof(object));
    }

    [Theory]
    [InlineData("-AsResult", typeof(MdeHuntingResult))]
    [InlineData("-AsDataTable", typeof(DataTable))]
    public void Each_query_gives_one_object_and_a_bad_one_none(string mode, Type type)
    {
        var run = _shell.Run($"'DeviceInfo | take 1', 'Nonsense', 'DeviceInfo | take 0', 'DeviceInfo | take 2' | Invoke-MdeHuntingQuery {mode}");

        Assert.All(run.Output, o => Assert.IsType(type, o.BaseObject));
        Assert.Equal([1, 0, 2], run.Output.Select(o => o.BaseObject is DataTable table ? table.Rows.Count : ((MdeHuntingResult)o.BaseObject).RowCount));
        Assert.Equal("QueryRefused", run.ErrorId);
    }

    [Theory]
    [InlineData("-AsResult")]
    [InlineData("-AsDataTable")]
    public void A_result_at_the_limit_comes_and_then_its_error(string mode)
    {
        var run = _shell.Run($"Invoke-MdeHuntingQuery DeviceProcessEvents -Connection Contoso {mode}");

        Assert.Equal("ResultTruncated", run.ErrorId);
        switch (Assert.Single(run.Output).BaseObject)
        {
            case MdeHuntingResult result:
                Assert.Equal((100, false, "ResultTruncated"), (result.RowCount, result.IsComplete, result.Missing.Single().ErrorId));
                break;
            case DataTable table:
                Assert.Equal((100, false), (table.Rows.Count, (bool)table.ExtendedProperties["IsComplete"]!));
                break;
        }

        Assert.IsType<ActionPreferenceStopException>(
            _shell.Run($"Invoke-MdeHuntingQuery DeviceProcessEvents -Connection Contoso {mode} -ErrorAction Stop").Thrown
        );
    }

    [Fact]
    public void MaxRows_is_told_as_left_out_on_purpose_without_an_error()
    {
        var result = Result(_shell.Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 50' -MaxRows 10 -AsResult"));

        Assert.Equal((10, false), (result.RowCount, result.IsComplete));
        Assert.Null(result.Missing.Single().ErrorId);
        Assert.Contains("first 10 of the 50 rows", result.Missing.Single().Reason);
        Assert.Equal(10, Table(_shell.Run("Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 50' -MaxRows 10 -AsDataTable")).Rows.Count);
    }

    [Fact]
    public void Both_switches_are_one_clear_error_and_nothing_is_sent()
    {
        var before = cutting.Lab.Lab.State.Requests.Count;

        var run = _shell.Run("'DeviceInfo | count', 'DeviceInfo | count' | Invoke-MdeHuntingQuery -AsResult -AsDataTable");

        Assert.Equal("ArgumentConflict", run.ErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, run.Error.CategoryInfo.Category);
        Assert.Empty(run.Output);
        Assert.Equal(before, cutting.Lab.Lab.State.Requests.Count);
    }

    [Fact]
    public void On_the_screen_it_tells_its_worth_in_UTC_and_not_its_rows()
    {
        var text = Show(
            "Invoke-MdeHuntingQuery \"DeviceProcessEvents`n| where Timestamp > ago(30d) | project FileName | take 50\" -MaxRows 40 -Connection Contoso "
                + "-AsResult"
        );

        Assert.Matches(@"Query +: DeviceProcessEvents \| where Timestamp > ago\(30d\) \| project FileName \| take 50\n", text);
        Assert.Matches(@"RowCount +: 40\nIsComplete +: False\nMissing +: -MaxRows kept the first 40 of the 50 rows\.\n", text);
        Assert.Matches(@"Schema +: FileName\n", text);
        Assert.Matches(@"Connection +: Contoso \(Graph, Lab, ", text);
        Assert.Matches(@"StartedAt +: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z\nFinishedAt +: .*Z\n", text);
        Assert.DoesNotContain(".exe", text);
        Assert.DoesNotContain("Notes", text);
    }

    [Fact]
    public void Windows_and_calls_show_their_times_in_UTC()
    {
        var start = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

        var text = Show("$args[0]", new MdeMissingWindow(start, start.AddTicks(15), "QueryTimeout", "Too long."));
        Assert.Matches(@"StartTime +: 2026-11-01 00:00:00Z\nEndTime +: 2026-11-01 00:00:00\.0000015Z\n", text);

        text = Show("(Invoke-MdeHuntingQuery 'DeviceInfo | count' -AsResult).Calls");
        Assert.Matches(@"RowCount +: 1\nRowsKept +: 1\n", text);
        Assert.Matches(@"FinishedAt +: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z\n", text);
        Assert.DoesNotContain("EndTime", text);
    }

    [Fact]
    public void A_result_cannot_be_changed()
    {
        const string change = "$r = Invoke-MdeHuntingQuery 'DeviceInfo | take 1' -AsResult; ";

        Assert.NotNull(_shell.Run(change + "$r.Query = 'another'").Error);
        Assert.NotNull(_shell.Run(change + "$r.Missing = @()").Error);
        Assert.NotNull(_shell.Run(change + "$r.StartedAt = [datetime]::Now").Error);
        Assert.NotNull(_shell.Run(change + "$r.Rows[0] = $null").Error);
        Assert.NotNull(_shell.Run(change + "$r.Schema[0].PropertyName = 'x'").Error);
    }

    [Fact]
    public void The_cmdlet_says_what_it_gives() =>
        Assert.Equal(
            ["MdeHunting.Row", typeof(MdeHuntingResult).FullName, typeof(MdeOutputFile).FullName, typeof(DataTable).FullName],
            _shell.Run("(Get-Help Invoke-MdeHuntingQuery).returnValues.returnValue.type.name").ThrowIfFailed().Output.Select(o => o.ToString())
        );

    private string Show(string command, params object?[] arguments)
    {
        var before = _shell.Screen.Text.Length;
        _shell.Run($"{command} | Out-Default", arguments).ThrowIfFailed();
        var text = new StringDecorated(_shell.Screen.Text[before..]).ToString(OutputRendering.PlainText);
        return string.Join("\n", text.Split('\n').Select(line => line.TrimEnd()));
    }

    private static MdeHuntingResult Result(ShellResult run) => Assert.IsType<MdeHuntingResult>(Assert.Single(run.ThrowIfFailed().Output).BaseObject);

    private static DataTable Table(ShellResult run) => Assert.IsType<DataTable>(Assert.Single(run.ThrowIfFailed().Output).BaseObject);
}
