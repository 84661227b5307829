using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class SourceTests
{
    [Theory]
    [InlineData("print 1, 'a'", "print_0,print_1: 1,a")]
    [InlineData("print x = 1 + 1, now() | project-away print_1", "x: 2")]
    [InlineData("print a = datetime(2024-01-01) | where a > datetime(2025-01-01)", "a: ")]
    [InlineData("range x from 1 to 3 step 1", "x: 1; 2; 3")]
    [InlineData("range x from 3 to 1 step -1", "x: 3; 2; 1")]
    [InlineData("range x from 1 to 2 step 0.5", "x: 1.0; 1.5; 2.0")]
    [InlineData("range x from 1 to 3 step -1", "x: ")]
    [InlineData("range x from 1 to 3 step 0", "x: ")]
    [InlineData("range x from 0h to 2h step 1h | count", "Count: 3")]
    [InlineData(
        "range d from datetime(2024-01-01) to datetime(2024-01-03) step 1d | summarize max(d) | project format = tostring(max_d)",
        "format: 2024-01-03T00:00:00.0000000Z"
    )]
    [InlineData("range x from 9223372036854775806 to 9223372036854775807 step 1 | count", "Count: 2")]
    [InlineData(
        "datatable(a: long, b: string, c: datetime) [1, 'x', datetime(2024-01-01), 2, 'y', datetime(null)] | project a, b, isnull(c)",
        "a,b,Column1: 1,x,false; 2,y,true"
    )]
    [InlineData("datatable(a: real) [1, -2.5,]", "a: 1.0; -2.5")]
    [InlineData("datatable(a: string) []", "a: ")]
    [InlineData("let n = 5; datatable(a: int) [n]", "a: 5")]
    public void A_query_can_bring_its_own_rows(string query, string expected) => Assert.Equal(expected, KqlLab.Show(query));

    [Fact]
    public void Cells_have_the_types_of_their_columns() =>
        Assert.Equal([1, 2.0, "3", null], KqlLab.Run("datatable(a: int, b: real, c: string, d: long) [1, 2, '3', long(null)]").Rows[0]);

    [Theory]
    [InlineData("datatable(a: long, b: long) [1, 2, 3]", "'datatable' operator: The number of values (3) is not a multiple of the number of columns (2).")]
    [InlineData("datatable(a: long) [Id]", "'datatable' operator: Failed to resolve scalar expression named 'Id'.")]
    [InlineData("print Id", "'print' operator: Failed to resolve scalar expression named 'Id'.")]
    [InlineData("range x from 1 to 'a' step 1", "The function 'range' is not compatible with arguments (long, string, long).")]
    public void What_does_not_fit_is_refused(string query, string message) =>
        Assert.Equal($"{message} Fix semantic errors in your query.", KqlLab.Refused(query).Message);

    [Theory]
    [InlineData("table('Numbers') | count", 4L)]
    [InlineData("table(\"My Table\") | count", 1L)]
    [InlineData("['Numbers'] | count", 4L)]
    [InlineData("let Numbers = Empty; table('Numbers') | count", 4L)]
    [InlineData("let name = 'Numbers'; table(name) | count", 4L)]
    [InlineData("materialize(Numbers | where Id > 1) | count", 3L)]
    [InlineData("let T = materialize(Numbers | where Id > 1); union T, T | count", 6L)]
    public void A_table_can_be_named_in_several_ways(string query, long expected) => Assert.Equal([expected], KqlLab.Cells(query));

    [Fact]
    public void A_table_that_is_not_there_is_refused() =>
        Assert.Equal(
            "'count' operator: Failed to resolve table or column expression named 'NoSuch'. Fix semantic errors in your query.",
            KqlLab.Refused("table('NoSuch') | count").Message
        );

    [Fact]
    public void Words_that_start_a_query_are_still_names() =>
        Assert.Equal("print,range: 1,2", KqlLab.Show("print print = 1, range = 2 | where print < range | project print, range"));

    [Fact]
    public void A_long_range_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => KqlEngine.Run("range x from 1 to 9000000000000 step 1 | count", KqlLab.Database, source.Token));
    }
}
