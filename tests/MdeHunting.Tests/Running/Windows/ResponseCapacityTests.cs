using MdeHunting.Running.Windows;
using Xunit;

namespace MdeHunting.Tests.Running.Windows;

public sealed class ResponseCapacityTests
{
    [Theory]
    [InlineData(100_000, 94_999)]
    [InlineData(100, 94)]
    [InlineData(3, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 1)]
    public void As_many_rows_are_asked_for_as_leave_a_margin(int limit, int rows) => Assert.Equal(rows, new ResponseCapacity(limit, 50_000_000).WorthAsking);

    [Fact]
    public void Long_rows_are_asked_for_in_fewer()
    {
        var limits = new ResponseCapacity(100_000, 50_000_000);
        limits.Learn(10_000, 10_000_000);
        Assert.Equal(42_500, limits.WorthAsking);

        // The longest of the latest and the average.
        limits.Learn(10_000, 20_000_000);
        Assert.Equal(21_250, limits.WorthAsking);
        limits.Learn(10_000, 10_000_000);
        Assert.Equal(31_875, limits.WorthAsking, 1.0);
    }

    [Fact]
    public void A_short_answer_says_little_of_the_next()
    {
        var limits = new ResponseCapacity(100_000, 50_000_000);
        limits.Learn(100_000, 20_000_000);
        limits.Learn(1, 4_000);

        Assert.Equal(94_999, limits.WorthAsking);
    }

    [Fact]
    public void Too_many_bytes_for_so_many_rows_ask_for_less_than_half_until_an_answer_tells_more()
    {
        var limits = new ResponseCapacity(100_000, 50_000_000);
        limits.LearnTooManyBytes(80_000);
        Assert.Equal(34_000, limits.WorthAsking);
        limits.LearnTooManyBytes(34_000);
        Assert.Equal(14_450, limits.WorthAsking);
        limits.Learn(10_000, 20_000_000);
        Assert.Equal(21_250, limits.WorthAsking);
    }

    [Fact]
    public void An_answer_without_rows_says_nothing()
    {
        var limits = new ResponseCapacity(100, 1_000);
        limits.Learn(0, 900);
        limits.LearnTooManyBytes(0);

        Assert.Equal(94, limits.WorthAsking);
    }
}
