using MdeHunting.Kql.Time;
using MdeHunting.Running.Windows;
using Xunit;

namespace MdeHunting.Tests.Running.Windows;

/// <summary>How rows are counted before the time is divided, and what is made of a response, odd ones too.</summary>
public sealed class RowCountsTests
{
    private static readonly DateTime Start = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(30 * 86400, 100_000, 409.6)]
    [InlineData(30 * 86400, 100, 52428.8)]
    [InlineData(30 * 86400, 1, 3355443.2)]
    [InlineData(10, 100_000, 0.1)]
    [InlineData(0.0000001, 100_000, 0.1)]
    [InlineData(1000.01, 100_000, 0.2)]
    public void A_count_has_no_more_bins_than_an_answer_holds_and_none_is_shorter_than_a_window(double seconds, int rowLimit, double width) =>
        Assert.Equal(TimeSpan.FromTicks((long)(width * TimeSpan.TicksPerSecond)), RowCounts.Width(Range(0, seconds), rowLimit));

    [Fact]
    public void Bins_are_put_in_order_and_cut_to_the_time()
    {
        var bins = RowCounts.ToBins([(At(3), 5), (At(0), 2), (At(2), 0), (At(-1), 9), (At(4), 7)], Second, Range(0.5, 3.5));

        Assert.Equal([new TimeBin(Range(0.5, 1), 2), new TimeBin(Range(3, 3.5), 5)], bins);
    }

    [Fact]
    public void Bins_that_overlap_tell_nothing()
    {
        Assert.Empty(RowCounts.ToBins([(At(0), 2), (At(0), 2)], Second, Range(0, 10)));
        Assert.Empty(RowCounts.ToBins([(At(0), 2), (At(0.5), 2)], Second, Range(0, 10)));
    }

    [Fact]
    public void Bins_at_the_ends_of_all_time_are_no_failure()
    {
        var all = new TimeRange(DateTime.MinValue, DateTime.MaxValue);

        Assert.Equal(2, RowCounts.ToBins([(DateTime.MaxValue.AddTicks(-1), 1), (DateTime.MinValue, 1)], TimeSpan.FromDays(1), all).Count);
    }

    [Fact]
    public void What_fills_more_than_a_tenth_of_a_window_is_counted_finer_as_long_as_it_can_be()
    {
        TimeBin[] bins = [Bin(0, 10, 10), Bin(10, 20, 11), Bin(20, 30, 500), Bin(40, 50, 500), new TimeBin(Range(60, 60.1), 500)];

        var heavy = RowCounts.Heavy(bins, 100);

        Assert.Equal(bins[1..4], heavy);
        Assert.Equal([Range(10, 30), Range(40, 50)], RowCounts.Times(heavy));
        Assert.Equal(TimeSpan.FromMilliseconds(100), RowCounts.FineWidth(heavy, TimeSpan.FromSeconds(10), 100_000));
        Assert.Equal(TimeSpan.FromMilliseconds(800), RowCounts.FineWidth(heavy, TimeSpan.FromSeconds(10), 60));
        Assert.Null(RowCounts.FineWidth(heavy, TimeSpan.FromMilliseconds(100), 100_000));
    }

    [Fact]
    public void Finer_bins_take_the_place_of_those_that_they_are_of()
    {
        TimeBin[] bins = [Bin(0, 10, 10), Bin(10, 20, 500), Bin(20, 30, 400)];
        TimeBin[] fine = [Bin(11, 12, 300), Bin(15, 16, 200)];

        Assert.Equal([bins[0], .. fine, bins[2]], RowCounts.Refine(bins, bins[1..], fine));
        Assert.Equal(bins, RowCounts.Refine(bins, bins[1..], []));
        Assert.Equal(bins, RowCounts.Refine(bins, bins[1..2], [Bin(15, 25, 300)]));
    }

    [Fact]
    public void An_answer_is_read_by_its_columns_names()
    {
        var receiver = new CountReceiver();
        receiver.Begin([new MdeHuntingColumn("Rows", "Int64"), new MdeHuntingColumn("Bin", "DateTime")]);
        receiver.CreateRow([3L, Start]);

        Assert.Equal([(Start, 3L)], receiver.Counts);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(-1L)]
    [InlineData(long.MaxValue)]
    [InlineData(3)]
    [InlineData("3")]
    public void An_answer_with_something_else_in_it_tells_nothing(object? rows)
    {
        var receiver = new CountReceiver();
        receiver.Begin([new MdeHuntingColumn("Bin", "DateTime"), new MdeHuntingColumn("Rows", "Int64")]);
        receiver.CreateRow([Start, 3L]);
        receiver.CreateRow([Start, rows]);
        receiver.CreateRow([Start, 3L]);

        Assert.Null(receiver.Counts);
    }

    [Fact]
    public void An_answer_without_the_columns_or_without_a_start_tells_nothing()
    {
        var receiver = new CountReceiver();
        Assert.Null(receiver.Counts);
        receiver.Begin([new MdeHuntingColumn("Bin", "DateTime")]);
        receiver.CreateRow([Start]);
        Assert.Null(receiver.Counts);
        receiver.Begin([new MdeHuntingColumn("Bin", "DateTime"), new MdeHuntingColumn("Rows", "Int64")]);
        receiver.CreateRow([null, 3L]);
        Assert.Null(receiver.Counts);
    }

    private static DateTime At(double seconds) => Start.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));

    private static TimeRange Range(double from, double to) => new(At(from), At(to));

    private static TimeBin Bin(double from, double to, long rows) => new(Range(from, to), rows);
}
