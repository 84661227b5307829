using CsCheck;
using Xunit;

namespace MdeHunting.Tests.Hunting.Windows;

/// <summary>Whatever the data, the query, the limits and the faults: the rows are those of the unsplit query, or what is missing of them is named.</summary>
public sealed class WindowedRunPropertyTests
{
    private static long Runs => Math.Max(400, Check.Iter);

    [Fact]
    public Task Rows_are_those_of_the_unsplit_query_but_for_the_times_that_are_named() =>
        WindowCase.Any.SampleAsync(async made => await CheckAsync(made, made.NewSession()), iter: Runs);

    private static async Task CheckAsync(WindowCase made, LabSession session, int? maxRows = null)
    {
        var run = await LabRun.OfAsync(session, made.Query, made.Range, made.Split, maxRows);
        Invariants.Hold(made, session, run);
    }
}
