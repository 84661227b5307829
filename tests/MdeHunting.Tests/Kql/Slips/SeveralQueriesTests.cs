using MdeHunting.Kql.Slips;
using MdeHunting.Tables;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Kql.Slips;

public class SeveralQueriesTests
{
    [Theory]
    [InlineData("DeviceInfo | take 1\n\nDeviceEvents | take 1", "1 3")]
    [InlineData("DeviceInfo\n\nDeviceEvents", "1 3")]
    [InlineData("DeviceInfo\r\n| count\r\n\r\n// the second\r\nDeviceEvents\r\n| take 1", "1 5")]
    [InlineData("// first\nDeviceInfo | where DeviceName == 'a'\nDeviceEvents | take 1", "2 3")]
    [InlineData("let x = 1;\nDeviceInfo | take x\n\nlet y = 2;\nDeviceEvents | take y", "2 4")]
    [InlineData("DeviceInfo | distinct *\n\nDeviceEvents | order by Timestamp desc\n\nAlertInfo", "1 3 5")]
    [InlineData("MyTable_CL | take 1\n\nUnknownThing | take 1", "1 3")]
    [InlineData("['AlertInfo'] | take 1\n\n['DeviceInfo'] | take 1", "1 3")]
    [InlineData("DeviceInfo | summarize make_set(DeviceName)\n\nunion DeviceInfo, DeviceEvents | take 1", "1 3")]
    [InlineData("AlertInfo | count\n\nprint 1", "1 3")]
    [InlineData("DeviceInfo | take 1;\n\nDeviceEvents | take 1", "1 3")]
    [InlineData("let x = 1;\nDeviceInfo | take x;\n\nlet y = 2;\nUnknown_CL | take y;", "1 4")]
    public void They_are_found_by_their_lines(string text, string lines)
    {
        var found = Lines(text);

        Assert.Equal(lines.Split(' ')[^1], found[^1].ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(lines.Split(' ').Length, found.Count);
    }

    [Theory]
    [InlineData("DeviceInfo\n\n| where DeviceName has 'x'\n\n| take 1")]
    [InlineData("let a = 1;\n\nlet b = DeviceInfo\n\n| take a;\n\nunion b,\n\nDeviceEvents\n\n| take 1")]
    [InlineData("DeviceInfo\n| where\n\nDeviceName == 'x' and\n\nDeviceId in (\n\nDeviceEvents\n\n| project DeviceId)")]
    [InlineData("DeviceInfo\n| join kind=inner (\n\nDeviceEvents\n\n| take 1\n\n) on DeviceId")]
    [InlineData("DeviceInfo\n| project\n\nDeviceName,\n\nDeviceId\n\n// DeviceEvents | take 1\n")]
    [InlineData("DeviceInfo | summarize count()\n\nby DeviceName\n\n| order by count_\n\ndesc")]
    [InlineData("union\n\nDeviceInfo, DeviceEvents")]
    [InlineData("let a = 1;\n\nset notruncation;\n\ndeclare query_parameters(x: long = 1);\n\nDeviceInfo | take a;\n\n")]
    [InlineData("DeviceInfo | union\n\nDeviceEvents")]
    [InlineData("print x = ```\n\nDeviceInfo\n\nDeviceEvents | take 1```")]
    [InlineData("let f = (x: long)\n\n{\n\nDeviceInfo | take 1\n\n};\n\nf(1)")]
    [InlineData("")]
    public void One_query_may_have_blank_lines(string text) => Assert.InRange(Lines(text).Count, 0, 1);

    [Fact]
    public void Published_queries_are_one_each_but_for_the_one_that_lacks_a_semicolon() =>
        Assert.Empty(
            Corpus.Queries().Where(query => Lines(query.Text).Count > 1).Select(query => Path.GetFileName(query.Name)).Except(["TotalEventsByTable.md#1"])
        );

    private static IReadOnlyList<int> Lines(string text) => SeveralQueries.Lines(text, name => TableCatalog.Bundled.Find(name) is not null);
}
