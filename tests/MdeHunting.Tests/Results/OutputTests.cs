using System.Data;
using System.Net;
using MdeHunting.Contract;
using MdeHunting.Results;
using MdeHunting.Running;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hunting;
using Xunit;

namespace MdeHunting.Tests.Results;

/// <summary>What -AsResult and -AsDataTable make of one response and of several.</summary>
public class OutputTests
{
    private readonly List<object> _written = [];

    public static TheoryData<string, string, object, Type> Cells =>
        new()
        {
            { "String", "\"x\"", "x", typeof(string) },
            { "String", """{"a":[1]}""", """{"a":[1]}""", typeof(string) },
            { "DateTime", "\"2022-03-07T21:34:30.1187436Z\"", new DateTime(2022, 3, 7, 21, 34, 30, DateTimeKind.Utc).AddTicks(1187436), typeof(DateTime) },
            { "Int64", "9223372036854775807", long.MaxValue, typeof(long) },
            { "Int32", "-5", -5, typeof(int) },
            { "SByte", "1", true, typeof(bool) },
            { "Double", "\"NaN\"", double.NaN, typeof(double) },
            { "SqlDecimal", "1.10", 1.10m, typeof(decimal) },
            { "Guid", "\"5f804853-e3b1-447b-9a8b-6d3e1257c72a\"", Guid.Parse("5f804853-e3b1-447b-9a8b-6d3e1257c72a"), typeof(Guid) },
            { "TimeSpan", "\"1.02:03:04.0000005\"", new TimeSpan(1, 2, 3, 4) + TimeSpan.FromTicks(5), typeof(TimeSpan) },
            { "Object", """{"b":1,"a":[true,null,{"c":-0.5}]}""", """{"b":1,"a":[true,null,{"c":-0.5}]}""", typeof(string) },
            { "Object", "[]", "[]", typeof(string) },
            { "Object", "-0.5", "-0.5", typeof(string) },
            { "Geometry", "7", 7L, typeof(object) },
            { "Geometry", """{"a":1}""", """{"a":1}""", typeof(object) },
        };

    public static TheoryData<string, string, object> Misfits =>
        new()
        {
            { "Int64", "9223372036854775808", 9223372036854775808m },
            { "Int64", "\"42\"", "42" },
            { "DateTime", "\"07.03.2022 21:34:30\"", "07.03.2022 21:34:30" },
            { "Double", "\"0.1\"", "0.1" },
            { "SqlDecimal", "0.12345678901234567890123456789", "0.12345678901234567890123456789" },
            { "String", "5", 5L },
        };

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_tables_column_has_the_type_of_the_Schema(string type, string cell, object value, Type expected)
    {
        var table = await TableAsync($$"""{"Schema":[{"Name":"Cell","Type":"{{type}}"}],"Results":[{"Cell":null},{"Cell":{{cell}}}]}""");

        Assert.Equal(expected, table.Columns["Cell"]!.DataType);
        Assert.Equal(DBNull.Value, table.Rows[0]["Cell"]);
        Assert.Equal(value, table.Rows[1]["Cell"]);
        Assert.Equal(value.GetType(), table.Rows[1]["Cell"].GetType());
        Assert.Equal(expected == typeof(DateTime) ? DataSetDateTime.Utc : DataSetDateTime.UnspecifiedLocal, table.Columns["Cell"]!.DateTimeMode);
    }

    [Fact]
    public async Task A_tables_times_are_of_kind_Utc_whoever_reads_them() =>
        Assert.Equal(
            DateTimeKind.Utc,
            ((DateTime)(await TableAsync("""{"Schema":[{"Name":"T","Type":"DateTime"}],"Results":[{"T":"2022-03-07T21:34:30Z"}]}""")).Rows[0]["T"]).Kind
        );

    [Theory]
    [MemberData(nameof(Misfits))]
    public async Task A_value_that_is_not_of_its_columns_type_is_in_the_table_as_it_came(string type, string cell, object value)
    {
        var table = await TableAsync(
            $$"""{"Schema":[{"Name":"Good","Type":"Int64"},{"Name":"Cell","Type":"{{type}}"}],"Results":[{"Good":1,"Cell":{{cell}}},{"Good":2}]}"""
        );

        Assert.Equal([typeof(long), typeof(object)], table.Columns.Cast<DataColumn>().Select(c => c.DataType));
        Assert.Equal(value, table.Rows[0]["Cell"]);
        Assert.Equal(DBNull.Value, table.Rows[1]["Cell"]);
    }

    [Fact]
    public async Task Names_are_settled_in_table_and_Schema_as_in_rows()
    {
        const string json =
            """{"Schema":[{"Name":"LogonId","Type":"Int64"},{"Name":"LogonID","Type":"Int64"},{"Name":" ","Type":"Int64"}],"Results":[{"LogonId":1,"LogonID":2," ":3}]}""";

        var table = await TableAsync(json);
        var result = await ResultAsync(json);

        string[] names = ["LogonId", "LogonID_2", "Column3"];
        Assert.Equal(names, table.Columns.Cast<DataColumn>().Select(c => c.ColumnName));
        Assert.Equal([1L, 2L, 3L], table.Rows[0].ItemArray);
        Assert.Equal(names, result.Schema.Select(c => c.PropertyName));
        Assert.Equal(names, result.Rows[0].Properties.Select(p => p.Name));
        Assert.Equal(["LogonId", "LogonID", " "], result.Schema.Select(c => c.Name));
    }

    [Fact]
    public async Task A_table_without_rows_has_its_columns_and_can_be_written_as_XML()
    {
        var table = await TableAsync("""{"Schema":[{"Name":"T","Type":"DateTime"},{"Name":"D","Type":"Object"}],"Results":[]}""");

        Assert.Equal([typeof(DateTime), typeof(string)], table.Columns.Cast<DataColumn>().Select(c => c.DataType));
        Assert.Empty(table.Rows);
        using var xml = new StringWriter();
        table.WriteXml(xml, XmlWriteMode.WriteSchema);
        Assert.Contains("name=\"D\"", xml.ToString());
        Assert.Equal("T", table.ExtendedProperties["Query"]);
        Assert.Equal(true, table.ExtendedProperties["IsComplete"]);
    }

    [Fact]
    public async Task What_is_warned_of_is_a_note_of_the_result()
    {
        var result = await ResultAsync("""{"Schema":[{"Name":"A","Type":"Int64"}],"Results":[{"A":"x"},{"A":"y","Extra":1}]}""");

        Assert.Equal(2, result.Notes.Count);
        Assert.Contains("'A'", result.Notes[0]);
        Assert.Contains("'Extra'", result.Notes[1]);
        Assert.True(result.IsComplete);
    }

    [Fact]
    public async Task Rows_of_several_responses_follow_each_other()
    {
        var result = new ResultOutput(Write);
        var table = new TableOutput(Write);
        foreach (var output in new IResultSink[] { result, table })
        {
            await RespondAsync(output, [new("A", "Int64"), new("B", "String")], [1L, "x"], [2L, "y"]);
            await RespondAsync(output, [new("A", "Int64"), new("B", "String")], [3L, "z"]);
            await output.CompleteAsync(Tally());
        }

        var made = (MdeHuntingResult)_written[0];
        Assert.Equal(["A", "B"], made.Schema.Select(c => c.Name));
        Assert.Equal([1L, 2L, 3L], made.Rows.Select(r => r.Properties["A"].Value));
        Assert.Empty(made.Notes);
        Assert.Equal(["x", "y", "z"], ((DataTable)_written[1]).Rows.Cast<DataRow>().Select(r => r["B"]));
    }

    [Fact]
    public async Task Answers_with_other_columns_lose_none_and_it_is_told()
    {
        var result = new ResultOutput(Write);
        var table = new TableOutput(Write);
        foreach (var output in new IResultSink[] { result, table })
        {
            await RespondAsync(output, [new("A", "Int64"), new("B", "String")], [1L, "x"]);
            await RespondAsync(output, [new("C", "Int64"), new("B", "Int64"), new("A", "Int64")], [30L, 20L, 10L]);
            await output.CompleteAsync(Tally());
        }

        var made = (MdeHuntingResult)_written[0];
        Assert.Equal(["A: Int64", "B: String", "C: Int64", "B: Int64"], made.Schema.Select(c => c.ToString()));
        Assert.Equal(["C", "B", "A"], made.Rows[1].Properties.Select(p => p.Name));
        Assert.Contains("same columns", Assert.Single(made.Notes));

        var rows = ((DataTable)_written[1]).Rows;
        Assert.Equal([1L, "x", DBNull.Value, DBNull.Value], rows[0].ItemArray);
        Assert.Equal([10L, DBNull.Value, 30L, 20L], rows[1].ItemArray);
        Assert.Equal([typeof(long), typeof(string), typeof(long), typeof(long)], rows[0].Table.Columns.Cast<DataColumn>().Select(c => c.DataType));
    }

    [Fact]
    public async Task A_query_that_fails_gives_no_object()
    {
        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Refusing(), new ResultOutput(Write)));
        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Refusing(), new TableOutput(Write)));

        Assert.Empty(_written);

        static StubService Refusing() => new(new StringContent("""{"error":{"code":"BadRequest","message":"No."}}"""), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_cut_answer_gives_its_object_and_then_its_error()
    {
        var stub = StubService.Of("""{"Schema":[{"Name":"A","Type":"Int64"}],"Results":[{"A":1},{"A":2}]}""");

        var failure = await Assert.ThrowsAsync<HuntingException>(() => RunAsync(stub, new ResultOutput(Write), rowLimit: 2));

        var result = Assert.IsType<MdeHuntingResult>(Assert.Single(_written));
        Assert.Equal(HuntingFailure.ResultTruncated, failure.Failure);
        Assert.False(result.IsComplete);
        Assert.Equal(("ResultTruncated", failure.Message), (result.Missing.Single().ErrorId, result.Missing.Single().Reason));
        Assert.Equal(2, result.RowCount);
    }

    [Theory]
    [InlineData(1, 100, "-MaxRows kept the first 1 of the 2 rows.")]
    [InlineData(1, 2, "-MaxRows kept the first 1 of at least 2 rows.")]
    public async Task MaxRows_leaves_out_on_purpose_and_says_so(int maxRows, int rowLimit, string reason)
    {
        var stub = StubService.Of("""{"Schema":[{"Name":"A","Type":"Int64"}],"Results":[{"A":1},{"A":2}]}""");

        await RunAsync(stub, new ResultOutput(Write), rowLimit, maxRows);

        var result = (MdeHuntingResult)_written.Single();
        Assert.False(result.IsComplete);
        Assert.Equal((null, reason), (result.Missing.Single().ErrorId, result.Missing.Single().Reason));
        Assert.Equal((2, 1), (result.Calls.Single().RowCount, result.Calls.Single().RowsKept));
    }

    [Fact]
    public async Task MaxRows_that_leaves_out_nothing_leaves_the_result_complete()
    {
        await RunAsync(StubService.Of("""{"Schema":[{"Name":"A","Type":"Int64"}],"Results":[{"A":1},{"A":2}]}"""), new ResultOutput(Write), maxRows: 2);

        Assert.True(((MdeHuntingResult)_written.Single()).IsComplete);
    }

    private static async Task RespondAsync(IResultSink output, MdeHuntingColumn[] columns, params object?[][] rows)
    {
        output.Begin(columns);
        await output.ReceiveAsync([.. rows.Select(output.CreateRow)], rows.Length);
    }

    private static ResultBuilder Tally() => new(StubService.Of("").Connect(), "T");

    private static Task RunAsync(StubService stub, IResultSink output, int rowLimit = 100_000, int? maxRows = null) =>
        new HuntingRun(stub.Connect(rowLimit: rowLimit), output, new RecordedReport()).RunAsync(
            "T",
            new HuntingRequest("T") { MaxRows = maxRows },
            null,
            TestContext.Current.CancellationToken
        );

    private async Task<DataTable> TableAsync(string json)
    {
        await RunAsync(StubService.Of(json), new TableOutput(Write));
        return Assert.IsType<DataTable>(_written[^1]);
    }

    private async Task<MdeHuntingResult> ResultAsync(string json)
    {
        await RunAsync(StubService.Of(json), new ResultOutput(Write));
        return Assert.IsType<MdeHuntingResult>(_written[^1]);
    }

    private Task Write(object value)
    {
        _written.Add(value);
        return Task.CompletedTask;
    }
}
