using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

/// <summary>Tables inside expressions.</summary>
public class SubqueryTests
{
    [Theory]
    [InlineData("Id in ((Numbers | where Value > 4 | project Id))", new[] { 1L, 4 })]
    [InlineData("Id in (Numbers | where Value > 4 | project Id)", new[] { 1L, 4 })]
    [InlineData("Id !in ((Numbers | where Value > 4 | project Id, Text))", new[] { 2L, 3 })]
    [InlineData("Id in (One)", new[] { 1L })]
    [InlineData("Id in (table('One'))", new[] { 1L })]
    [InlineData("Id in (Empty)", new long[0])]
    [InlineData("Id !in (Empty)", new[] { 1L, 2, 3, 4 })]
    [InlineData("Small in ((Numbers | project Value))", new[] { 1L, 3, 4 })]
    [InlineData("Value in ((Numbers | project Value))", new[] { 1L, 3, 4 })]
    [InlineData("Text in~ ((print 'FIVE'))", new[] { 1L })]
    [InlineData("Text !in~ ((print 'FIVE'))", new[] { 2L, 3, 4 })]
    [InlineData("Text in ((print dynamic(['five', 'twenty'])))", new[] { 1L, 4 })]
    [InlineData("Text has_any ((datatable(w: string) ['THREE', 'twenty']))", new[] { 3L, 4 })]
    [InlineData("Text has_any ('minus', 'five')", new[] { 1L, 3 })]
    [InlineData("Text has_any (dynamic(['minus', 'five']))", new[] { 1L, 3 })]
    [InlineData("Text has_all ('minus', 'three')", new[] { 3L })]
    [InlineData("Text has_all ('minus', 'five')", new long[0])]
    [InlineData("Text matches regex '^(f|t)'", new[] { 1L, 4 })]
    [InlineData("Text matches regex @'(?i)MINUS\\s\\w+$'", new[] { 3L })]
    [InlineData("Text matches regex Text", new[] { 1L, 2, 3, 4 })]
    [InlineData("Value == toscalar(Numbers | summarize max(Value))", new[] { 4L })]
    [InlineData("Value > toscalar(5)", new[] { 4L })]
    [InlineData("isnull(toscalar(Empty | project Number)) and Id == 1", new[] { 1L })]
    [InlineData("isempty(toscalar(Empty | project Text)) and Id == 1", new[] { 1L })]
    public void A_row_is_tested_against_a_table(string test, long[] expected) =>
        Assert.Equal(expected.Cast<object>(), KqlLab.Cells($"Numbers | where {test} | project Id"));

    [Theory]
    [InlineData("let Ids = Numbers | where Value > 4 | project Id; Numbers | where Id in (Ids) | count", 2L)]
    [InlineData("let Ids = dynamic([1, 2]); Numbers | where Id in (Ids) | count", 2L)]
    [InlineData("let most = toscalar(Numbers | summarize max(Value)); Numbers | where Value < most | count", 2L)]
    [InlineData("let most = toscalar(Numbers | summarize max(Value)) - 1; Numbers | where Value < most | count", 2L)]
    [InlineData("let Ids = () { One }; Numbers | where Id in (Ids) | count", 1L)]
    [InlineData("let Ids = (n: long) { Numbers | where Id > n | project Id }; Numbers | where Id in (Ids(2)) | count", 2L)]
    [InlineData("Numbers | take toscalar(One | project 2)", null)]
    [InlineData("Numbers | extend One = Id * 2 | where Id in (One) | count", 0L)]
    public void The_table_may_have_a_name(string query, long? expected)
    {
        if (expected is { } count)
        {
            Assert.Equal([count], KqlLab.Cells(query));
        }
        else
        {
            Assert.Equal(2, KqlLab.Run(query).Rows.Count);
        }
    }

    [Fact]
    public void A_list_of_many_rows_is_looked_up_and_not_searched()
    {
        var rows = Enumerable.Range(0, 60_000).Select(i => new object?[] { (long)i, KqlLab.Now.AddTicks(i) }).ToArray();
        var database = new KqlDatabase(
            new Dictionary<string, KqlTable> { ["T"] = new("T", [new("Id", KqlType.Long), new("At", KqlType.DateTime)], rows) },
            KqlLab.Now
        );

        Assert.Equal([60_000L], KqlEngine.Run("T | where Id in (T) and At in ((T | project At)) | count", database).Rows[0]);
    }

    [Theory]
    [InlineData("Numbers | where Id in ((Numbers | project Text))", "Cannot compare values of types long and string. Try adding explicit casts.")]
    [InlineData("Numbers | where Id has_any ('x')", "The operator 'has_any' is not defined for the operand types long and string.")]
    [InlineData("Numbers | where Id in ((NoSuch | take 1))", "'take' operator: Failed to resolve table or column expression named 'NoSuch'.")]
    [InlineData("Numbers | where Id in (NoSuch)", "'where' operator: Failed to resolve scalar expression named 'NoSuch'.")]
    [InlineData("Numbers | where Id == toscalar(Empty | where Number == Id)", "'where' operator: Failed to resolve scalar expression named 'Id'.")]
    [InlineData("Numbers | where Text matches regex '('", "Failed to parse the regular expression '('.")]
    public void What_does_not_fit_is_refused(string query, string message) =>
        Assert.Equal($"{message} Fix semantic errors in your query.", KqlLab.Refused(query).Message);
}
