using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Running;
using MdeHunting.Running.Time;
using MdeHunting.Running.Windows;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Running;

/// <summary>A query's rows in a folder: what is asked when its run is resumed.</summary>
public sealed class ResumedFolderTests : OutputFolderCase
{
    [Fact]
    public async Task A_run_at_its_end_says_so_and_asks_nothing()
    {
        var first = await RunAsync(NewSession(), Days);
        var journal = File.ReadAllBytes(Journal);
        var session = NewSession();

        var resumed = await RunAsync(session, Days, isResume: true);

        Assert.Null(resumed.Thrown);
        Assert.Empty(session.Calls);
        Assert.Contains($"3 files with {Rows} rows were verified, and no query was run.", Assert.Single(resumed.Report.Warnings));
        Assert.Equal(first.Files.Select(file => file.FullName), resumed.Files.Select(file => file.FullName));
        Assert.All(resumed.Files, file => Assert.True(file.WasThere));
        Assert.Equal(journal, File.ReadAllBytes(Journal));
    }

    [Fact]
    public async Task A_relative_time_is_as_of_the_first_run()
    {
        var options = new RunOptions(
            new TimeRangeRequest(null, null, TimespanArgument.Parse("7d")),
            Days with
            {
                Step = TimeSpan.FromDays(1),
            },
            false,
            null,
            SendingOptions.Default with
            {
                RetryLimit = 0,
            }
        );
        var calls = 0;
        var broken = NewSession(call => ++calls > 3 ? LabSession.Failure(HuntingFailure.Forbidden) : null);
        Assert.NotNull((await FolderRun.OfAsync(broken, Query, options, Folder)).Thrown);

        // Two days later.
        var later = NewSession(at: Now.AddDays(2));
        var resumed = await FolderRun.OfAsync(later, Query, options, Folder, isResume: true, given: ["Timespan"]);

        Assert.Null(resumed.Thrown);
        Assert.Equal(Now.AddDays(-4), later.Calls[0].Range.Start);
        Assert.Equal(Now, later.Calls[^1].Range.End);
        Assert.Equal(4, later.Calls.Count);
        Assert.Equal(7, resumed.Files.Count);
    }

    [Fact]
    public async Task What_grew_too_old_since_the_first_run_is_told()
    {
        var calls = 0;
        var broken = NewSession(call => ++calls == 1 ? LabSession.Failure(HuntingFailure.QueryTimeout, narrowing: true) : null);
        await RunAsync(broken, Days);

        var resumed = await RunAsync(NewSession(at: Now.AddDays(2)), Days, isResume: true);

        Assert.Contains("LookBackCut", Assert.Single(resumed.Report.Warnings));
        var cut = Lines().Single(line => line.Text("event") is "cut");
        Assert.Equal((Now.AddDays(-30), Now.AddDays(-28)), (cut.Moment("start"), cut.Moment("end")));
        Assert.False(Lines()[^1].IsSet("isComplete"));

        var again = await RunAsync(NewSession(at: Now.AddDays(2)), Days, isResume: true);
        Assert.Contains("Rows are missing that the service doesn't return", Assert.Single(again.Report.Warnings));
    }

    [Fact]
    public async Task A_window_that_failed_is_in_the_journal_with_its_error_and_is_asked_again()
    {
        var calls = 0;
        var broken = NewSession(call => ++calls == 2 ? LabSession.Failure(HuntingFailure.QueryTimeout, narrowing: true) : null);
        var first = await RunAsync(broken, Days);

        Assert.Equal("WindowIncomplete", Assert.Single(first.Report.Errors).ErrorId);
        var missing = Lines().Single(line => line.Text("event") is "missing");
        Assert.Equal(
            ("QueryTimeout", Now.AddDays(-20), Now.AddDays(-10)),
            (missing.Text("error"), missing.Moment("start")!.Value, missing.Moment("end")!.Value)
        );
        Assert.Equal("ended", Lines()[^1].Text("event"));
        Assert.False(Lines()[^1].IsSet("isComplete"));

        var session = NewSession();
        Assert.Null((await RunAsync(session, Days, isResume: true)).Thrown);
        Assert.Equal(Now.AddDays(-20), Assert.Single(session.Calls).Range.Start);
        Assert.Equal(Rows, FolderRun.Rows(Folder).Length);
    }

    [Fact]
    public async Task A_window_that_holds_more_than_one_response_is_told_again_and_not_asked_again()
    {
        var session = NewSession(rowLimit: 50);
        Assert.NotEmpty((await RunAsync(session, Days)).Report.Errors);

        var again = NewSession(rowLimit: 50);
        var resumed = await RunAsync(again, Days, isResume: true);

        Assert.Empty(again.Calls);
        Assert.Equal(resumed.Files.Count(file => file.ErrorId == "ResultTruncated"), resumed.Report.Errors.Count);
        Assert.All(resumed.Report.Errors, error => Assert.Equal("WindowIncomplete", error.ErrorId));
    }

    [Fact]
    public async Task MaxRows_counts_what_is_there()
    {
        var calls = 0;
        var broken = NewSession(call => ++calls == 2 ? LabSession.Failure(HuntingFailure.Forbidden) : null);
        var first = await RunAsync(broken, Days, maxRows: 120);
        var had = (int)first.Files.Sum(file => file.RowCount);
        Assert.InRange(had, 1, 119);

        await RunAsync(NewSession(), Days, isResume: true);
        Assert.Equal(120, FolderRun.Rows(Folder).Length);

        var session = NewSession();
        await RunAsync(session, Days, isResume: true);
        Assert.Empty(session.Calls);
    }

    [Theory]
    [InlineData("Split", "-Split is 1.00:00:00, and was 10.00:00:00")]
    [InlineData("MaxRows", "-MaxRows is 5, and was not specified")]
    [InlineData("StartTime", "the time is 2026-11-05T13:00:00Z to 2026-11-25T13:00:00Z, and was 2026-10-26T13:00:00Z to 2026-11-25T13:00:00Z")]
    public async Task Another_parameter_than_the_first_runs_is_refused(string parameter, string difference)
    {
        await RunAsync(NewSession(), Days);
        var session = NewSession();
        var options = parameter switch
        {
            "Split" => FolderRun.Options(null, null, new Split(false, TimeSpan.FromDays(1))),
            "MaxRows" => FolderRun.Options(null, null, Split.Off, maxRows: 5),
            _ => FolderRun.Options(Now.AddDays(-20), Now, Split.Off),
        };

        var run = await FolderRun.OfAsync(session, Query, options, Folder, isResume: true, given: [parameter]);

        Assert.Equal("ResumeMismatch", Id(run));
        Assert.Contains(difference, run.Thrown!.Message);
        Assert.Empty(session.Calls);
    }

    [Fact]
    public async Task Another_query_tenant_or_format_than_the_first_runs_is_refused()
    {
        await RunAsync(NewSession(), Days);
        var journal = File.ReadAllBytes(Journal);

        var query = await FolderRun.OfAsync(NewSession(), $"{Query} ", FolderRun.Options(null, null, Split.Off), Folder, isResume: true);
        Assert.Equal("ResumeMismatch", Id(query));
        var tenant = await FolderRun.OfAsync(new StubSession(null, "other"), Query, FolderRun.Options(null, null, Split.Off), Folder, isResume: true);
        Assert.Equal("ResumeMismatch", Id(tenant));
        Assert.Contains("tenant other", tenant.Thrown!.Message);
        var format = await RunAsync(NewSession(), Days, isResume: true, format: MdeOutputFormat.Csv);
        Assert.Equal("ResumeMismatch", Id(format));
        Assert.Contains("-OutputFormat is Csv, and was JsonLines", format.Thrown!.Message);
        Assert.Equal(journal, File.ReadAllBytes(Journal));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_cannot_be_resumed_and_an_empty_one_can()
    {
        var run = await RunAsync(NewSession(), Days, isResume: true);
        Assert.Equal("OutputFolderNotFound", Id(run));
        Assert.False(Directory.Exists(Folder));

        Directory.CreateDirectory(Folder);
        var begun = await FolderRun.OfAsync(NewSession(), Query, FolderRun.Options(Month.Start, Month.End, Days), Folder, isResume: true);
        Assert.Null(begun.Thrown);
        Assert.Contains("doesn't contain a run yet", Assert.Single(begun.Report.Warnings));
        Assert.Equal(Rows, FolderRun.Rows(Folder).Length);
    }
}
