using CsCheck;
using MdeHunting.Kql.Time;
using MdeHunting.Running.Windows;
using Xunit;

namespace MdeHunting.Tests.Running.Windows;

public sealed class WindowQueueTests
{
    private static readonly DateTime Start = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(false, "0-10 10-20 20-25")]
    [InlineData(true, "20-25 10-20 0-10")]
    public void Windows_of_a_given_length_lie_on_one_grid_from_the_start_on(bool newestFirst, string windows) =>
        Assert.Equal(windows, Taken(Plan(25, newestFirst, step: 10)));

    [Theory]
    [InlineData(20.05, false, "0-10 10-20.05")]
    [InlineData(20.05, true, "10-20.05 0-10")]
    [InlineData(20.1, false, "0-10 10-20 20-20.1")]
    [InlineData(20.1, true, "20-20.1 10-20 0-10")]
    [InlineData(10.05, false, "0-10.05")]
    [InlineData(10.05, true, "0-10.05")]
    [InlineData(0.05, false, "0-0.05")]
    [InlineData(0.05, true, "0-0.05")]
    public void What_is_left_and_hardly_any_time_is_asked_for_with_its_neighbour(double seconds, bool newestFirst, string windows)
    {
        Assert.Equal(windows, Taken(Plan(seconds, newestFirst, step: 10)));
        Assert.Equal(windows.Split(' ').Length, Plan(seconds, newestFirst, step: 10).WindowsLeft);
    }

    [Theory]
    [InlineData(false, "0-10 10-20")]
    [InlineData(true, "10-20 0-10")]
    public void A_time_of_whole_windows_has_no_empty_one(bool newestFirst, string windows) => Assert.Equal(windows, Taken(Plan(20, newestFirst, step: 10)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_window_longer_than_the_time_is_the_time(bool newestFirst) => Assert.Equal("0-25", Taken(Plan(25, newestFirst, step: 1000)));

    [Theory]
    [InlineData(false, "0-40 40-70 70-100")]
    [InlineData(true, "41-100 21-41 0-21")]
    public void Counted_rows_are_put_together_as_far_as_they_fit_and_what_was_empty_is_asked_for_too(bool newestFirst, string windows)
    {
        var plan = Plan(100, newestFirst);
        var whole = plan.Next()!;
        plan.Divide(whole, Bins((10, 40), (20, 50), (40, 60), (60, 30), (70, 20)));

        Assert.Equal(windows, Taken(plan));
    }

    [Fact]
    public void A_bin_of_too_many_rows_is_cut_as_if_they_lay_evenly()
    {
        var plan = Plan(100, newestFirst: false);
        plan.Divide(plan.Next()!, [new TimeBin(Range(20, 50), 280)]);

        Assert.Equal("0-30 30-40 40-100", Taken(plan));
    }

    [Theory]
    [InlineData(false, "0-50 50-50.1 50.1-100")]
    [InlineData(true, "50.1-100 50-50.1 0-50")]
    public void A_bin_that_cannot_be_cut_is_asked_for_by_itself(bool newestFirst, string windows)
    {
        var plan = Plan(100, newestFirst);
        plan.Divide(plan.Next()!, [new TimeBin(new TimeRange(At(50), At(50.1)), 1_000)]);

        Assert.Equal(windows, Taken(plan));
    }

    [Fact]
    public void A_window_that_is_put_back_is_halved_down_to_the_shortest()
    {
        var plan = Plan(1, newestFirst: false);
        var lengths = new List<double>();
        for (var window = plan.Next()!; ; window = plan.Next()!)
        {
            Assert.Equal(Start, window.Range.Start);
            lengths.Add(window.Range.Duration.TotalMilliseconds);
            if (!window.CanBeCut)
            {
                break;
            }

            plan.Shorten(window, ranTooLong: true);
        }

        Assert.Equal([1000, 500, 200, 100], lengths);
    }

    [Theory]
    [InlineData(0.05, 0.2, false, "0.05-0.1 0.1-0.2")]
    [InlineData(0.05, 0.2, true, "0.1-0.2 0.05-0.1")]
    [InlineData(0.0999999, 0.1000001, false, "0.0999999-0.1 0.1-0.1000001")]
    [InlineData(0.0999999, 0.1000001, true, "0.1-0.1000001 0.0999999-0.1")]
    [InlineData(0.1, 0.2, false, "0.1-0.2")]
    [InlineData(0.1, 0.3005, false, "0.1-0.2 0.2-0.3 0.3-0.3005")]
    [InlineData(0.1, 0.3005, true, "0.3-0.3005 0.2-0.3 0.1-0.2")]
    public void The_shortest_windows_are_those_between_the_same_moments_however_a_time_begins_and_ends(double from, double to, bool newestFirst, string windows)
    {
        var plan = new WindowQueue(Range(from, to), null, newestFirst, new WindowSizer(new ResponseCapacity(100, 50_000_000)));
        var taken = new List<HuntingWindow>();
        while (plan.Next() is { } window)
        {
            if (window.CanBeCut)
            {
                plan.Shorten(window, ranTooLong: false);
            }
            else
            {
                taken.Add(window);
            }
        }

        Assert.Equal(windows, string.Join(" ", taken.Select(Text)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_left_is_of_one_piece(bool newestFirst)
    {
        var plan = Plan(100, newestFirst, step: 10);
        plan.Next();

        Assert.Equal(newestFirst ? Range(0, 90) : Range(10, 100), plan.Rest(plan.Next()!));
    }

    [Fact]
    public void Windows_follow_each_other_without_a_gap_whatever_becomes_of_them() =>
        Made.Sample(made =>
        {
            var size = new WindowSizer(new ResponseCapacity(made.RowLimit, 50_000_000));
            var plan = new WindowQueue(Range(0, made.Seconds), null, made.NewestFirst, size);
            var near = made.NewestFirst ? At(made.Seconds) : Start;
            var hasCounted = false;
            for (var i = 0; plan.Next() is { } window; i++)
            {
                Assert.True(window.Range.Duration > TimeSpan.Zero);
                Assert.Equal(near, made.NewestFirst ? window.Range.End : window.Range.Start);
                Assert.True(window.Bins is null || window.Bins.All(bin => bin.Range.Start >= window.Range.Start && bin.Range.End <= window.Range.End));
                var fate = made.Fates[Math.Min(i, made.Fates.Length - 1)];
                if (fate == 0 && window.CanBeCut && !hasCounted)
                {
                    hasCounted = true;
                    plan.Divide(
                        window,
                        RowCounts.ToBins(
                            made.Bins.Select(bin => (At(bin.At), (long)bin.Rows)).DistinctBy(bin => bin.Item1),
                            TimeSpan.FromSeconds(1),
                            plan.Rest(window)
                        )
                    );
                }
                else if (fate is 1 or 2 && window.CanBeCut && i < made.Fates.Length)
                {
                    plan.Shorten(window, ranTooLong: fate == 2);
                    var shorter = plan.Next()!;
                    Assert.True(shorter.Range.Duration < window.Range.Duration);
                    size.Learn(shorter, fate * i);
                    near = made.NewestFirst ? shorter.Range.Start : shorter.Range.End;
                }
                else
                {
                    size.Learn(window, i % 7);
                    near = made.NewestFirst ? window.Range.Start : window.Range.End;
                }
            }

            Assert.Equal(made.NewestFirst ? Start : At(made.Seconds), near);
        });

    private static Gen<(int Seconds, bool NewestFirst, int RowLimit, int[] Fates, (int At, int Rows)[] Bins)> Made =>
        Gen.Select(Gen.Int[1, 5000], Gen.Bool, Gen.Int[1, 100], Gen.Int[0, 4].Array[1, 60], Gen.Select(Gen.Int[0, 5000], Gen.Int[0, 300]).Array[0, 40]);

    private static DateTime At(double seconds) => Start.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));

    private static TimeRange Range(double from, double to) => new(At(from), At(to));

    private static TimeBin[] Bins(params (int At, int Rows)[] bins) => [.. bins.Select(bin => new TimeBin(Range(bin.At, bin.At + 1), bin.Rows))];

    // 101 rows at the limit: 95 are worth asking for.
    private static WindowQueue Plan(double seconds, bool newestFirst, double? step = null) =>
        new(Range(0, seconds), step is { } given ? TimeSpan.FromSeconds(given) : null, newestFirst, new WindowSizer(new ResponseCapacity(101, 50_000_000)));

    private static string Taken(WindowQueue plan)
    {
        var windows = new List<string>();
        while (plan.Next() is { } window)
        {
            windows.Add(Text(window));
        }

        return string.Join(' ', windows);
    }

    private static string Text(HuntingWindow window) =>
        FormattableString.Invariant($"{(window.Range.Start - Start).TotalSeconds}-{(window.Range.End - Start).TotalSeconds}");
}
