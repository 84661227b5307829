using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Kql.Writing;
using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.HuntingApi;
using MdeHunting.Lab.Settings;
using MdeHunting.Lab.Web;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Running.Windows;

/// <summary>The cmdlet over a span of time and over windows of it, against a lab over HTTPS that gives five hundred rows at the most.</summary>
public sealed class SplitCommandTests(SplitCommandTests.BurstingLab bursting) : IClassFixture<SplitCommandTests.BurstingLab>, IDisposable
{
    private const int Rows = 5_000;
    private const string Query = "DeviceProcessEvents | project Timestamp, ReportId";
    private const string Sparse = "DeviceProcessEvents | where ReportId % 50 == 0 | project Timestamp, ReportId";

    // The cmdlet goes by the clock of its machine. These thirty days end after that clock's time, and begin within what is kept, also when a day begins
    // meanwhile.
    private static readonly DateTime Start = DateTime.UtcNow.Date.AddDays(-28);
    private static readonly DateTime End = Start.AddDays(30);
    private static readonly string Month = $"-StartTime {TimeRange.Moment(Start)} -EndTime {TimeRange.Moment(End)}";

    private readonly Shell _shell = bursting.Lab.Shell;
    private readonly LabState _lab = bursting.Lab.Lab.State;
    private readonly int _before = bursting.Lab.Lab.State.Requests.Count;

    public void Dispose() => _lab.Faults.ClearQueryFaults();

    [Theory]
    [InlineData("Auto", Query, "", 1)]
    [InlineData("Auto", Query, " | order by Timestamp desc", 1)]
    [InlineData("12h", Sparse, "", 50)]
    [InlineData("PT12H", Sparse, " | order by Timestamp asc", 50)]
    public void All_rows_come_once_and_in_order(string split, string query, string order, int every)
    {
        var result = Run($"{Month} -Split {split}", query + order).ThrowIfFailed();

        var rows = result.Output.Select(row => (Time: (DateTime)Bare(row.Properties["Timestamp"])!, Id: (long)Bare(row.Properties["ReportId"])!)).ToArray();
        Assert.Equal(Enumerable.Range(1, Rows / every).Select(id => (long)id * every), rows.Select(row => row.Id).Order());
        if (order.Length > 0)
        {
            Assert.Equal(order.EndsWith("desc", StringComparison.Ordinal) ? rows.OrderByDescending(row => row.Time) : rows.OrderBy(row => row.Time), rows);
        }

        Assert.All(Asked(), NeverNarrower);
    }

    [Fact]
    public void A_result_says_which_calls_it_is_made_of()
    {
        var result = (MdeHuntingResult)Assert.Single(Run($"{Month} -Split Auto -AsResult").ThrowIfFailed().Output).BaseObject;

        Assert.True(result.IsComplete);
        Assert.Equal(Rows, result.RowCount);
        Assert.Equal(Asked().Count, result.Calls.Count);
        Assert.Equal(Query, result.Query);
        Assert.Equal(Rows, result.Calls.Sum(call => call.RowsKept));
        Assert.True(result.Calls.Count <= (1.5 * 11) + 3, $"{result.Calls.Count} calls");
    }

    [Theory]
    [InlineData("Auto", 1)]
    [InlineData("10d", 3)]
    public void WhatIf_sends_nothing_and_shows_the_exact_queries(string split, int windows)
    {
        var before = _shell.Screen.Text.Length;
        var result = Run($"{Month} -Split {split} -WhatIf").ThrowIfFailed();

        Assert.Empty(Asked());
        Assert.Empty(result.Output);
        var shown = _shell.Screen.Text[before..];
        for (var window = 0; window < windows; window++)
        {
            var (from, to) = (Start.AddDays(30 / windows * window), Start.AddDays(30 / windows * (window + 1)));
            Assert.Contains(
                $"let DeviceProcessEvents = DeviceProcessEvents | where Timestamp >= {KqlWriter.Value(from)} and Timestamp < "
                    + $"{KqlWriter.Value(to)};\n{Query}",
                shown
            );
        }

        Assert.Equal(split == "Auto", shown.Contains("which windows follow, if any, depends on the response", StringComparison.Ordinal));
    }

    [Fact]
    public void A_query_that_cannot_be_split_is_refused_and_Force_says_what_it_means()
    {
        const string counting = "DeviceProcessEvents | summarize Rows = count()";

        Assert.Equal("QueryNotSplittable", Run($"{Month} -Split 15d", counting).ErrorId);
        Assert.Empty(Asked());

        var forced = Run($"{Month} -Split 15d -Force -AsResult", counting).ThrowIfFailed();
        var result = (MdeHuntingResult)Assert.Single(forced.Output).BaseObject;
        Assert.StartsWith("-Force: 'summarize'", Assert.Single(result.Notes));
        Assert.Equal(result.Notes, forced.Warnings);
        Assert.Equal(2, result.RowCount);
        Assert.Equal((long)Rows, result.Rows.Sum(row => (long)Bare(row.Properties["Rows"])!));
    }

    [Fact]
    public void A_window_that_is_lost_is_an_error_that_Stop_stops_at()
    {
        _lab.Faults.OnQuery(
            query => query.Query.Contains($">= {KqlWriter.Value(Start.AddDays(10))}", StringComparison.Ordinal),
            LabResponseFault.Refuse(400, "BadRequest", "Query execution has exceeded the timeout period.")
        );

        var stopped = Run($"{Month} -Split 10d -ErrorAction Stop", "DeviceProcessEvents | where ReportId % 500 == 0");

        Assert.IsType<ActionPreferenceStopException>(stopped.Thrown);
        Assert.Equal("WindowIncomplete", stopped.ErrorId);
        Assert.DoesNotContain(Asked(), request => request.Query!.Contains($">= {KqlWriter.Value(Start.AddDays(20))}", StringComparison.Ordinal));
    }

    [Fact]
    public void Progress_is_shown_and_taken_away()
    {
        var progress = Run($"{Month} -Split 10d", "DeviceProcessEvents | where ReportId % 500 == 0")
            .ThrowIfFailed()
            .Progress.Where(record => record.Activity == "Hunting")
            .ToArray();

        Assert.StartsWith("Window 1 of 3, 0 rows, 0 calls", progress[0].StatusDescription);
        Assert.Equal([0, 33, 66], progress[..3].Select(record => record.PercentComplete));
        Assert.Equal(ProgressRecordType.Completed, progress[^1].RecordType);
    }

    [Fact]
    public void A_time_without_a_kind_is_told_in_verbose_and_a_long_one_in_a_warning()
    {
        var result = Run("-StartTime '2020-01-01 08:00' -Verbose", "DeviceProcessEvents | where ReportId == 1").ThrowIfFailed();

        Assert.Contains(
            result.Verbose,
            line => line.StartsWith("-StartTime doesn't specify UTC or local time. It's interpreted as local", StringComparison.Ordinal)
        );
        Assert.Contains("the services retain 30 days", Assert.Single(result.Warnings));
        NeverNarrower(Assert.Single(Asked()));
    }

    [Theory]
    [InlineData("-StartTime 2026-11-02 -EndTime 2026-11-01")]
    [InlineData("-Timespan 0d")]
    [InlineData("-Timespan soon")]
    [InlineData("-Timespan 1d -StartTime 2026-11-01 -EndTime 2026-11-02")]
    [InlineData("-StartTime 2099-01-01")]
    [InlineData("-Split 1ms")]
    [InlineData("-Timespan 24:00:00")]
    [InlineData("-Timespan 7")]
    [InlineData("-Split 24:00")]
    [InlineData("-RetryTimeout 90:00:00")]
    [InlineData("-MaxQuotaWait 7:0:0:0")]
    [InlineData("-Split sometimes")]
    public void A_time_that_makes_no_sense_is_one_clear_error_and_nothing_is_sent(string options)
    {
        Assert.Equal("TimeInvalid", Run(options).ErrorId);
        Assert.Empty(Asked());
    }

    [Theory]
    [InlineData("fa-IR")]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("de-DE")]
    public void Times_are_the_same_in_every_culture(string culture)
    {
        var result = _shell.Run(
            """
            $before = [cultureinfo]::CurrentCulture
            try {
                [cultureinfo]::CurrentCulture = $args[1]
                $time = @{ StartTime = "$($args[2])T00:00Z" }
                $row = "End`n$($args[3])T00:00:00Z" | ConvertFrom-Csv
                Invoke-MdeHuntingQuery $args[0] @time -EndTime $row.End -Verbose | Out-Null
                Invoke-MdeHuntingQuery $args[0] -StartTime 11/10/2026
            }
            finally { [cultureinfo]::CurrentCulture = $before }
            """,
            "DeviceProcessEvents | where ReportId == 1",
            culture,
            Start.AddDays(3).ToString("yyyy-MM-dd", null),
            Start.AddDays(4).ToString("yyyy-MM-dd", null)
        );

        Assert.Equal("ParameterArgumentTransformationError", result.ErrorId);
        Assert.Contains($"Time range: {new TimeRange(Start.AddDays(3), Start.AddDays(4))} (the end is exclusive).", result.Verbose);
        Assert.Single(Asked());
    }

    private static object? Bare(PSPropertyInfo property) => property.Value is PSObject wrapped ? wrapped.BaseObject : property.Value;

    private static void NeverNarrower(LabRequest request)
    {
        if (request.Timespan is not { } timespan)
        {
            return;
        }

        var asked = GraphTimespan.Parse(timespan, End)!;
        var bounds = new LabCall(1, new HuntingRequest(request.Query!)).Range;
        Assert.True(asked.Start <= bounds.Start && asked.End >= bounds.End.AddTicks(-1), $"{request.Timespan} for {bounds}");
    }

    private ShellResult Run(string options, string query = Query) => _shell.Run($"Invoke-MdeHuntingQuery $args[0] {options}", query);

    private IReadOnlyList<LabRequest> Asked() => [.. _lab.Requests.Skip(_before).Where(request => request.Query is not null)];

    public sealed class BurstingLab : IAsyncLifetime
    {
        public LabShell Lab { get; } =
            new()
            {
                Options = new LabOptions
                {
                    RowLimit = 500,
                    Retention = TimeSpan.FromDays(10_000),
                    Tenants = [LabTenants.Contoso(_ => SkewedTenantData.Create(1, End, Rows, TimeShape.ManyBursts))],
                },
            };

        public async ValueTask InitializeAsync()
        {
            await Lab.InitializeAsync();
            Lab.Connect("-Name Contoso -Limit @{ rowLimit = 500 }").ThrowIfFailed();
        }

        public ValueTask DisposeAsync() => Lab.DisposeAsync();
    }
}
