using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Lab.Dataset;
using MdeHunting.Running.Windows;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Running.Windows;

/// <summary>What becomes of a run when something goes wrong in it, or is stopped on purpose.</summary>
public sealed class WindowedRunTests
{
    private const string Query = "DeviceProcessEvents | project Timestamp, ReportId";
    private static readonly DateTime Now = new(2026, 11, 25, 12, 0, 0, DateTimeKind.Utc);
    private static readonly TimeRange Month = new(Now.AddDays(-30), Now);
    private static readonly Split Daily = new(false, TimeSpan.FromDays(1));

    [Fact]
    public async Task A_fault_that_passes_is_met_by_asking_again_for_that_window_alone()
    {
        var failed = 0;
        var session = Session(Hours(720), call => call.Touches(Now.AddDays(-10)) && failed++ < 2 ? WindowFault.Unreachable() : null);

        var run = await LabRun.OfAsync(session, Query, Month, Daily);

        Assert.Equal(720, run.Rows.Count);
        Assert.Equal(32, session.Calls.Count);
        Assert.True(run.Result!.IsComplete);
        Assert.Equal(30, run.Result.Calls.Count);
    }

    [Fact]
    public async Task A_window_that_fails_always_is_named_and_the_others_go_on()
    {
        var session = Session(Hours(720), call => call.Touches(Now.AddDays(-10)) ? WindowFault.Unreachable() : null);

        var run = await LabRun.OfAsync(session, Query, Month, Daily);

        var missing = Assert.Single(run.Result!.Missing);
        Assert.Equal((Now.AddDays(-10), Now.AddDays(-9)), (missing.StartTime, missing.EndTime));
        var error = Assert.IsType<HuntingException>(Assert.Single(run.Report.Errors));
        Assert.Equal("WindowIncomplete", error.ErrorId);
        Assert.Contains("2026-11-15T12:00:00Z to 2026-11-16T12:00:00Z", error.What);
        Assert.Contains("-StartTime '2026-11-15T12:00:00Z' -EndTime '2026-11-16T12:00:00Z'", error.NextStep);
        Assert.Equal(Query, error.Target);
        Assert.Equal(696, run.Rows.Count);
        Assert.Null(run.Thrown);
    }

    [Fact]
    public async Task Three_windows_in_a_row_that_fail_end_the_run()
    {
        var session = Session(Hours(720), call => call.Range.Start >= Now.AddDays(-20) ? WindowFault.Unreachable() : null);

        var run = await LabRun.OfAsync(session, Query, Month, Daily);

        Assert.Equal(10 + 3 * (SendingOptions.Default.RetryLimit + 1), session.Calls.Count);
        Assert.Equal([Now.AddDays(-20), Now.AddDays(-19), Now.AddDays(-18)], run.Missing.Select(time => time.Start));
        Assert.Equal(Now, run.Missing.Last().End);
        Assert.Equal("HuntingServiceUnreachable", run.Thrown!.ErrorId);
        Assert.Equal(240, run.Rows.Count);
    }

    [Fact]
    public async Task Windows_of_a_given_length_that_are_too_large_do_not_end_it()
    {
        var session = Session(
            Hours(720),
            call => call.Range.Start < Now.AddDays(-20) ? LabSession.Failure(HuntingFailure.QueryTimeout, narrowing: true) : null
        );

        var run = await LabRun.OfAsync(session, Query, Month, Daily);

        Assert.Equal(10, run.Missing.Count());
        Assert.All(run.Report.Errors, error => Assert.Contains("-Split Auto", error.NextStep));
        Assert.Equal(480, run.Rows.Count);
        Assert.Null(run.Thrown);
    }

    [Fact]
    public async Task Windows_of_a_given_length_of_which_a_gateway_gives_nothing_end_it()
    {
        HuntingException OfGateway() =>
            new(HuntingFailure.AnswerNotFromService, "504.", "Next.") { Remedies = HuntingRemedies.Repeat | HuntingRemedies.WaitOut | HuntingRemedies.Narrow };
        var session = Session(Hours(720), call => call.Range.Start >= Now.AddDays(-20) ? OfGateway() : null);

        var run = await LabRun.OfAsync(session, Query, Month, Daily);

        Assert.Equal([Now.AddDays(-20), Now.AddDays(-19), Now.AddDays(-18)], run.Missing.Select(time => time.Start));
        Assert.Equal(Now, run.Missing.Last().End);
        Assert.Equal("AnswerNotFromService", run.Thrown!.ErrorId);
        Assert.Equal(240, run.Rows.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_first_window_is_refused_nothing_else_is_asked(bool isAuto)
    {
        var session = Session(Hours(720), _ => LabSession.Failure(HuntingFailure.Forbidden));

        var run = await LabRun.OfAsync(session, Query, Month, isAuto ? Split.Auto : Daily);

        Assert.Single(session.Calls);
        Assert.Equal("Forbidden", run.Thrown!.ErrorId);
        Assert.Empty(run.Report.Errors);
        Assert.Null(run.Result);
    }

    [Fact]
    public async Task Where_no_window_at_all_could_be_had_there_is_no_result()
    {
        var run = await LabRun.OfAsync(Session(Hours(720), _ => WindowFault.Unreachable()), Query, Month, Split.Auto);

        Assert.Equal("WindowIncomplete", Assert.Single(run.Report.Errors).ErrorId);
        Assert.Null(run.Result);
    }

    [Fact]
    public async Task A_sign_in_that_is_over_in_the_middle_names_all_that_is_left_and_ends_the_run()
    {
        var over = new SignInException(SignInFailure.SignInDeclined, "It is over.", "Sign in.");
        var session = Session(Hours(720), call => call.Number > 20 ? over : null);

        var run = await LabRun.OfAsync(session, Query + " | order by Timestamp desc", Month, Daily);

        Assert.Same(over, run.Thrown);
        Assert.Equal(new TimeRange(Now.AddDays(-30), Now.AddDays(-20)), Assert.Single(run.Missing));
        Assert.Equal(480, run.Rows.Count);
        Assert.False(run.Result!.IsComplete);
    }

    [Theory]
    [InlineData(HuntingFailure.QueryTimeout, 100)]
    [InlineData(HuntingFailure.ProcessingResourcesExceeded, 100)]
    [InlineData(HuntingFailure.ResultTooLarge, 1_100)]
    public async Task A_query_that_costs_too_much_however_short_its_window_comes_to_an_end(HuntingFailure failure, int most)
    {
        var session = Session(Hours(720), _ => LabSession.Failure(failure, narrowing: true));

        var run = await LabRun.OfAsync(session, Query, Month, Split.Auto);

        Assert.True(session.Calls.Count <= most, $"{session.Calls.Count} calls");
        Assert.Empty(run.Rows);
        Assert.True(run.Thrown is not null || run.Report.Errors.Count > 0);
    }

    [Fact]
    public async Task More_rows_in_one_tick_than_an_answer_holds_are_named_to_the_shortest_window_and_the_rest_is_there()
    {
        DateTime[] moments = [.. Enumerable.Repeat(Now.AddDays(-3), 500), .. Hours(720)];
        var session = Session([.. moments.Order()], rowLimit: 100);

        var run = await LabRun.OfAsync(session, Query, Month, Split.Auto);

        var missing = Assert.Single(run.Missing);
        Assert.Equal(HuntingWindow.Shortest, missing.Duration);
        Assert.InRange(Now.AddDays(-3), missing.Start, missing.End);
        Assert.Equal(719 + 100, run.Rows.Count);
        Assert.Contains("The time window can't be divided any further", Assert.Single(run.Report.Errors).NextStep);
    }

    [Fact]
    public async Task A_count_is_asked_for_once_and_its_failure_is_told()
    {
        var session = Session(Hours(720), call => call.IsCount ? LabSession.Failure(HuntingFailure.QueryTimeout, narrowing: true) : null, rowLimit: 100);

        var run = await LabRun.OfAsync(session, Query, Month, Split.Auto);

        Assert.Single(session.Calls, call => call.IsCount);
        Assert.Contains(run.Report.Verbose, line => line.StartsWith("The count failed, so the time range is halved instead", StringComparison.Ordinal));
        Assert.Equal(720, run.Rows.Count);
        Assert.True(run.Result!.IsComplete);
    }

    [Theory]
    [InlineData(HuntingFailure.QueryTimeout, false, 1)]
    [InlineData(HuntingFailure.RequestTimeout, true, 2)]
    public async Task What_took_too_long_is_divided_after_one_repetition_where_it_may_not_have_been_the_query(
        HuntingFailure failure,
        bool isOfGateway,
        int asked
    )
    {
        var late = LabSession.Failure(failure, narrowing: true, passing: isOfGateway);
        var session = Session(Hours(720), call => call.Range == Month && !call.IsCount ? late : null);

        var run = await LabRun.OfAsync(session, Query, Month, Split.Auto);

        Assert.Equal(asked, session.Calls.Count(call => call.Range == Month && !call.IsCount));
        Assert.Equal(720, run.Rows.Count);
    }

    [Theory]
    [InlineData(719, 719, false)]
    [InlineData(720, 720, true)]
    [InlineData(721, 720, true)]
    [InlineData(24, 24, false)]
    [InlineData(1, 1, false)]
    public async Task MaxRows_stops_without_an_error(int maxRows, int rows, bool isComplete)
    {
        foreach (var split in new[] { Daily, Split.Auto })
        {
            var session = Session(Hours(720), rowLimit: 100);
            var run = await LabRun.OfAsync(session, Query, Month, split, maxRows);

            Assert.Equal(rows, run.Rows.Count);
            Assert.Equal(isComplete, run.Result!.IsComplete);
            Assert.Empty(run.Report.Errors);
            Assert.All(run.Result.Missing, window => Assert.Contains("-MaxRows", window.Reason));
        }
    }

    [Fact]
    public async Task MaxRows_below_the_limit_takes_them_from_the_first_answer()
    {
        var session = Session(Hours(720), rowLimit: 100);

        var run = await LabRun.OfAsync(session, Query, Month, Split.Auto, maxRows: 99);

        Assert.Single(session.Calls);
        Assert.Equal(99, run.Rows.Count);
    }

    [Fact]
    public async Task Where_nothing_may_be_asked_the_queries_are_shown_and_nothing_is_sent()
    {
        var fixedWindows = await WhatIfAsync(Daily);
        Assert.Equal(30, fixedWindows.Report.Queries.Count);
        Assert.Equal(30, fixedWindows.Report.Queries.Distinct().Count());

        var auto = await WhatIfAsync(Split.Auto);
        Assert.Contains(BoundedText(Month), Assert.Single(auto.Report.Queries));
        Assert.Null(auto.Result);
    }

    [Fact]
    public async Task A_window_that_the_person_declines_is_left_out_on_purpose()
    {
        var report = new RecordedReport { ShouldAsk = query => !query.Contains("2026-11-15T12:00:00.0000000Z) and", StringComparison.Ordinal) };

        var run = await LabRun.OfAsync(Session(Hours(720)), Query, Month, Daily, report: report);

        Assert.Equal(696, run.Rows.Count);
        Assert.Null(Assert.Single(run.Result!.Missing).ErrorId);
        Assert.Empty(run.Report.Errors);
    }

    [Fact]
    public async Task A_run_that_is_stopped_ends_at_once()
    {
        using var stop = new CancellationTokenSource();
        var session = Session(
            Hours(720),
            call =>
            {
                if (call.Number == 5)
                {
                    stop.Cancel();
                }

                return null;
            }
        );

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LabRun.OfAsync(session, Query, Month, Daily, token: stop.Token));

        Assert.InRange(session.Calls.Count, 5, 6);
    }

    [Fact]
    public async Task An_empty_month_is_one_call()
    {
        var session = Session([]);

        var run = await LabRun.OfAsync(session, Query, Month, Split.Auto);

        Assert.Single(session.Calls);
        Assert.True(run.Result!.IsComplete);
        Assert.Empty(run.Rows);
    }

    [Fact]
    public async Task A_refused_query_that_is_forced_says_so_in_its_result()
    {
        var run = await LabRun.OfAsync(Session(Hours(720)), "DeviceProcessEvents | summarize Rows = count()", Month, Daily, force: true);

        Assert.Equal(Enumerable.Repeat("24", 30), run.Rows);
        Assert.StartsWith("-Force: 'summarize'", Assert.Single(run.Result!.Notes));
        Assert.Equal(run.Result.Notes, run.Report.Warnings);
    }

    [Fact]
    public async Task Progress_tells_windows_rows_calls_and_the_time()
    {
        var run = await LabRun.OfAsync(Session(Hours(720)), Query, Month, Daily);

        Assert.Equal(30, run.Report.Progress.Count);
        Assert.Equal("Window 1 of 30, 0 rows, 0 calls: 2026-10-26T12:00:00Z to 2026-10-27T12:00:00Z", run.Report.Progress[0].Status);
        Assert.Equal("Window 30 of 30, 696 rows, 29 calls: 2026-11-24T12:00:00Z to 2026-11-25T12:00:00Z", run.Report.Progress[29].Status);
        Assert.Equal([0, 3, 6, 10], run.Report.Progress.Take(4).Select(record => record.PercentComplete));
    }

    private static async Task<LabRun> WhatIfAsync(Split split)
    {
        var session = Session(Hours(720));
        var run = await LabRun.OfAsync(session, Query, Month, split, report: new RecordedReport { ShouldAsk = static _ => false });
        Assert.Empty(session.Calls);
        Assert.Empty(run.Report.Errors);
        return run;
    }

    private static string BoundedText(TimeRange range) =>
        $"Timestamp >= datetime({range.Start:yyyy-MM-ddTHH:mm:ss.fffffff}Z) and Timestamp < datetime({range.End:yyyy-MM-ddTHH:mm:ss.fffffff}Z)";

    // One row an hour, the newest an hour ago.
    private static DateTime[] Hours(int count) => [.. Enumerable.Range(0, count).Select(hour => Now.AddHours(hour - count))];

    private static LabSession Session(DateTime[] moments, Func<LabCall, MdeException?>? fault = null, int rowLimit = 100_000) =>
        new(SkewedTenantData.Create(Now, moments), TimeSpan.FromDays(30))
        {
            Fault = fault ?? (static _ => null),
            RowLimit = rowLimit,
            MostCalls = 2_000,
        };
}
