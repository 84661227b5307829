using System.Globalization;
using System.Management.Automation;
using System.Text;
using MdeHunting.Tests.Hunting;
using Xunit;

namespace MdeHunting.Tests.Responses;

public class ResponseTests
{
    private const string Seed = """
        {"Stats":{"ExecutionTime":0.0157135,"resource_usage":{"cpu":{"total cpu":"00:00:00.0625000"}}},
         "Schema":[{"Name":"Timestamp","Type":"DateTime"},{"Name":"FileName","Type":"String"},{"Name":"InitiatingProcessFileName","Type":"String"}],
         "Results":[{"Timestamp":"2022-03-07T21:34:30.1187436Z","FileName":"net.exe","InitiatingProcessFileName":"powershell.exe"},
                    {"Timestamp":"2022-03-07T21:34:29.380998Z","FileName":"csc.exe","InitiatingProcessFileName":"powershell.exe"}]}
        """;

    public static TheoryData<string> SameAnswer =>
        [
            """{"Schema":[{"Name":"A","Type":"Int64"},{"Name":"B","Type":"SByte"}],"Results":[{"A":1,"B":1}]}""",
            """{"Results":[{"A":1,"B":1}],"Schema":[{"Name":"A","Type":"Int64"},{"Name":"B","Type":"SByte"}]}""",
            """{"@odata.context":"x","schema":[{"name":"A","type":"Int64"},{"name":"B","type":"SByte"}],"results":[{"A":1,"B@odata.type":"#SByte","B":1}]}""",
            """{"schema":[{"Type":"Int64","Name":"A","more":{"a":[1]}},{"Name":"B","Type":"System.SByte"}],"x":{"results":[{"A":9}]},"results":[{"B":1,"A":1}],"z":null}""",
            """{"SCHEMA":[{"NAME":"A","TYPE":"long"},{"NAME":"B","TYPE":"bool"}],"RESULTS":[{"a":1,"b":true}],"error":null}""",
            "\uFEFF  {\"Schema\":[{\"Name\":\"\\u0041\",\"Type\":\"Int64\"},{\"Name\":\"B\",\"Type\":\"SByte\"}],\"Results\":[{\"\\u0041\":1,\"B\":true}]}\r\n ",
        ];

    public static TheoryData<string, string, string> StrangeNames =>
        new()
        {
            { "\"\\ud800\"", "\"\\ud800\"", "\ud800" },
            { "\"A\\udc00\"", "\"\\u0041\\uDC00\"", "A\udc00" },
            { "\"a\\\\u0041\"", "\"a\\\\u0041\"", "a\\u0041" },
            { "\"\\ufffd\"", "\"\uFFFD\"", "\uFFFD" },
        };

    [Fact]
    public async Task The_seeds_answer_gives_its_two_rows_and_no_digit_is_lost()
    {
        var rows = (await StubService.Of(Seed).HuntAsync()).Rows;

        Assert.Equal(["Timestamp", "FileName", "InitiatingProcessFileName"], rows[0].Properties.Select(p => p.Name));
        Assert.Equal(["net.exe", "csc.exe"], rows.Select(r => r.Properties["FileName"].Value));
        Assert.Equal(["2022-03-07T21:34:30.1187436Z", "2022-03-07T21:34:29.3809980Z"], rows.Select(r => r.Properties["Timestamp"].Value.ToString()));
        Assert.Equal("MdeHunting.Row", rows[0].TypeNames[0]);
        Assert.Equal("System.Management.Automation.PSCustomObject", rows[0].TypeNames[1]);
    }

    [Theory]
    [MemberData(nameof(SameAnswer))]
    public async Task Members_in_any_order_and_case_and_with_others_among_them_read_the_same(string json)
    {
        var stub = await StubService.Of(json).HuntAsync();

        Assert.Equal(["A", "B"], stub.Rows.Single().Properties.Select(p => p.Name));
        Assert.Equal([1L, true], stub.Rows.Single().Properties.Select(p => p.Value));
        Assert.Empty(stub.Warnings);
    }

    [Theory]
    [MemberData(nameof(SameAnswer))]
    public async Task Compressed_reads_the_same(string json)
    {
        var stub = await StubService.Of(StubService.Gzip(json), "gzip").HuntAsync();

        Assert.Equal([1L, true], stub.Rows.Single().Properties.Select(p => p.Value));
    }

    [Fact]
    public async Task Every_row_has_every_column_in_the_order_of_the_Schema()
    {
        var stub = await StubService
            .Of(
                """{"Schema":[{"Name":"A","Type":"Int64"},{"Name":"B","Type":"String"},{"Name":"C","Type":"String"}],"Results":[{},{"C":"c"},{"B":"b","A":1}]}"""
            )
            .HuntAsync();

        Assert.All(stub.Rows, r => Assert.Equal(["A", "B", "C"], r.Properties.Select(p => p.Name)));
        Assert.Equal([null, null, "c", 1L, "b", null], stub.Rows.Skip(1).SelectMany(r => r.Properties.Select(p => p.Value)));
    }

    [Fact]
    public async Task Names_that_PowerShell_cannot_tell_apart_or_keeps_for_itself_lose_no_value()
    {
        string[] names = ["LogonId", "LogonID", "logonid_2", "LogonId", "", " ", "PSObject", "PSTypeNames", "psbase", "Column5"];
        var schema = string.Join(",", names.Select(n => $$"""{"Name":"{{n}}","Type":"Int64"}"""));
        var row = string.Join(",", names.Select((n, i) => $"\"{n}\":{i}"));

        var stub = await StubService.Of($$"""{"Schema":[{{schema}}],"Results":[{ {{row}} }]}""").HuntAsync();

        var properties = stub.Rows.Single().Properties.ToList();
        Assert.Equal(
            ["LogonId", "LogonID_3", "logonid_2", "LogonId_4", "Column5_2", "Column6", "PSObject_2", "PSTypeNames_2", "psbase_2", "Column5"],
            properties.Select(p => p.Name)
        );
        Assert.Equal(Enumerable.Range(0, names.Length).Select(i => (object)(long)i), properties.Select(p => p.Value));
        Assert.Empty(stub.Warnings);
    }

    [Fact]
    public async Task Exact_names_win_whatever_the_order_of_the_members()
    {
        var stub = await StubService
            .Of("""{"Schema":[{"Name":"LogonId","Type":"Int64"},{"Name":"LogonID","Type":"Int64"}],"Results":[{"LogonID":2,"LogonId":1},{"LogonID":3}]}""")
            .HuntAsync();

        Assert.Equal([1L, 2L, null, 3L], stub.Rows.SelectMany(r => r.Properties.Select(p => p.Value)));
    }

    [Fact]
    public async Task A_value_without_a_column_is_told_once()
    {
        var stub = await StubService.Of("""{"Schema":[{"Name":"A","Type":"Int64"}],"Results":[{"A":1,"Extra":1},{"A":2,"Extra":2}]}""").HuntAsync();

        Assert.Contains("'Extra'", Assert.Single(stub.Warnings));
        Assert.Equal(2, stub.Rows.Count);
    }

    [Fact]
    public async Task An_answer_larger_than_any_buffer_keeps_every_row_in_order()
    {
        var json = new StringBuilder("""{"Schema":[{"Name":"N","Type":"Int64"},{"Name":"Text","Type":"String"}],"Results":[""");
        for (var i = 0; i < 3000; i++)
        {
            json.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$"""{"N":{{i}},"Text":"{{new string('x', i % 997)}}"}""");
        }

        json.Append(",{\"N\":3000,\"Text\":\"").Append('y', 300_000).Append("\"}]}");

        foreach (var stub in new[] { StubService.Of(json.ToString()), StubService.Of(StubService.Gzip(json.ToString()), "gzip") })
        {
            await stub.HuntAsync();
            Assert.Equal(Enumerable.Range(0, 3001).Select(i => (long)i), stub.Rows.Select(r => r.Properties["N"].Value).Cast<long>());
            Assert.Equal(300_000, ((string)stub.Rows[3000].Properties["Text"].Value).Length);
        }
    }

    [Fact]
    public async Task An_answer_without_rows_gives_none() =>
        Assert.Empty((await StubService.Of("""{"Schema":[{"Name":"A","Type":"Int64"}],"Results":[]}""").HuntAsync()).Rows);

    [Theory]
    [InlineData("", HuntingFailure.AnswerEmpty)]
    [InlineData("  \r\n", HuntingFailure.AnswerEmpty)]
    [InlineData("<!DOCTYPE html><html><body>Sign in to the proxy</body></html>", HuntingFailure.AnswerNotJson)]
    [InlineData("Bad Gateway", HuntingFailure.AnswerNotJson)]
    [InlineData("[]", HuntingFailure.AnswerMalformed)]
    [InlineData("{}", HuntingFailure.AnswerMalformed)]
    [InlineData("""{"Schema":[]}""", HuntingFailure.AnswerMalformed)]
    [InlineData("""{"Results":[]}""", HuntingFailure.AnswerMalformed)]
    [InlineData("""{"Schema":null,"Results":[]}""", HuntingFailure.AnswerMalformed)]
    [InlineData("""{"Schema":[],"Results":null}""", HuntingFailure.AnswerMalformed)]
    [InlineData("""{"Schema":[{"Type":"String"}],"Results":[]}""", HuntingFailure.AnswerMalformed)]
    [InlineData("""{"Schema":["A"],"Results":[]}""", HuntingFailure.AnswerMalformed)]
    [InlineData("""{"Schema":[],"Results":[[1]]}""", HuntingFailure.AnswerMalformed)]
    [InlineData("""{"Schema":[],"Results":[],"Results":[]}""", HuntingFailure.AnswerMalformed)]
    [InlineData("""{"Schema":[],"Results":[]} {}""", HuntingFailure.AnswerMalformed)]
    [InlineData("""{"Schema":[{"Name":"A","Type":"Int64"}],"Results":[{"A":1},{"A":oops}]}""", HuntingFailure.AnswerMalformed)]
    [InlineData("""{"Schema":[{"Name":"A","Type":"Int64"}],"Results":[{"A":1},{"A":""", HuntingFailure.AnswerTruncated)]
    [InlineData("""{"Schema":[{"Name":"A","Type":"Int64"}],"Results":[{"A":1}]""", HuntingFailure.AnswerTruncated)]
    [InlineData("""{"Schema":[{"Name":"A","Type":"String"}],"Results":[{"A":"half""", HuntingFailure.AnswerTruncated)]
    public async Task A_broken_answer_is_one_clear_error_and_gives_no_row(string body, HuntingFailure expected)
    {
        var failure = await StubService.Of(body).FailAsync();

        Assert.Equal(expected, failure.Failure);
        Assert.NotEmpty(failure.NextStep);
    }

    [Fact]
    public async Task An_answer_cut_anywhere_gives_no_row()
    {
        var whole = Encoding.UTF8.GetBytes(Seed);
        for (var length = 0; length < whole.Length; length++)
        {
            await StubService.Of(whole[..length]).FailAsync();
        }
    }

    [Fact]
    public async Task A_compressed_answer_cut_anywhere_gives_all_its_rows_or_none()
    {
        var whole = StubService.Gzip(Seed);
        for (var length = 0; length < whole.Length; length++)
        {
            var stub = StubService.Of(whole[..length], "gzip");
            var failure = await Record.ExceptionAsync(() => stub.HuntAsync());
            Assert.Equal(failure is null ? 2 : 0, stub.Rows.Count);
            Assert.True(failure is null or HuntingException);

            // The checksum is eight bytes, and the last bits before it carry no data.
            Assert.True(failure is not null || length >= whole.Length - 10);
        }
    }

    [Fact]
    public async Task An_error_in_an_answer_of_200_is_that_error()
    {
        var failure = await StubService.Of("""{"error":{"code":"UnknownError","message":"It went wrong.","innerError":{"request-id":"abc"}}}""").FailAsync();

        Assert.Equal(HuntingFailure.ServiceError, failure.Failure);
        Assert.Equal("UnknownError", failure.ServiceCode);
        Assert.Equal("It went wrong.", failure.ServiceMessage);
        Assert.Equal("abc", failure.RequestId);
    }

    [Fact]
    public async Task A_row_copied_by_PowerShell_keeps_values_and_their_text()
    {
        var row = (
            await StubService
                .Of("""{"Schema":[{"Name":"T","Type":"DateTime"},{"Name":"D","Type":"Object"}],"Results":[{"T":"2022-03-07T21:34:29.38Z","D":{"a":[1]}}]}""")
                .HuntAsync()
        ).Rows.Single();

        var copy = row.Copy();

        Assert.Equal("2022-03-07T21:34:29.3800000Z", copy.Properties["T"].Value.ToString());
        Assert.Equal("""{"a":[1]}""", copy.Properties["D"].Value.ToString());
        Assert.IsType<DateTime>(((PSObject)copy.Properties["T"].Value).BaseObject);
    }

    /// <summary>Names that are no Unicode: escaped halves of a pair, and bytes that are no UTF-8.</summary>
    [Theory]
    [MemberData(nameof(StrangeNames))]
    public async Task A_column_whose_name_is_no_Unicode_has_its_values(string inSchema, string inRow, string name)
    {
        var stub = await StubService
            .Of($$"""{"Schema":[{"Name":{{inSchema}},"Type":"Int64"},{"Name":"B","Type":"Int64"}],"Results":[{ {{inRow}}:1,"B":2},{"B":3,{{inRow}}:4}]}""")
            .HuntAsync();

        Assert.Equal([name, "B"], stub.Rows[0].Properties.Select(p => p.Name));
        Assert.Equal([1L, 2L, 4L, 3L], stub.Rows.SelectMany(r => r.Properties.Select(p => p.Value)));
        Assert.Empty(stub.Warnings);
    }

    [Fact]
    public async Task A_name_that_only_looks_like_a_columns_in_the_bytes_is_another()
    {
        var stub = await StubService
            .Of("""{"Schema":[{"Name":"\ud800","Type":"Int64"},{"Name":"a\\u0041","Type":"Int64"}],"Results":[{"\ufffd":1,"a\u0041":2}]}""")
            .HuntAsync();

        Assert.All(stub.Rows.Single().Properties, p => Assert.Null(p.Value));
        Assert.Equal(2, stub.Warnings.Count);
    }

    /// <summary>What the first reading lets pass, the second gives out to its last row.</summary>
    [Theory]
    [InlineData("""{"A":1,"\ud800":2}""")]
    [InlineData("""{"\ud800":2,"A":1}""")]
    [InlineData("""{"A":1,"B":{"\udc00x":["\ud800"]}}""")]
    [InlineData("""{"\u0041":1,"B":1e999999999999,"b":-0}""")]
    [InlineData("""{"A":1,"B":123456789012345678901234567890e-2147483648,"C":1e2147483648}""")]
    [InlineData("""{"A":1,"A":2,"a":3,"\u0041":4}""")]
    public async Task Of_an_answer_with_a_strange_row_at_its_end_all_rows_come(string last)
    {
        string[] types = ["Int64", "Int32", "SByte", "Double", "SqlDecimal", "DateTime", "Guid", "TimeSpan", "Object", "String", "Other"];
        foreach (var type in types)
        {
            var rows = string.Concat(Enumerable.Repeat("""{"A":1,"B":null},""", 1_000));
            var stub = await StubService
                .Of($$"""{"Schema":[{"Name":"A","Type":"Int64"},{"Name":"B","Type":"{{type}}"}],"Results":[{{rows}}{{last}}]}""")
                .HuntAsync();

            Assert.Equal(1_001, stub.Rows.Count);
            Assert.Equal(1L, stub.Rows[1_000].Properties["A"].Value);
        }
    }

    [Fact]
    public async Task More_rows_than_the_service_gives_are_told_before_the_first()
    {
        var rows = string.Join(',', Enumerable.Repeat("{}", 100_001));
        var stub = StubService.Of($$"""{"Schema":[{"Name":"A","Type":"Int64"}],"Results":[{{rows}}]}""");
        stub.Prompt.OnWarning = _ => Assert.Empty(stub.Rows);

        await stub.HuntAsync();

        Assert.Contains("100,001", Assert.Single(stub.Warnings));
        Assert.Equal(100_001, stub.Rows.Count);
        Assert.Equal(stub.Warnings, stub.Response!.Warnings);
    }
}
