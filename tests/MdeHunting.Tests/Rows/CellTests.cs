using System.Globalization;
using System.Management.Automation;
using MdeHunting.Rows;
using MdeHunting.Tests.Hunting;
using Xunit;

namespace MdeHunting.Tests.Rows;

public class CellTests
{
    public static TheoryData<string, string, object?> Typed =>
        new()
        {
            { "String", "\"net.exe\"", "net.exe" },
            { "String", "\"\"", string.Empty },
            { "String", "null", null },
            { "String", "\"a\\u0000\\\"\\n\\u00e4\\ud83d\\ude00\"", "a\0\"\nä😀" },
            { "Int64", "9223372036854775807", long.MaxValue },
            { "Int64", "-9223372036854775808", long.MinValue },
            { "Int32", "-2147483648", int.MinValue },
            { "Int32", "null", null },
            { "SByte", "0", false },
            { "SByte", "1", true },
            { "SByte", "true", true },
            { "Boolean", "false", false },
            { "SByte", "null", null },
            { "Double", "0.1", 0.1 },
            { "Double", "-1.7976931348623157E+308", double.MinValue },
            { "Double", "5", 5.0 },
            { "Double", "\"NaN\"", double.NaN },
            { "Double", "\"Infinity\"", double.PositiveInfinity },
            { "Double", "\"-Infinity\"", double.NegativeInfinity },
            { "SqlDecimal", "1.10", 1.10m },
            { "Decimal", "1234567890123456789012345678", 1234567890123456789012345678m },
            { "SqlDecimal", "12345678901234567890123456789", 12345678901234567890123456789m },
            { "SqlDecimal", "-79228162514264337593543950335", decimal.MinValue },
            { "SqlDecimal", "7.9228162514264337593543950335", 7.9228162514264337593543950335m },
            { "SqlDecimal", "7.9228162514264337593543950335e28", decimal.MaxValue },
            { "SqlDecimal", "79228162514264337593543950335.000", decimal.MaxValue },
            { "SqlDecimal", "0.00000000000000000000000000010", 0.0000000000000000000000000001m },
            { "SqlDecimal", "1e28", 10000000000000000000000000000m },
            { "SqlDecimal", "-0.00", 0m },
            { "SqlDecimal", "0e-400", 0m },
            { "DateTime", "\"2022-03-07T23:34:29.1234567\\u002B02:00\"", new DateTime(2022, 3, 7, 21, 34, 29, DateTimeKind.Utc).AddTicks(1234567) },
            { "Guid", "\"\\u0035f804853-e3b1-447b-9a8b-6d3e1257c72a\"", Guid.Parse("5f804853-e3b1-447b-9a8b-6d3e1257c72a") },
            { "TimeSpan", "\"00\\u003A00:01\"", TimeSpan.FromSeconds(1) },
            { "Double", "\"\\u004eaN\"", double.NaN },
            { "Guid", "\"5f804853-e3b1-447b-9a8b-6d3e1257c72a\"", Guid.Parse("5f804853-e3b1-447b-9a8b-6d3e1257c72a") },
            { "TimeSpan", "\"1.02:03:04.0000005\"", new TimeSpan(1, 2, 3, 4) + TimeSpan.FromTicks(5) },
            { "TimeSpan", "\"-00:00:01\"", TimeSpan.FromSeconds(-1) },
            { "Geometry", "\"as it came\"", "as it came" },
            { "Geometry", "12.5", 12.5 },
            { "Geometry", "true", true },
            { "", "7", 7L },
        };

    public static TheoryData<string, string> Times =>
        new()
        {
            { "2022-03-07T21:34:30.1187436Z", "2022-03-07T21:34:30.1187436" },
            { "2022-03-07T21:34:29.380998Z", "2022-03-07T21:34:29.3809980" },
            { "2022-03-07T21:34:29Z", "2022-03-07T21:34:29.0000000" },
            { "2022-03-07T21:34:29.5", "2022-03-07T21:34:29.5000000" },
            { "2022-03-07T21:34:29.12345670000Z", "2022-03-07T21:34:29.1234567" },
            { "2022-03-07T23:34:29.1234567+02:00", "2022-03-07T21:34:29.1234567" },
            { "2022-03-07T16:04:29-05:30", "2022-03-07T21:34:29.0000000" },
            { "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000" },
            { "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999" },
            { "2024-02-29T00:00:00Z", "2024-02-29T00:00:00.0000000" },
        };

    public static TheoryData<string, string, object?> Misfits =>
        new()
        {
            { "Int64", "9223372036854775808", 9223372036854775808m },
            { "Int64", "\"42\"", "42" },
            { "Int64", "1.5", 1.5 },
            { "Int32", "2147483648", 2147483648L },
            { "Int32", "true", true },
            { "SByte", "2", 2L },
            { "SByte", "\"true\"", "true" },
            { "Double", "1e400", "1e400" },
            { "Double", "\"0.1\"", "0.1" },
            { "Double", "1e-400", "1e-400" },
            { "SqlDecimal", "79228162514264337593543950336", "79228162514264337593543950336" },
            { "SqlDecimal", "7.92281625142643375935439503351", "7.92281625142643375935439503351" },
            { "SqlDecimal", "1e29", 1e29 },
            { "SqlDecimal", "1e-29", 1e-29 },
            { "SqlDecimal", "1e-400", "1e-400" },
            { "SqlDecimal", "4.94065645841247e-324", "4.94065645841247e-324" },
            { "Guid", "\"\\ud800\"", "\ud800" },
            { "Double", "\"\\udfff\"", "\udfff" },
            { "TimeSpan", "\"\\ud800\"", "\ud800" },
            { "DateTime", "\"\\ud800\"", "\ud800" },
            { "SByte", "\"\\ud800\"", "\ud800" },
            { "SqlDecimal", "0.12345678901234567890123456789", "0.12345678901234567890123456789" },
            { "SqlDecimal", "\"1.5\"", "1.5" },
            { "DateTime", "\"07.03.2022 21:34:30\"", "07.03.2022 21:34:30" },
            { "DateTime", "\"2022-03-07T21:34:30.11874361Z\"", "2022-03-07T21:34:30.11874361Z" },
            { "DateTime", "\"2022-02-30T00:00:00Z\"", "2022-02-30T00:00:00Z" },
            { "DateTime", "\"2022-03-07T24:00:00Z\"", "2022-03-07T24:00:00Z" },
            { "DateTime", "\"0001-01-01T00:00:00+01:00\"", "0001-01-01T00:00:00+01:00" },
            { "DateTime", "\"\"", "" },
            { "DateTime", "1646688870", 1646688870L },
            { "Guid", "\"not-a-guid\"", "not-a-guid" },
            { "TimeSpan", "\"1 day\"", "1 day" },
            { "TimeSpan", "\"24:00:00\"", "24:00:00" },
            { "String", "5", 5L },
            { "String", "true", true },
        };

    [Theory]
    [MemberData(nameof(Typed))]
    public async Task A_cell_has_the_type_of_its_column(string type, string cell, object? expected)
    {
        var stub = StubService.OfCell(type, cell);

        var value = await stub.CellAsync();

        Assert.Equal(expected, value);
        Assert.Equal(expected?.GetType(), value?.GetType());
        Assert.Empty(stub.Warnings);
    }

    [Theory]
    [MemberData(nameof(Times))]
    public async Task A_time_is_in_UTC_and_keeps_every_digit(string cell, string expected)
    {
        var stub = StubService.OfCell("DateTime", $"\"{cell}\"");

        var time = Assert.IsType<DateTime>(await stub.CellAsync());

        Assert.Equal(DateTimeKind.Utc, time.Kind);
        Assert.Equal(expected, time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture));
        Assert.Empty(stub.Warnings);
    }

    [Theory]
    [MemberData(nameof(Misfits))]
    public async Task A_value_that_does_not_fit_its_type_stays_as_it_came_with_a_warning(string type, string cell, object? expected)
    {
        var stub = StubService.OfCell(type, cell);

        var value = await stub.CellAsync();

        Assert.Equal(expected, value);
        Assert.Equal(expected?.GetType(), value?.GetType());
        Assert.Contains("'Cell'", Assert.Single(stub.Warnings));
    }

    [Fact]
    public async Task A_column_is_warned_of_once_and_each_column_by_itself()
    {
        var stub = StubService.Of(
            """{"Schema":[{"Name":"A","Type":"Int64"},{"Name":"B","Type":"Int64"}],"Results":[{"A":1,"B":"x"},{"A":"y","B":"z"},{"A":"v","B":2}]}"""
        );

        await stub.HuntAsync();

        Assert.Equal(["x", "z", 2L], stub.Rows.Select(r => r.Properties["B"].Value));
        Assert.Equal(2, stub.Warnings.Count);
        Assert.Contains("'B'", stub.Warnings[0]);
        Assert.Contains("row 1", stub.Warnings[0]);
        Assert.Contains("'A'", stub.Warnings[1]);
        Assert.Contains("row 2", stub.Warnings[1]);
    }

    [Theory]
    [InlineData("String")]
    [InlineData("DateTime")]
    [InlineData("Int64")]
    [InlineData("SByte")]
    [InlineData("Double")]
    [InlineData("Guid")]
    public async Task Graphs_empty_object_is_the_null_of_a_scalar_column(string type)
    {
        var stub = StubService.OfCell(type, "{}");

        Assert.Null(await stub.CellAsync());
        Assert.Empty(stub.Warnings);
    }

    [Fact]
    public async Task An_object_in_a_scalar_column_stays_with_a_warning()
    {
        var stub = StubService.OfCell("String", """{"a":{}}""");

        Assert.Equal("""{"a":{}}""", (await stub.CellAsync())!.ToString());
        Assert.Single(stub.Warnings);
    }

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("[]", "[]")]
    [InlineData("null", "")]
    [InlineData("""{"b":1,"a":[true,null,"x",{"c":-0.5}]}""", """{"b":1,"a":[true,null,"x",{"c":-0.5}]}""")]
    [InlineData("""["{\"not\":\"decoded\"}"]""", """["{\"not\":\"decoded\"}"]""")]
    [InlineData("\"{\\\"not\\\":1}\"", "{\"not\":1}")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("[-0,0.10]", "[-0,0.1]")]
    [InlineData("0.30000000000000004", "0.30000000000000004")]
    [InlineData("0.12345678901234567890", "0.12345678901234567890")]
    [InlineData("""{"a":1,"A":2,"":3,"PSObject":4,"a":5}""", """{"a":1,"A":2,"":3,"PSObject":4,"a":5}""")]
    [InlineData("""["\ud800"]""", """["\ud800"]""")]
    [InlineData("""["a\u0007\u001b[31m\u2028ä😀"]""", "[\"a\\u0007\\u001b[31m\u2028ä😀\"]")]
    public async Task A_dynamic_value_keeps_all_that_came(string cell, string json)
    {
        var stub = StubService.OfCell("Object", cell);

        await stub.HuntAsync();

        Assert.Equal(json, ExactText.Of(stub.Rows.Single().Properties.Single().Value));
        Assert.Empty(stub.Warnings);
    }

    /// <summary>A number that only a text holds is told of, once for its column, wherever it is in a value.</summary>
    [Theory]
    [InlineData("1e400", "1e400")]
    [InlineData("-1e-400", "-1e-400")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("[79228162514264337593543950335,79228162514264337593543950336]", "[79228162514264337593543950335,\"79228162514264337593543950336\"]")]
    [InlineData("""{"a":{"b":[1,1e400]},"c":2e400}""", """{"a":{"b":[1,"1e400"]},"c":"2e400"}""")]
    public async Task A_number_that_becomes_text_is_told_once_for_its_column(string cell, string text)
    {
        foreach (var type in new[] { "Object", "dynamic", "Geometry" })
        {
            var stub = StubService.Of(
                $$"""{"Schema":[{"Name":"A","Type":"Int64"},{"Name":"B","Type":"{{type}}"}],"Results":[{"A":1,"B":{"x":1} },{"A":2,"B":{{cell}} },{"A":3,"B":{{cell}} }]}"""
            );

            await stub.HuntAsync();

            Assert.Equal([text, text], stub.Rows.Skip(1).Select(r => ExactText.Of(r.Properties["B"].Value)));
            var warning = Assert.Single(stub.Warnings);
            Assert.Contains("'B'", warning);
            Assert.Contains("row 2", warning);
            Assert.Equal(stub.Warnings, stub.Response!.Warnings);
        }
    }

    [Fact]
    public async Task A_number_that_becomes_text_in_a_value_of_another_type_is_told_beside_that()
    {
        var stub = StubService.OfCell("String", """{"a":1e400}""");

        Assert.Equal("""{"a":"1e400"}""", (await stub.CellAsync())!.ToString());
        Assert.Equal(2, stub.Warnings.Count);
        Assert.All(stub.Warnings, w => Assert.Contains("'Cell'", w));
    }

    [Fact]
    public async Task A_dynamic_object_is_an_object_and_its_array_an_array()
    {
        var value = Assert.IsType<PSObject>(await StubService.OfCell("Object", """{"list":[{"deep":true},2]}""").CellAsync());

        var list = Assert.IsType<object[]>(((PSObject)value.Properties["list"].Value).BaseObject);
        Assert.Equal(true, ((PSObject)list[0]).Properties["deep"].Value);
        Assert.Equal(2L, list[1]);
    }

    [Fact]
    public async Task Half_a_character_in_a_file_name_stays_what_it_is()
    {
        Assert.Equal('\ud800' + " half\t\"/", await StubService.OfCell("String", "\"\\ud800 half\\t\\\"\\/\"").CellAsync());
    }

    [Fact]
    public async Task An_empty_dynamic_object_stays_an_object()
    {
        var value = Assert.IsType<PSObject>(await StubService.OfCell("Object", "{}").CellAsync());

        Assert.IsType<PSCustomObject>(value.BaseObject);
        Assert.Empty(value.Properties);
    }

    [Fact]
    public async Task A_dynamic_value_may_be_nested_a_thousand_deep()
    {
        var nested = string.Concat(Enumerable.Repeat("[", 1000)) + string.Concat(Enumerable.Repeat("]", 1000));
        var stub = StubService.OfCell("Object", nested);

        await stub.HuntAsync();

        Assert.Equal(nested, ExactText.Of(stub.Rows.Single().Properties.Single().Value));
    }

    [Fact]
    public async Task Deeper_than_that_is_refused_and_not_a_crash()
    {
        var nested = string.Concat(Enumerable.Repeat("[", 1001)) + string.Concat(Enumerable.Repeat("]", 1001));

        Assert.Equal(HuntingFailure.AnswerMalformed, (await StubService.OfCell("Object", nested).FailAsync()).Failure);
    }

    [Theory]
    [InlineData("""{"A":"one","A":"two"}""", "one", "'A'")]
    [InlineData("""{"A":"one","A":"two","A":"three"}""", "one", "'A'")]
    [InlineData("""{"\u0041":"one","a":"two"}""", "one", "'a'")]
    [InlineData("""{"A":null,"A":"two"}""", null, "'A'")]
    public async Task A_value_that_a_row_has_twice_is_told_as_that(string row, string? kept, string told)
    {
        var stub = await StubService.Of($$"""{"Schema":[{"Name":"A","Type":"String"}],"Results":[{{row}}]}""").HuntAsync();

        Assert.Equal(kept, stub.Rows.Single().Properties["A"].Value);
        var warning = Assert.Single(stub.Warnings);
        Assert.Contains(told, warning);
        Assert.Contains("more often than", warning);
        Assert.DoesNotContain("no column", warning);
    }
}
