using MdeHunting.Kql.Analysis;
using Xunit;

namespace MdeHunting.Tests.Kql.Analysis;

public class ResultLimitTests
{
    [Theory]
    [InlineData("T | take 10", 10L)]
    [InlineData("T | limit 10 ;", 10L)]
    [InlineData("T\n| where A == 'x' // | take 5\n| top 7 by A desc nulls last, B", 7L)]
    [InlineData("let x = T | take 3; U | join (x) on A | take 20", 20L)]
    [InlineData("T | take 100000;\n\n// end\n", 100000L)]
    [InlineData("T", null)]
    [InlineData("", null)]
    [InlineData("T | take 10 | extend B = 1", null)]
    [InlineData("T | take n", null)]
    [InlineData("T | take 10 * 100000", null)]
    [InlineData("T | take toint('10')", null)]
    [InlineData("T | join (U | take 10) on A", null)]
    [InlineData("let x = T | take 3; x", null)]
    [InlineData("T | where A == '| take 10'", null)]
    [InlineData("T // | take 10", null)]
    [InlineData("T | sample 10", 10L)]
    [InlineData("T | sample-distinct 10 of A", null)]
    [InlineData("T | top-hitters 10 of A", null)]
    [InlineData("T | top 10", null)]
    [InlineData("T | take 99999999999999999999", null)]
    [InlineData("| take 10", 10L)]
    [InlineData("T | take", null)]
    public void Only_a_number_written_out_at_the_querys_own_end_bounds_it(string query, long? expected) => Assert.Equal(expected, ResultLimit.RowLimit(query));
}
