using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class OperatorTests
{
    [Theory]
    [InlineData("where")]
    [InlineData("filter")]
    public void Where_keeps_the_rows_that_pass(string keyword) =>
        Assert.Equal(["csc.exe"], KqlLab.Cells($"DeviceProcessEvents | {keyword} Timestamp > ago(3h) | {keyword} DeviceName == 'ws-02' | project FileName"));

    [Theory]
    [InlineData("take 2", 2)]
    [InlineData("limit 2", 2)]
    [InlineData("take 0", 0)]
    [InlineData("take 1 + 1", 2)]
    [InlineData("take -1", 0)]
    [InlineData("take 100", 4)]
    [InlineData("take 99999999999", 4)]
    public void Take_gives_so_many_rows(string step, int expected) => Assert.Equal(expected, KqlLab.Run($"Numbers | {step}").Rows.Count);

    [Fact]
    public void Count_counts_rows()
    {
        var result = KqlLab.Run("Numbers | where Id > 1 | count");

        Assert.Equal([new KqlColumn("Count", KqlType.Long)], result.Columns);
        Assert.Equal(
            [
                [3L],
            ],
            result.Rows
        );
        Assert.Equal([0L], KqlLab.Cells("Empty | count"));
        Assert.Equal([1L], KqlLab.Cells("Numbers | count | count"));
    }

    [Theory]
    [InlineData("Value", new[] { 4L, 1, 3, 2 })]
    [InlineData("Value desc", new[] { 4L, 1, 3, 2 })]
    [InlineData("Value asc", new[] { 2L, 3, 1, 4 })]
    [InlineData("Value desc nulls first", new[] { 2L, 4, 1, 3 })]
    [InlineData("Value asc nulls last", new[] { 3L, 1, 4, 2 })]
    [InlineData("Value nulls first", new[] { 2L, 4, 1, 3 })]
    [InlineData("Ratio asc", new[] { 2L, 3, 1, 4 })]
    [InlineData("Ratio desc", new[] { 4L, 1, 3, 2 })]
    [InlineData("Flag desc, Id desc", new[] { 4L, 1, 3, 2 })]
    [InlineData("Flag asc, Id asc", new[] { 2L, 3, 1, 4 })]
    [InlineData("Text asc", new[] { 2L, 1, 3, 4 })]
    [InlineData("strlen(Text) desc", new[] { 3L, 4, 1, 2 })]
    [InlineData("1", new[] { 1L, 2, 3, 4 })]
    public void Sort_is_descending_unless_told_and_null_is_lowest(string keys, long[] expected)
    {
        Assert.Equal(expected.Cast<object>(), KqlLab.Cells($"Numbers | sort by {keys} | project Id"));
        Assert.Equal(expected.Cast<object>(), KqlLab.Cells($"Numbers | order by {keys} | project Id"));
    }

    [Theory]
    [InlineData("top 2 by Value", new[] { 4L, 1 })]
    [InlineData("top 2 by Value asc", new[] { 2L, 3 })]
    [InlineData("top 2 by Value asc nulls last", new[] { 3L, 1 })]
    [InlineData("top 3 by Flag", new[] { 1L, 4, 3 })]
    [InlineData("top 0 by Value", new long[0])]
    [InlineData("top 100 by Id asc", new[] { 1L, 2, 3, 4 })]
    public void Top_is_the_head_of_a_sort(string step, long[] expected) =>
        Assert.Equal(expected.Cast<object>(), KqlLab.Cells($"Numbers | {step} | project Id"));

    [Fact]
    public void Top_agrees_with_sort_over_many_rows()
    {
        var random = new Random(7);
        var rows = Enumerable.Range(0, 5000).Select(i => new object?[] { (long)i, random.Next(10) == 0 ? null : (long)random.Next(300) }).ToArray();
        var table = new KqlTable("T", [new("Id", KqlType.Long), new("Key", KqlType.Long)], rows);
        var database = new KqlDatabase(new Dictionary<string, KqlTable> { ["T"] = table }, KqlLab.Now);

        var top = KqlEngine.Run("T | top 500 by Key", database, TestContext.Current.CancellationToken);
        var sorted = KqlEngine.Run("T | sort by Key | take 500", database, TestContext.Current.CancellationToken);

        Assert.Equal(sorted.Rows, top.Rows);
    }

    [Fact]
    public void Project_gives_what_it_names_in_its_order()
    {
        var result = KqlLab.Run("Numbers | project Text, Double = Value * 2, Id | take 1");

        Assert.Equal([new("Text", KqlType.String), new("Double", KqlType.Long), new KqlColumn("Id", KqlType.Long)], result.Columns);
        Assert.Equal(
            [
                ["five", 10L, 1L],
            ],
            result.Rows
        );
    }

    [Theory]
    [InlineData("project Value, Value", "Value,Value1")]
    [InlineData("project Value + 1, Value + 2", "Column1,Column2")]
    [InlineData("project Column1 = Id, Value + 1", "Column1,Column2")]
    [InlineData("project strlen(Text), toupper(Text), tostring(Value), bin(Value, 5)", "strlen_Text,Column1,Value,Value1")]
    [InlineData("project (Value)", "Value")]
    [InlineData("project ['my name'] = Value", "my name")]
    [InlineData("project by_ = 1, count = 2, where_ = 3", "by_,count,where_")]
    [InlineData("extend Id * 2 | project Column1", "Column1")]
    [InlineData("summarize count() by Flag", "Flag,count_")]
    [InlineData("summarize count(), count()", "count_,count_1")]
    [InlineData("summarize dcount(Value), countif(Value > 1), max(Value)", "dcount_Value,countif_,max_Value")]
    [InlineData("summarize make_set(Text), make_list(Text)", "set_Text,list_Text")]
    [InlineData("summarize by Flag", "Flag")]
    [InlineData("summarize N = count() by F = Flag, bin(Value, 10)", "F,Value,N")]
    [InlineData("summarize sum(Value) / count()", "Column1")]
    [InlineData("summarize arg_max(Value, Text)", "Value,Text")]
    [InlineData("summarize Top = arg_max(Value, Text)", "Top,Text")]
    [InlineData("summarize arg_max(Value, *) by Flag", "Flag,Value,Id,Small,Ratio,Text")]
    [InlineData("summarize arg_min(Value + 1, Id * 2)", "min_,min__arg1")]
    public void A_column_that_is_not_named_gets_the_language_s_name(string step, string expected) =>
        Assert.Equal(expected, string.Join(',', KqlLab.Columns($"Numbers | {step}")));

    [Fact]
    public void A_path_s_column_is_named_after_the_path() =>
        Assert.Equal(
            ["AdditionalFields_Rule", "AdditionalFields_Inner_Deep", "AdditionalFields_Tags_0", "AdditionalFields_Rule1"],
            KqlLab.Columns(
                """
                DeviceProcessEvents
                | project AdditionalFields.Rule, AdditionalFields['Inner'].Deep, AdditionalFields.Tags[0], tostring(parse_json(AdditionalFields).Rule)
                """
            )
        );

    [Fact]
    public void Extend_adds_columns_and_replaces_those_of_the_same_name()
    {
        var result = KqlLab.Run("Numbers | extend Twice = Value * 2, Text = strlen(Text) | where Id == 1");

        Assert.Equal("Id,Value,Small,Flag,Ratio,Text,Twice", string.Join(',', result.Columns.Select(column => column.Name)));
        Assert.Equal(KqlType.Long, result.Columns[5].Type);
        Assert.Equal([1L, 5L, 5, true, 0.5, 4L, 10L], result.Rows[0]);
        Assert.Equal("five", KqlLab.Cells("Numbers | project Text")[0]);
    }

    [Fact]
    public void Extend_sees_only_what_was_there_before_it() =>
        Assert.Equal(
            "'extend' operator: Failed to resolve scalar expression named 'A'. Fix semantic errors in your query.",
            KqlLab.Refused("Numbers | extend A = 1, B = A").Message
        );

    [Theory]
    [InlineData("count()", 4L)]
    [InlineData("countif(Value > 0)", 2L)]
    [InlineData("sum(Value)", 22L)]
    [InlineData("sum(Small)", 22L)]
    [InlineData("avg(Value)", 22 / 3.0)]
    [InlineData("min(Value)", -3L)]
    [InlineData("max(Value)", 20L)]
    [InlineData("max(Text)", "twenty")]
    [InlineData("dcount(Flag)", 2L)]
    [InlineData("sum(Value) / count()", 5L)]
    [InlineData("iff(count() > 3, 'many', 'few')", "many")]
    [InlineData("tostring(make_set(Flag))", "[true,false]")]
    [InlineData("tostring(make_set(Value, 2))", "[5,-3]")]
    [InlineData("tostring(make_list(Flag))", "[true,false,true]")]
    [InlineData("avg(1h)", "01:00:00")]
    [InlineData("sum(1h)", "04:00:00")]
    public void Summarize_takes_all_rows_together_and_leaves_out_nulls(string aggregate, object expected)
    {
        var value = Assert.Single(KqlLab.Cells($"Numbers | summarize X = {aggregate}"));

        Assert.Equal(expected, value is TimeSpan span ? span.ToString() : value);
    }

    [Theory]
    [InlineData("count()", 0L)]
    [InlineData("sum(Number)", 0L)]
    [InlineData("avg(Number)", double.NaN)]
    [InlineData("max(Number)", null)]
    [InlineData("max(Text)", "")]
    [InlineData("tostring(make_set(Number))", "[]")]
    public void Summarize_of_nothing_is_one_row_unless_it_groups(string aggregate, object? expected)
    {
        Assert.Equal([expected], KqlLab.Cells($"Empty | summarize X = {aggregate}"));
        Assert.Empty(KqlLab.Cells($"Empty | summarize X = {aggregate} by Text"));
    }

    [Fact]
    public void Summarize_gives_a_row_for_each_group_null_among_them() =>
        Assert.Equal(
            [
                [true, 2L],
                [null, 1L],
                [false, 1L],
            ],
            KqlLab.Run("Numbers | summarize count() by Flag").Rows
        );

    [Fact]
    public void Summarize_groups_by_day() =>
        Assert.Equal(
            [
                [KqlLab.At("2024-06-01T00:00:00Z"), "ws-01", 1L],
                [KqlLab.At("2024-06-01T00:00:00Z"), "ws-02", 1L],
                [KqlLab.At("2024-05-31T00:00:00Z"), "ws-01", 1L],
                [KqlLab.At("2024-06-01T00:00:00Z"), "ws-03", 1L],
            ],
            KqlLab.Run("DeviceProcessEvents | summarize count() by bin(Timestamp, 1d), DeviceName").Rows
        );

    [Fact]
    public void Summarize_finds_the_row_of_the_highest_value()
    {
        Assert.Equal(
            [
                ["ws-01", KqlLab.At("2024-06-01T08:00:00.1234567Z"), "net.exe"],
                ["ws-02", KqlLab.At("2024-06-01T09:30:00Z"), "csc.exe"],
                ["ws-03", KqlLab.At("2024-06-01T10:00:00Z"), "whoami.exe"],
            ],
            KqlLab.Run("DeviceProcessEvents | summarize arg_max(Timestamp, FileName) by DeviceName").Rows
        );
        Assert.Equal(
            [
                [-3L, "minus three"],
            ],
            KqlLab.Run("Numbers | summarize arg_min(Value, Text)").Rows
        );
    }

    [Fact]
    public void Operators_follow_each_other() =>
        Assert.Equal(
            [
                ["powershell.exe", 3L],
                ["explorer.exe", 1L],
            ],
            KqlLab
                .Run(
                    """
                    DeviceProcessEvents
                    | extend Parent = tolower(InitiatingProcessFileName)
                    | summarize Children = count() by Parent   // one row each
                    | where Children > 0
                    | sort by Children
                    | project Parent, Children
                    """
                )
                .Rows
        );

    [Fact]
    public void A_pipeline_may_stand_in_parentheses() => Assert.Equal([2L], KqlLab.Cells("((Numbers | where Value > 0) | project Id) | count"));

    [Fact]
    public void Names_may_be_quoted() => Assert.Equal(["here"], KqlLab.Cells("['My Table'] | where ['My Column'] == 'here' | project [\"My Column\"]"));

    [Fact]
    public void The_tables_stay_as_they_are()
    {
        var before = KqlLab.Database.Tables["Numbers"].Rows.Select(row => row.ToArray()).ToArray();

        KqlLab.Run("Numbers | extend Value = 0, Text = 'x' | sort by Id | summarize max(Value) by Text");

        Assert.Equal(before, KqlLab.Database.Tables["Numbers"].Rows);
    }

    [Fact]
    public void A_cancelled_query_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => KqlEngine.Run("Numbers | count", KqlLab.Database, source.Token));
    }
}
