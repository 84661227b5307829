using MdeHunting.Kql.Time;
using MdeHunting.Lab.HuntingApi;
using MdeHunting.Running.Time;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Running.Windows;

/// <summary>What is true of every run over windows that no <c>-MaxRows</c> stopped.</summary>
internal static class Invariants
{
    /// <summary>Asserts all of it.</summary>
    public static void Hold(WindowCase made, (LabSession Session, LabRun Run) outcome)
    {
        var (session, run) = outcome;
        TimeRange[] missing = run.Result is null ? [made.Range] : [.. run.Missing];
        var whole = Texts(session.RowsOf(made.Query, made.Range));
        if (missing.Length == 0)
        {
            Assert.Equal(Sorted(whole), Sorted(run.Rows));
        }

        Assert.Empty(Less(run.Rows, whole));
        Assert.Empty(Less(Texts(session.RowsOf(made.Query, Outside(made.Range, missing))), run.Rows));

        if (run.Result is { } result)
        {
            Assert.Equal(missing.Length == 0, result.Missing.All(window => window.ErrorId == LookBack.ErrorId));
            Assert.Equal(missing.Length, run.Report.Errors.Count(error => error.ErrorId == "WindowIncomplete"));
            Assert.All(missing, time => Assert.True(time.Start >= made.Range.Start && time.Start < time.End && time.End <= made.Range.End));
            Assert.All(missing.Zip(missing.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start || pair.First.Start >= pair.Second.End));
        }
        else
        {
            Assert.True(run.Thrown is not null || run.Report.Errors.Count > 0);
        }

        InTimeOrder(made, run);
        NeverNarrower(session);
    }

    /// <summary>What is in one and not in the other, each row as often as it is.</summary>
    public static string[] Less(IEnumerable<string> one, IEnumerable<string> other)
    {
        var left = other.CountBy(row => row).ToDictionary();
        return [.. one.Where(row => !left.TryGetValue(row, out var count) || (left[row] = count - 1) < 0)];
    }

    private static void InTimeOrder(WindowCase made, LabRun run)
    {
        var isNewestFirst = made.Query.EndsWith("desc", StringComparison.Ordinal) || made.Query.EndsWith("sort by Timestamp", StringComparison.Ordinal);
        var kept = (run.Result?.Calls ?? []).Where(call => call.RowsKept > 0).ToArray();
        Assert.All(
            kept.Zip(kept.Skip(1)),
            pair => Assert.True(isNewestFirst ? pair.Second.EndTime <= pair.First.StartTime : pair.Second.StartTime >= pair.First.EndTime)
        );
        if (isNewestFirst || made.Query.Contains("order by", StringComparison.Ordinal))
        {
            var times = run.Rows.Select(row => row.Split('|')[0]).ToArray();
            Assert.Equal(isNewestFirst ? times.OrderDescending(StringComparer.Ordinal) : times.Order(StringComparer.Ordinal), times);
        }
    }

    // Graph looks at no more than its Timespan says.
    private static void NeverNarrower(LabSession session) =>
        Assert.All(
            session.Calls,
            call =>
            {
                if (call.Request.Timespan is not { } timespan)
                {
                    return;
                }

                var asked = GraphTimespan.Parse(timespan, session.UtcNow)!;
                Assert.True(asked.Start <= call.Range.Start && asked.End >= call.Range.End.AddTicks(-1));
            }
        );

    private static IEnumerable<TimeRange> Outside(TimeRange range, IEnumerable<TimeRange> missing)
    {
        var start = range.Start;
        foreach (var time in missing.OrderBy(time => time.Start))
        {
            if (time.Start > start)
            {
                yield return new TimeRange(start, time.Start);
            }

            start = time.End;
        }

        if (start < range.End)
        {
            yield return new TimeRange(start, range.End);
        }
    }

    private static string[] Texts(IEnumerable<object?[]> rows) => [.. rows.Select(KeptRows.Text)];

    private static string[] Sorted(IEnumerable<string> rows) => [.. rows.Order(StringComparer.Ordinal)];
}
