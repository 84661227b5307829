using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class SearchTests
{
    [Theory]
    [InlineData("search 'here' | project ['$table'], ['My Column']", "$table,My Column: My Table,here")]
    [InlineData("search 'FIVE' | project ['$table'], Id", "$table,Id: Numbers,1")]
    [InlineData("search kind=case_sensitive 'FIVE' | count", "Count: 0")]
    [InlineData("search 'powershell' | summarize count() by ['$table']", "$table,count_: DeviceProcessEvents,3")]
    [InlineData("search 'shell' | count", "Count: 0")]
    [InlineData("search '*shell*' | count", "Count: 3")]
    [InlineData("search in (Numbers, One) 'three' or 'twenty' | project Text", "Text: minus three; twenty")]
    [InlineData("search in (Num*) 'minus' and not('five') | project Id", "Id: 3")]
    [InlineData("search in (Numbers) 'five' or Id == 2 | project Id", "Id: 1; 2")]
    [InlineData("search in ((Numbers | where Id > 1)) 'five' or 'twenty' | project Id", "Id: 4")]
    public void A_text_is_looked_for_in_every_column(string query, string expected) => Assert.Equal(expected, KqlLab.Show(query));

    [Fact]
    public void A_column_that_a_table_does_not_have_is_refused() =>
        Assert.Equal(
            "'where' operator: Failed to resolve scalar expression named 'Id'. Fix semantic errors in your query.",
            KqlLab.Refused("search Id == 1").Message
        );
}
