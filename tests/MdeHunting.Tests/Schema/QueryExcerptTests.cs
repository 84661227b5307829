using MdeHunting.Kql;
using MdeHunting.Schema;
using Xunit;

namespace MdeHunting.Tests.Schema;

public class QueryExcerptTests
{
    [Theory]
    [InlineData("DeviceEvents | whre a", 1, 16, "1> DeviceEvents | whre a\n                  ^")]
    [InlineData("DeviceEvents\r\n| where a = 1", 2, 11, "2> | where a = 1\n             ^")]
    [InlineData("a", 1, 2, "1> a\n    ^")]
    [InlineData("\tb", 1, 2, "1> <U+0009>b\n           ^")]
    public void The_mark_stands_under_the_place(string query, int line, int column, string expected) =>
        Assert.Equal(expected, QueryExcerpt.Of(query, new KqlPosition(line, column)));

    [Fact]
    public void Of_a_long_line_what_is_around_the_place_is_shown()
    {
        var excerpt = QueryExcerpt.Of($"{new string('a', 500)}!{new string('b', 500)}", new KqlPosition(1, 501))!;

        var lines = excerpt.Split('\n');
        Assert.Equal($"1> …{new string('a', 40)}!{new string('b', 24)}…", lines[0]);
        Assert.Equal(lines[0].IndexOf('!', StringComparison.Ordinal), lines[1].IndexOf('^', StringComparison.Ordinal));
    }

    [Fact]
    public void A_character_of_two_halves_is_not_cut()
    {
        var behind = new string('b', 39);

        Assert.StartsWith($"1> …\U0001F600{behind}!\n", QueryExcerpt.Of($"a\U0001F600{behind}!", new KqlPosition(1, 43)), StringComparison.Ordinal);
        Assert.StartsWith("1> \U0001F600!\n   ^", QueryExcerpt.Of("\U0001F600!", new KqlPosition(1, 2)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 9)]
    public void A_place_that_is_not_in_the_query_is_not_shown(int line, int column) => Assert.Null(QueryExcerpt.Of("abc", new KqlPosition(line, column)));
}
