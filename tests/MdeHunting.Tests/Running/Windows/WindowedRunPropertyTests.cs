using CsCheck;
using MdeHunting.Lab.Dataset;
using MdeHunting.Running.Time;
using MdeHunting.Running.Windows;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using Xunit;

namespace MdeHunting.Tests.Running.Windows;

/// <summary>Whatever the data, the query, the limits and the faults: the rows are those of the unsplit query, or what is missing of them is named.</summary>
public sealed class WindowedRunPropertyTests
{
    private static long Runs => Math.Min(400, Check.Iter / 2);

    public static TheoryData<TimeShape> Shapes => [.. Enum.GetValues<TimeShape>()];

    [Fact]
    public Task Rows_are_those_of_the_unsplit_query_but_for_the_times_that_are_named() =>
        WindowCase.Any.SampleAsync(async made => Invariants.Hold(made, await RunAsync(made, made.NewSession())), iter: Runs);

    [Fact]
    public Task All_rows_come_where_the_limits_let_every_moment_pass() =>
        WindowCase.Any.SampleAsync(
            async made =>
            {
                // A moment of the densest data gives up to 60 rows, three times each.
                made = made with
                {
                    RowLimit = 181 + made.RowLimit,
                    ByteLimit = 5000 + (made.ByteLimit % 5000),
                    MostRowsInTime = int.MaxValue,
                };
                var lone = made with
                {
                    Moments =
                    [
                        .. made.Moments.Where((moment, i) => i == 0 || moment - made.Moments[i - 1] > HuntingWindow.Shortest || moment == made.Moments[i - 1]),
                    ],
                };
                var session = lone.NewSession();
                var run = await RunAsync(lone, session);
                Invariants.Hold(lone, run);
                Assert.True(!lone.Split.IsAuto || run.Run.Result!.Missing.All(window => window.ErrorId == LookBack.ErrorId));
            },
            iter: Runs
        );

    [Fact]
    public Task A_fault_that_passes_loses_nothing() =>
        Gen.Select(WindowCase.Any, WindowFault.Passing)
            .SampleAsync(
                async (made, fault) =>
                {
                    var quiet = await RunAsync(made, made.NewSession());
                    var disturbed = await RunAsync(made, made.NewSession(fault));
                    Assert.Equal(quiet.Run.Rows, disturbed.Run.Rows);
                    Assert.Equal(quiet.Run.Missing, disturbed.Run.Missing);
                    Invariants.Hold(made, disturbed);
                },
                iter: Runs
            );

    [Fact]
    public Task Whatever_the_counts_say_no_row_is_lost() =>
        Gen.Select(WindowCase.Any, WindowFault.OfCounts)
            .SampleAsync(async (made, fault) => Invariants.Hold(made, await RunAsync(made, made.NewSession(fault))), iter: Runs);

    [Fact]
    public Task What_cannot_be_had_is_named() =>
        Gen.Select(WindowCase.Any, WindowFault.Lasting)
            .SampleAsync(async (made, fault) => Invariants.Hold(made, await RunAsync(made, made.NewSession(fault))), iter: Runs);

    [Fact]
    public Task MaxRows_stops_after_so_many_rows() =>
        Gen.Select(WindowCase.Any, Gen.Int[1, 100])
            .SampleAsync(
                async (made, most) =>
                {
                    var (session, run) = await RunAsync(made, made.NewSession(), most);
                    var (_, whole) = await RunAsync(made, made.NewSession());
                    Assert.True(run.Rows.Count <= most);
                    Assert.True(run.Rows.Count == most || run.Rows.Count >= whole.Rows.Count);
                    Assert.Empty(Invariants.Less(run.Rows, session.RowsOf(made.Query, made.Range).Select(KeptRows.Text)));
                    Assert.True(run.Result is null or { IsComplete: false } || run.Rows.Count == session.RowsOf(made.Query, made.Range).Count());
                },
                iter: Runs
            );

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Tenants_of_every_shape_give_all_their_rows(TimeShape shape)
    {
        foreach (
            var query in new[] { "DeviceProcessEvents | project Timestamp, ReportId", "DeviceNetworkEvents | project Timestamp, ReportId | sort by Timestamp" }
        )
        {
            var made = new WindowCase(query, new(WindowCase.Now.AddDays(-30), WindowCase.Now), Split.Auto, [], Cases.Size(2_000), long.MaxValue, int.MaxValue);
            var session = new LabSession(SkewedTenantData.Create(1, WindowCase.Now, Cases.Size(20_000), shape), WindowCase.Retention)
            {
                RowLimit = made.RowLimit,
            };
            var run = await RunAsync(made, session);
            Invariants.Hold(made, run);
            Assert.Equal(shape != TimeShape.OneTick, run.Run.Result!.IsComplete);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task Calls_stay_within_half_as_many_again_as_the_least_and_three(TimeShape shape) =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[1_000, 2_000], Gen.Int[2, 10], Gen.Int[30, 45], Gen.Bool)
            .SampleAsync(
                async (seed, rowLimit, responses, days, isNewestFirst) =>
                {
                    var rows = rowLimit * responses;
                    var session = new LabSession(SkewedTenantData.Create(seed, WindowCase.Now, rows, shape), WindowCase.Retention) { RowLimit = rowLimit };
                    var query = "DeviceProcessEvents | project Timestamp, ReportId" + (isNewestFirst ? " | order by Timestamp desc" : string.Empty);
                    var run = await LabRun.OfAsync(session, query, new(WindowCase.Now.AddDays(-days), WindowCase.Now.AddTicks(1)), Split.Auto);

                    // One response is all that can be had of what lies in one tick, after the whole, the counts and the time ahead of it, and before the time
                    // after it.
                    var least = (rows + rowLimit - 2) / (rowLimit - 1);
                    Assert.True(
                        session.Calls.Count <= (shape == TimeShape.OneTick ? 7 : (1.5 * least) + 3),
                        $"{session.Calls.Count} calls, {least} at the least"
                    );
                    Assert.Equal(shape == TimeShape.OneTick ? rowLimit : rows, run.Rows.Count);
                },
                iter: Math.Max(2, Check.Iter / 100)
            );

    private static async Task<(LabSession Session, LabRun Run)> RunAsync(WindowCase made, LabSession session, int? maxRows = null) =>
        (session, await LabRun.OfAsync(session, made.Query, made.Range, made.Split, maxRows));
}
