using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

/// <summary>Functions of numbers and of moments, and those that choose.</summary>
public class ValueFunctionTests
{
    [Theory]
    [InlineData("abs(-5)", 5L)]
    [InlineData("abs(-5.5)", 5.5)]
    [InlineData("round(2.5)", 3.0)]
    [InlineData("round(2.345, 2)", 2.35)]
    [InlineData("round(1234, -2)", 1200.0)]
    [InlineData("ceiling(1.2)", 2.0)]
    [InlineData("pow(2, 10)", 1024.0)]
    [InlineData("sqrt(9)", 3.0)]
    [InlineData("log10(100)", 2.0)]
    [InlineData("sign(-3.5)", -1L)]
    [InlineData("min_of(3, 1, 2)", 1L)]
    [InlineData("max_of(3, 1.5)", 3.0)]
    [InlineData("max_of(long(null), 1)", 1L)]
    [InlineData("isnan(0.0 / 0)", true)]
    [InlineData("isfinite(1 / 0.0)", false)]
    [InlineData("case(1 > 2, 'a', 2 > 1, 'b', 'c')", "b")]
    [InlineData("case(1 > 2, 'a', 'c')", "c")]
    [InlineData("case(bool(null), 1, true, 2.5, 3)", 2.5)]
    [InlineData("coalesce(long(null), 2, 3)", 2L)]
    [InlineData("coalesce('', 'x')", "x")]
    [InlineData("coalesce(long(null), long(null))", null)]
    [InlineData("column_ifexists('Unit', 0)", 1L)]
    [InlineData("column_ifexists('Nothing', 'none')", "none")]
    public void Gives(string expression, object? expected) => Assert.Equal(expected, KqlLab.Value(expression));

    [Theory]
    [InlineData("datetime_add('month', 1, datetime(2024-01-31))", "2024-02-29T00:00:00Z")]
    [InlineData("datetime_add('hour', -1, datetime(2024-01-01))", "2023-12-31T23:00:00Z")]
    [InlineData("datetime_add('week', 1, datetime(2024-01-01))", "2024-01-08T00:00:00Z")]
    [InlineData("endofday(datetime(2024-01-01 10:00))", "2024-01-01T23:59:59.9999999Z")]
    [InlineData("endofday(datetime(2024-01-01 10:00), 1)", "2024-01-02T23:59:59.9999999Z")]
    [InlineData("startofweek(datetime(2024-01-03 10:00))", "2023-12-31T00:00:00Z")]
    [InlineData("startofmonth(datetime(2024-02-29), -1)", "2024-01-01T00:00:00Z")]
    [InlineData("endofmonth(datetime(2024-02-10))", "2024-02-29T23:59:59.9999999Z")]
    [InlineData("startofyear(datetime(2024-02-29))", "2024-01-01T00:00:00Z")]
    [InlineData("make_datetime(2024, 2, 29, 1, 2, 3.5)", "2024-02-29T01:02:03.5Z")]
    [InlineData("unixtime_seconds_todatetime(1704067200)", "2024-01-01T00:00:00Z")]
    [InlineData("unixtime_milliseconds_todatetime(1704067200500)", "2024-01-01T00:00:00.5Z")]
    public void Gives_a_moment(string expression, string expected) => Assert.Equal(KqlLab.At(expected), KqlLab.Value(expression));

    [Theory]
    [InlineData("datetime_diff('year', datetime(2017-01-01), datetime(2000-12-31))", 17L)]
    [InlineData("datetime_diff('quarter', datetime(2017-07-01), datetime(2017-03-30))", 2L)]
    [InlineData("datetime_diff('month', datetime(2017-01-01), datetime(2015-12-30))", 13L)]
    [InlineData("datetime_diff('week', datetime(2017-10-29 00:00), datetime(2017-09-30 23:59))", 5L)]
    [InlineData("datetime_diff('day', datetime(2017-10-29 00:00), datetime(2017-09-30 23:59))", 29L)]
    [InlineData("datetime_diff('hour', datetime(2017-10-31 01:00), datetime(2017-10-30 23:59))", 2L)]
    [InlineData("datetime_diff('minute', datetime(2017-10-30 23:05:01), datetime(2017-10-30 23:00:59))", 5L)]
    [InlineData("datetime_diff('second', datetime(2017-10-30 23:00:10.100), datetime(2017-10-30 23:00:00.900))", 10L)]
    [InlineData("datetime_diff('nosuch', now(), now())", null)]
    [InlineData("datetime_part('Hour', datetime(2024-02-03 04:05:06))", 4)]
    [InlineData("datetime_part('quarter', datetime(2024-05-03))", 2)]
    [InlineData("hourofday(datetime(2024-02-03 04:05:06))", 4)]
    [InlineData("dayofmonth(datetime(2024-02-03))", 3)]
    [InlineData("dayofyear(datetime(2024-02-03))", 34)]
    [InlineData("monthofyear(datetime(2024-02-03))", 2)]
    [InlineData("getyear(datetime(2024-02-03))", 2024)]
    [InlineData("dayofweek(datetime(2024-01-03)) == 3d", true)]
    [InlineData("format_datetime(datetime(2024-02-03 14:05:06.789), 'yyyy-MM-dd HH:mm:ss.fff')", "2024-02-03 14:05:06.789")]
    [InlineData("format_datetime(datetime(2024-02-03), 'd')", "3")]
    [InlineData("make_datetime(2023, 2, 29)", null)]
    [InlineData("datetime_add('year', 99999, now())", null)]
    [InlineData("startofweek(datetime(0001-01-01)) == datetime(0001-01-01)", true)]
    public void Takes_moments_apart(string expression, object? expected) => Assert.Equal(expected, KqlLab.Value(expression));

    [Fact]
    public void Chance_is_the_same_every_time_and_differs_from_row_to_row()
    {
        const string query = "range i from 1 to 100 step 1 | project r = rand(), n = rand(10), g = new_guid()";

        var result = KqlLab.Run(query);

        Assert.Equal(KqlLab.Show(query), KqlLab.Show(query));
        Assert.Equal(100, result.Rows.Select(row => row[2]).Distinct().Count());
        Assert.All(result.Rows, row => Assert.InRange((double)row[0]!, 0, 1));
        Assert.All(result.Rows, row => Assert.InRange((long)row[1]!, 0, 9));
    }

    [Theory]
    [InlineData("case(true, 1)", "The function 'case' expects at least 3 arguments.")]
    [InlineData("case(true, 1, 2, 3)", "The function 'case' is not compatible with arguments (bool, long, long, long).")]
    [InlineData("case('a', 1, 2)", "The function 'case' is not compatible with arguments (string, long, long).")]
    [InlineData("coalesce(1, 'a')", "The function 'coalesce' is not compatible with arguments (long, string).")]
    [InlineData("max_of(1, 'a')", "The function 'max_of' is not compatible with arguments (long, string).")]
    [InlineData("startofhour(now())", "Unknown function: 'startofhour'.")]
    [InlineData("extract('(', 1, 'x')", "Failed to parse the regular expression '('.")]
    [InlineData("trim('(', 'x')", "Failed to parse the regular expression '('.")]
    public void A_call_that_does_not_fit_is_refused(string call, string message) =>
        Assert.Equal($"{message} Fix semantic errors in your query.", KqlLab.Refused($"print {call}").Message);
}
