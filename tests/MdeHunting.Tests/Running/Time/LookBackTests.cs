using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Settings;
using MdeHunting.Lab.Web;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Running.Time;

/// <summary>Graph looks back thirty days unless it is told otherwise. The lab keeps more, so that its rows show what it was asked for.</summary>
public sealed class LookBackTests(LookBackTests.KeepingLab keeping) : IClassFixture<LookBackTests.KeepingLab>, IDisposable
{
    private const string Old = "DeviceProcessEvents | where Timestamp > ago(60d) | project Timestamp";

    private readonly Shell _shell = keeping.Lab.Shell;
    private readonly LabState _lab = keeping.Lab.Lab.State;
    private readonly int _before = keeping.Lab.Lab.State.Requests.Count;

    public void Dispose() => _lab.Faults.ClearQueryFaults();

    [Fact]
    public void What_is_asked_for_beyond_is_sent_for_and_told_to_be_missing()
    {
        var run = _shell.Run("Invoke-MdeHuntingQuery $args[0] -AsResult", Old).ThrowIfFailed();

        var result = Result(run);
        Assert.Equal(3, result.RowCount);
        Assert.False(result.IsComplete);
        var missing = Assert.Single(result.Missing);
        Assert.Equal("LookBackCut", missing.ErrorId);
        Assert.Equal(TimeSpan.FromDays(30), missing.EndTime - missing.StartTime);
        Assert.Contains("LookBackCut", Assert.Single(run.Warnings));
        Assert.Equal(Assert.Single(Asked()).Timespan, missing.StartTime!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null));
    }

    [Theory]
    [InlineData("DeviceProcessEvents | project Timestamp", true)]
    [InlineData("DeviceProcessEvents | where Timestamp > ago(7d)", false)]
    [InlineData("DeviceProcessEvents | where Timestamp < ago(1h)", true)]
    [InlineData("DeviceProcessEvents | where ProcessCreationTime > datetime(2020-01-01)", true)]
    [InlineData("DeviceProcessEvents | where Timestamp > ago(1d) or Timestamp < ago(60d)", true)]
    [InlineData("print now()", false)]
    public void What_names_no_time_beyond_is_complete_and_sent_as_it_is(string query, bool isNoted)
    {
        var run = _shell.Run("Invoke-MdeHuntingQuery $args[0] -AsResult", query).ThrowIfFailed();

        var result = Result(run);
        Assert.True(result.IsComplete);
        Assert.Empty(run.Warnings);
        Assert.Equal(
            isNoted,
            result.Notes.Any(note =>
                note.StartsWith("No start time was found in the query, so its rows are what the service retains: 30 days", StringComparison.Ordinal)
            )
        );
        Assert.Null(Assert.Single(Asked()).Timespan);
    }

    [Theory]
    [InlineData("DeviceProcessEvents | where tolong(Timestamp) > 0 | project Timestamp")]
    [InlineData("DeviceProcessEvents | where tolong(Timestamp) / 10000000 > 63000000000 | project Timestamp")]
    [InlineData("DeviceProcessEvents | where Timestamp > ago(60d) == true | project Timestamp")]
    public void A_start_is_found_in_whatever_form_it_has(string query)
    {
        var result = Result(_shell.Run("Invoke-MdeHuntingQuery $args[0] -AsResult", query).ThrowIfFailed());

        Assert.Equal("LookBackCut", Assert.Single(result.Missing).ErrorId);
        Assert.NotNull(Assert.Single(Asked()).Timespan);
    }

    [Fact]
    public void An_end_alone_asks_for_nothing_that_is_not_kept()
    {
        var run = _shell
            .Run("Invoke-MdeHuntingQuery $args[0] -EndTime ([datetime]::UtcNow.AddDays(-20)) -AsResult", "DeviceProcessEvents | project Timestamp")
            .ThrowIfFailed();

        Assert.True(Result(run).IsComplete);
        Assert.Empty(run.Warnings);
        Assert.Null(Assert.Single(Asked()).Timespan);
    }

    [Fact]
    public void An_end_before_what_is_kept_leaves_nothing()
    {
        var run = _shell
            .Run("Invoke-MdeHuntingQuery $args[0] -EndTime ([datetime]::UtcNow.AddDays(-45)) -AsResult", "DeviceProcessEvents | project Timestamp")
            .ThrowIfFailed();

        var missing = Assert.Single(Result(run).Missing);
        Assert.Equal("LookBackCut", missing.ErrorId);
        Assert.Equal(TimeSpan.FromDays(30), missing.EndTime - missing.StartTime);
    }

    [Theory]
    [InlineData("DeviceProcessEvents | where Timestamp > ago(2d) | project Timestamp", null)]
    [InlineData("DeviceProcessEvents | where Timestamp > ago(45d) | project Timestamp", 15)]
    [InlineData("DeviceProcessEvents | where Timestamp > ago(90d) | project Timestamp", 30)]
    [InlineData("DeviceProcessEvents | where Timestamp > ago(2d) or FileName == 'x' | project Timestamp", 30)]
    [InlineData("DeviceProcessEvents | where Timestamp >= toscalar(DeviceProcessEvents | summarize min(Timestamp)) | project Timestamp", 30)]
    [InlineData("DeviceProcessEvents | where Timestamp > ago(2d) | union (DeviceProcessEvents | project Timestamp) | project Timestamp", 30)]
    public void Of_the_querys_bound_and_that_from_outside_the_later_decides(string query, int? days)
    {
        var run = _shell.Run("Invoke-MdeHuntingQuery $args[0] -Timespan 60d -AsResult", query).ThrowIfFailed();

        Assert.Equal(days is { } missing ? [TimeSpan.FromDays(missing)] : [], Result(run).Missing.Select(window => window.EndTime - window.StartTime));
        Assert.Equal(days is null ? 0 : 1, run.Warnings.Count());
    }

    [Fact]
    public void A_start_that_cannot_be_told_is_said_to_be_so()
    {
        var result = Result(
            _shell
                .Run(
                    "Invoke-MdeHuntingQuery $args[0] -AsResult",
                    "DeviceProcessEvents | where Timestamp >= toscalar(DeviceProcessEvents | summarize max(Timestamp))"
                )
                .ThrowIfFailed()
        );

        Assert.True(result.IsComplete);
        Assert.StartsWith(
            "The start time in the query's filters couldn't be determined, so its rows are at most what the service retains: 30 days",
            Assert.Single(result.Notes),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(400, "The value of the parameter 'Timespan' is out of the range that is allowed.")]
    [InlineData(400, "The requested lookback exceeds the retention of 30 days.")]
    [InlineData(400, "One or more parameters are invalid.")]
    [InlineData(403, "Not licensed beyond the retention.")]
    [InlineData(422, "Invalid time range.")]
    public void Where_Graph_does_not_take_the_time_the_query_goes_without(int status, string message)
    {
        _lab.Faults.OnQuery(query => query.Timespan is not null, LabResponseFault.Refuse(status, "BadRequest", message));

        var result = Result(_shell.Run("Invoke-MdeHuntingQuery $args[0] -AsResult", Old).ThrowIfFailed());

        Assert.Equal(1, result.RowCount);
        Assert.False(result.IsComplete);
        Assert.Equal("LookBackCut", Assert.Single(result.Missing).ErrorId);
        Assert.Contains("rejected the Timespan", Assert.Single(result.Notes));
        Assert.Equal([true, false], Asked().Select(request => request.Timespan is not null));
        Assert.Equal([true, false], result.Calls.Select(call => call.ErrorId is not null));
        Assert.Equal(2, result.Calls.Select(call => call.RequestId).Where(id => id.Length > 0).Distinct().Count());
        Assert.Equal(2, result.Statistics.Calls);
    }

    [Fact]
    public void A_query_that_is_refused_with_and_without_a_time_has_the_failure_of_the_query()
    {
        _lab.Faults.OnQuery(_ => true, LabResponseFault.Refuse(400, "BadRequest", "The query is too complex."));

        var result = _shell.Run("Invoke-MdeHuntingQuery $args[0]", Old);

        Assert.Equal("QueryRefused", result.ErrorId);
        Assert.Equal([true, false], Asked().Select(request => request.Timespan is not null));
    }

    [Fact]
    public void A_query_that_is_refused_for_itself_is_sent_once()
    {
        Assert.Equal("QueryRefused", _shell.Run("Invoke-MdeHuntingQuery $args[0]", $"{Old} | where Nothing == 1").ErrorId);
        Assert.Single(Asked());
    }

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery $args[0] -StartTime ([datetime]::UtcNow.AddDays(-60)) -AsResult", 3)]
    [InlineData("Invoke-MdeHuntingQuery $args[0] -Timespan 60d -AsResult", 3)]
    [InlineData("Invoke-MdeHuntingQuery $args[0] -Timespan 60d -Split 20d -AsResult", 3)]
    public void A_time_that_is_asked_for_is_treated_alike(string command, int rows)
    {
        var run = _shell.Run(command, "DeviceProcessEvents | project Timestamp").ThrowIfFailed();

        var result = Result(run);
        Assert.Equal(rows, result.RowCount);
        Assert.Equal("LookBackCut", Assert.Single(result.Missing).ErrorId);
        Assert.Contains("the services retain 30 days", Assert.Single(run.Warnings));
        Assert.All(Asked(), request => Assert.NotNull(request.Timespan));
    }

    [Fact]
    public void A_time_within_what_is_kept_is_bounded_in_the_query_alone()
    {
        var result = Result(_shell.Run("Invoke-MdeHuntingQuery $args[0] -Timespan 7d -AsResult", Old).ThrowIfFailed());

        Assert.True(result.IsComplete);
        Assert.Null(Assert.Single(Asked()).Timespan);
    }

    [Fact]
    public void A_pipeline_of_queries_warns_once()
    {
        var run = _shell.Run("$args[0], $args[0], $args[0] | Invoke-MdeHuntingQuery -AsResult", Old).ThrowIfFailed();

        Assert.All(run.Output, output => Assert.False(((MdeHuntingResult)output.BaseObject).IsComplete));
        Assert.Single(run.Warnings);
    }

    [Fact]
    public void Thirty_days_are_whole_for_each_query_of_a_command()
    {
        var run = _shell
            .Run("'DeviceProcessEvents | project Timestamp', 'DeviceProcessEvents | project ReportId' | Invoke-MdeHuntingQuery -Timespan 30d -AsResult")
            .ThrowIfFailed();

        Assert.Equal([true, true], run.Output.Select(output => ((MdeHuntingResult)output.BaseObject).IsComplete));
        Assert.Empty(run.Warnings);
    }

    private static MdeHuntingResult Result(ShellResult run) => (MdeHuntingResult)Assert.Single(run.Output).BaseObject;

    private IReadOnlyList<LabRequest> Asked() => [.. _lab.Requests.Skip(_before).Where(request => request.Query is not null)];

    public sealed class KeepingLab : IAsyncLifetime
    {
        private static readonly DateTime Now = DateTime.UtcNow;

        public LabShell Lab { get; } =
            new()
            {
                Options = new LabOptions
                {
                    Retention = TimeSpan.FromDays(10_000),
                    Tenants = [LabTenants.Contoso(_ => SkewedTenantData.Create(Now, [Now.AddDays(-50), Now.AddDays(-40), Now.AddDays(-1)]))],
                },
            };

        public async ValueTask InitializeAsync()
        {
            await Lab.InitializeAsync();
            Lab.Connect().ThrowIfFailed();
        }

        public ValueTask DisposeAsync() => Lab.DisposeAsync();
    }
}
