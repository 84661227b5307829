using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class ErrorTests
{
    [Theory]
    [InlineData("EmailEvents | where Subject == 'x'", "'where' operator: Failed to resolve table or column expression named 'EmailEvents'.")]
    [InlineData("EmailEvents | take 5 | where x == 1", "'take' operator: Failed to resolve table or column expression named 'EmailEvents'.")]
    [InlineData("EmailEvents", "Failed to resolve table or column expression named 'EmailEvents'.")]
    [InlineData("numbers | count", "'count' operator: Failed to resolve table or column expression named 'numbers'.")]
    [InlineData("Empty | project FileNam", "'project' operator: Failed to resolve scalar expression named 'FileNam'.")]
    [InlineData("Empty | where text == 'x'", "'where' operator: Failed to resolve scalar expression named 'text'.")]
    [InlineData("Empty | sort by Nothing", "'order' operator: Failed to resolve scalar expression named 'Nothing'.")]
    [InlineData("Empty | top 5 by Nothing", "'top' operator: Failed to resolve scalar expression named 'Nothing'.")]
    [InlineData("Empty | summarize count() by Nothing", "'summarize' operator: Failed to resolve scalar expression named 'Nothing'.")]
    [InlineData("Empty | summarize sum(Nothing)", "'summarize' operator: Failed to resolve scalar expression named 'Nothing'.")]
    [InlineData("Empty | project Number | where Text == ''", "'where' operator: Failed to resolve scalar expression named 'Text'.")]
    [InlineData("Empty | take Number", "'take' operator: Failed to resolve scalar expression named 'Number'.")]
    [InlineData("Empty | take 'five'", "'take' operator: The expression must have the type long.")]
    [InlineData("Empty | take long(null)", "'take' operator: The expression must be a constant.")]
    [InlineData("Empty | where Text", "'where' operator: The expression must have the type bool.")]
    [InlineData("Empty | where Number and true", "The operator 'and' is not defined for the operand type long.")]
    [InlineData("Empty | where (Empty | count) == 1", "Scalar value expected.")]
    [InlineData("5 | take 1", "Table expected.")]
    [InlineData("nosuch('T') | take 1", "Unknown function: 'nosuch'.")]
    [InlineData("Empty | summarize Text by Number", "'summarize' operator: An aggregate function is expected.")]
    [InlineData("Empty | summarize 5", "'summarize' operator: An aggregate function is expected.")]
    [InlineData("Empty | summarize sum(count())", "The aggregate function 'count' is not allowed in this context.")]
    [InlineData("Empty | summarize sum(Text)", "The function 'sum' is not compatible with arguments (string).")]
    [InlineData("Empty | summarize sum()", "The function 'sum' expects 1 argument.")]
    [InlineData("Empty | summarize count(*)", "The * syntax is not allowed here.")]
    [InlineData("DeviceProcessEvents | sort by AdditionalFields", "order operator: key can't be of dynamic type.")]
    [InlineData(
        "DeviceProcessEvents | summarize count() by AdditionalFields",
        "Summarize group key 'AdditionalFields' is of a 'dynamic' type. Please use an explicit cast "
            + "(for example, 'summarize ... by tostring(AdditionalFields)') as grouping by a 'dynamic' type is not supported."
    )]
    public void What_a_query_means_is_checked_before_any_row_is_read(string query, string message)
    {
        var refused = KqlLab.Refused(query);

        Assert.Equal(KqlErrorKind.Semantic, refused.Kind);
        Assert.Equal($"{message} Fix semantic errors in your query.", refused.Message);
        Assert.Null(refused.Line);
    }

    [Theory]
    [InlineData("Numbers | whre Id == 1", 1, 11)]
    [InlineData("Numbers | Where Id == 1", 1, 11)]
    [InlineData("Numbers\n| where Id = 1", 2, 12)]
    [InlineData("Numbers\r\n| where Id ==\r\n| take 1", 3, 1)]
    [InlineData("Numbers | take", 1, 15)]
    [InlineData("Numbers |", 1, 10)]
    [InlineData("Numbers | | take 1", 1, 11)]
    [InlineData("| take 1", 1, 1)]
    [InlineData("Numbers | where (Id == 1", 1, 25)]
    [InlineData("Numbers | where Id == 1)", 1, 24)]
    [InlineData("Numbers | where Id == 'x", 1, 23)]
    [InlineData("Numbers | where Id == #5", 1, 23)]
    [InlineData("Numbers | project", 1, 18)]
    [InlineData("Numbers | project Id,", 1, 22)]
    [InlineData("Numbers | sort Id", 1, 16)]
    [InlineData("Numbers | sort by Id up", 1, 22)]
    [InlineData("Numbers | sort by Id nulls", 1, 27)]
    [InlineData("Numbers | top by Id", 1, 15)]
    [InlineData("Numbers | summarize", 1, 20)]
    [InlineData("Numbers | where Id in 5", 1, 23)]
    [InlineData("Numbers | where Id in ()", 1, 24)]
    [InlineData("Numbers | where Id between (1, 2)", 1, 30)]
    [InlineData("Numbers | where Id and", 1, 23)]
    [InlineData("Numbers | where a == b == c", 1, 24)]
    [InlineData("Numbers | make-series count() on Id", 1, 11)]
    [InlineData("Numbers | evaluate pivot(Id)", 1, 11)]
    [InlineData("Numbers | project-away", 1, 23)]
    [InlineData("Numbers | project-away Id + 1", 1, 27)]
    [InlineData("Numbers | join on Id", 1, 19)]
    [InlineData("Numbers | join (Numbers)", 1, 25)]
    [InlineData("Numbers | join kind= (Numbers) on Id", 1, 22)]
    [InlineData("Numbers | union", 1, 16)]
    [InlineData("Numbers | mv-expand Id to long", 1, 27)]
    [InlineData("Numbers | where Text matches 'x'", 1, 30)]
    [InlineData("datatable(a: nosuch) [1]", 1, 14)]
    [InlineData("datatable(a: long)", 1, 19)]
    [InlineData("range x from 1 to 5", 1, 20)]
    [InlineData("Numbers | where kind = x", 1, 22)]
    [InlineData("select * from Numbers", 1, 15)]
    [InlineData("let f = (x: string) { }; Numbers", 1, 23)]
    [InlineData("let f = (x: string) x; Numbers", 1, 21)]
    [InlineData("let = 5; Numbers", 1, 5)]
    [InlineData("Numbers | take 1; Numbers | take 2", 1, 19)]
    [InlineData("Numbers; let a = 1;", 1, 10)]
    [InlineData("Numbers | project (Id, Value) = 1", 1, 22)]
    public void What_is_no_query_is_refused_with_its_place(string query, int line, int column)
    {
        var refused = KqlLab.Refused(query);

        Assert.Equal(KqlErrorKind.Syntax, refused.Kind);
        Assert.Equal((line, column), (refused.Line, refused.Column));
        Assert.Equal(
            $"The query contains syntax errors: SYN0002: A recognition error occurred. [line:position={line}:{column}]. Query: '{query}'",
            refused.Message
        );
    }

    [Fact]
    public void A_long_query_is_quoted_in_part() => Assert.EndsWith("xxx...'", KqlLab.Refused($"Numbers | whre {new string('x', 10_000)}").Message);

    [Theory]
    [InlineData("(", ")")]
    [InlineData("not(", ")")]
    [InlineData("dynamic([", "])")]
    public void A_query_that_nests_too_deep_is_refused(string open, string close)
    {
        var refused = KqlLab.Refused($"One | where {string.Concat(Enumerable.Repeat(open, 50_000))}1{string.Concat(Enumerable.Repeat(close, 50_000))}");

        Assert.Contains("The query is too complex", refused.Message);
    }

    [Theory]
    [InlineData("One | project Unit", " + Unit")]
    [InlineData("DeviceProcessEvents | project AdditionalFields", ".x")]
    [InlineData("One", " | where true")]
    public void A_query_that_goes_on_too_long_is_refused(string start, string more)
    {
        var query = start + string.Concat(Enumerable.Repeat(more, 5_000));
        Exception? refused = null;

        // How much is too much depends on the stack, so the test brings one of a known size.
        var thread = new Thread(() => refused = Record.Exception(() => KqlLab.Run(query)), 1 << 20);
        thread.Start();
        thread.Join();

        Assert.Contains("The query is too complex", Assert.IsType<KqlException>(refused).Message);
    }

    [Fact]
    public void Long_lists_and_chains_of_tests_are_no_trouble()
    {
        Assert.Equal([1L], KqlLab.Cells($"One | where {string.Join(" or ", Enumerable.Range(1, 3_000).Select(i => $"Unit == {i}"))} | count"));
        Assert.Equal([0L], KqlLab.Cells($"Numbers | where Text in ({string.Join(", ", Enumerable.Range(1, 10_000).Select(i => $"'{i}'"))}) | count"));
    }
}
