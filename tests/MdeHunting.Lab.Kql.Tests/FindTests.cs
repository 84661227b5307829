using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class FindTests
{
    [Theory]
    [InlineData("find in (Numbers, One) where Id > 2 project Id, Text", "source_,Id,Text: Numbers,3,minus three; Numbers,4,twenty")]
    [InlineData("find withsource=T in (Numbers, One) where Id == 1 or Unit == 1 project Id, Unit", "T,Id,Unit: Numbers,1,null; One,null,1")]
    [InlineData("find in (Num*) where Text has 'minus' project Id | project Id", "Id: 3")]
    [InlineData("find in (Numbers) Id == 1 project Id", "source_,Id: Numbers,1")]
    [InlineData("find in (Numbers) where 'five' project Id", "source_,Id: Numbers,1")]
    [InlineData("find where Unit == 1 project Unit", "source_,Unit: One,1")]
    [InlineData(
        "find in (Numbers, Empty) where Id == 1 or Number == 2",
        """source_,Id,Text,Number,pack_: Numbers,1,five,null,{"Value":5,"Small":5,"Flag":true,"Ratio":0.5}"""
    )]
    [InlineData("find in (Numbers, Empty) where Id == 1 | project Value, Ratio", "Value,Ratio: 5,0.5")]
    [InlineData("find in (Numbers, Empty) where Id == 1 project-smart | count", "Count: 1")]
    [InlineData("find in (One, Numbers) where Unit == 1 project Unit, Missing, Other:long", "source_,Unit,Missing,Other: One,1,,null")]
    [InlineData("find in (One) where Unit == 1 project pack_all()", """source_,pack_: One,{"Unit":1}""")]
    [InlineData("find in (DeviceProcessEvents) where FileName == 'net.exe' project Timestamp, LogonId | where Timestamp > ago(1d) | count", "Count: 1")]
    [InlineData("find in ((Numbers | where Id > 1)) where Value > 4 project Id | project Id", "Id: 4")]
    public void Rows_of_several_tables_are_found_with_their_table(string query, string expected) => Assert.Equal(expected, KqlLab.Show(query));

    [Fact]
    public void A_column_that_no_table_has_is_refused() =>
        Assert.Equal(
            "'where' operator: Failed to resolve scalar expression named 'Nowhere'. Fix semantic errors in your query.",
            KqlLab.Refused("find in (Numbers, One) where Nowhere == 1").Message
        );

    [Theory]
    [InlineData("find")]
    [InlineData("find in Numbers where Id == 1")]
    [InlineData("find in (Numbers) where Id == 1 project")]
    public void What_is_no_find_is_refused(string query) => Assert.NotNull(KqlLab.Refused(query));
}
