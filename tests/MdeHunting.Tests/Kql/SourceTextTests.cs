using System.Globalization;
using MdeHunting.Kql;
using Xunit;

namespace MdeHunting.Tests.Kql;

/// <summary>Places in a query, and names of several tokens.</summary>
public class SourceTextTests
{
    [Theory]
    [InlineData("", 0, 1, 1)]
    [InlineData("ab", 2, 1, 3)]
    [InlineData("a\nb", 1, 1, 2)]
    [InlineData("a\nb", 2, 2, 1)]
    [InlineData("a\r\nb", 2, 1, 3)]
    [InlineData("a\r\nb", 3, 2, 1)]
    [InlineData("a\rb", 2, 2, 1)]
    [InlineData("a\n\rb", 3, 3, 1)]
    [InlineData("a\u2028\u2029b", 3, 3, 1)]
    [InlineData("a\u0085\v\fb", 4, 1, 5)]
    [InlineData("a\n", 2, 2, 1)]
    [InlineData("\t😀x", 3, 1, 4)]
    public void A_position_has_a_line_and_a_column(string text, int position, int line, int column) =>
        Assert.Equal(new KqlPosition(line, column), new SourceText(text).LineAndColumn(position));

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_position_outside_of_the_text_has_none(int position) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SourceText("ab").LineAndColumn(position));

    [Fact]
    public void A_place_reads_alike_everywhere()
    {
        CultureInfo.CurrentCulture = new CultureInfo("ar-SA");

        Assert.Equal("line 12, column 3", new KqlPosition(12, 3).ToString());
    }

    [Theory]
    [InlineData("project-away a", "project-away")]
    [InlineData("make-series x", "make-series")]
    [InlineData("a-b-c", "a-b-c")]
    [InlineData("project - away", "project")]
    [InlineData("project -away", "project")]
    [InlineData("project-", "project")]
    [InlineData("project-5", "project")]
    [InlineData("a=-b", "a")]
    [InlineData("|", null)]
    public void A_dashed_name_has_no_gaps(string text, string? name) => Assert.Equal(name, new SourceText(text).DashedName(0));

    [Fact]
    public void Comments_and_blanks_are_not_significant()
    {
        var query = new SourceText("\ufeff// a\n b\u200b; // c");

        Assert.Equal(["b", ";"], query.Significant.Select(query.TextOf));
    }
}
