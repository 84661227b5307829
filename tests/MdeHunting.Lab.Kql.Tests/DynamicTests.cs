using System.Text.Json.Nodes;
using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class DynamicTests
{
    [Theory]
    [InlineData("AdditionalFields.Rule", "Net")]
    [InlineData("AdditionalFields['Rule']", "Net")]
    [InlineData("AdditionalFields.['Rule']", "Net")]
    [InlineData("AdditionalFields.Tags.[0]", "a")]
    [InlineData("AdditionalFields.Score", "3")]
    [InlineData("AdditionalFields.Tags[1]", "b")]
    [InlineData("AdditionalFields.Tags[-1]", "b")]
    [InlineData("AdditionalFields.Tags[5]", "")]
    [InlineData("AdditionalFields.Tags", """["a","b"]""")]
    [InlineData("AdditionalFields.None.At.All", "")]
    [InlineData("AdditionalFields[0]", "")]
    public void A_path_reaches_into_JSON(string path, string expected) =>
        Assert.Equal(expected, KqlLab.Cells($"DeviceProcessEvents | where ProcessId == 100 | project tostring({path})")[0]);

    [Theory]
    [InlineData("AdditionalFields.Rule == 'Net'", 1)]
    [InlineData("AdditionalFields.Rule != 'Net'", 3)]
    [InlineData("AdditionalFields.Score == 3", 1)]
    [InlineData("AdditionalFields.Score > 2", 2)]
    [InlineData("AdditionalFields.Inner.Deep == true", 1)]
    [InlineData("AdditionalFields.Inner.Deep", 1)]
    [InlineData("isnull(AdditionalFields)", 1)]
    [InlineData("isempty(AdditionalFields.Rule)", 2)]
    [InlineData("AdditionalFields.Tags == dynamic(['a','b'])", 1)]
    public void A_dynamic_value_compares_as_what_it_holds(string test, int expected) =>
        Assert.Equal(expected, KqlLab.Run($"DeviceProcessEvents | where {test}").Rows.Count);

    [Theory]
    [InlineData("""parse_json('{"a":{"b":[1,2]}}').a.b[1]""", "2")]
    [InlineData("""todynamic('[1,"x"]')[1]""", "x")]
    [InlineData("parse_json('no json')", "no json")]
    [InlineData("parse_json('')", "")]
    [InlineData("parse_json('null')", "")]
    [InlineData("""parse_json('{"a":1,"a":2}').a""", "2")]
    [InlineData("""parse_json('{"n":1.0,"big":123456789012345678901234567890}')""", """{"n":1.0,"big":123456789012345678901234567890}""")]
    [InlineData("""parse_json('"\\ud800"')""", "\"\\ud800\"")]
    [InlineData("""parse_json('{"u":"ü<&"}')""", """{"u":"ü<&"}""")]
    [InlineData("parse_json(dynamic({'a': 5})).a", "5")]
    public void Text_is_read_as_JSON(string expression, string expected) => Assert.Equal(expected, KqlLab.Value($"tostring({expression})"));

    [Fact]
    public void Half_a_character_does_no_harm()
    {
        Assert.Equal("\ud800", KqlLab.Value(@"tostring(parse_json('\ud800'))"));
        Assert.Equal(@"[""\uFFFD""]", KqlLab.Value(@"tostring(dynamic(['\ud800']))"));
    }

    [Fact]
    public void A_collected_value_stays_where_it_was()
    {
        const string query = "DeviceProcessEvents | summarize make_set(AdditionalFields), make_list(AdditionalFields.Tags)";

        Assert.Equal(KqlLab.Run(query).Rows[0].Select(cell => cell!.ToString()), KqlLab.Run(query).Rows[0].Select(cell => cell!.ToString()));
        Assert.All(KqlLab.Database.Tables["DeviceProcessEvents"].Rows, row => Assert.Null((row[^1] as JsonNode)?.Parent));
    }

    [Fact]
    public void A_path_into_anything_else_is_refused() =>
        Assert.Equal(
            "Path expression source must be of type 'dynamic'. Fix semantic errors in your query.",
            KqlLab.Refused("DeviceProcessEvents | project FileName.x").Message
        );
}
