using System.Text.Json;
using MdeHunting.Lab.Dataset;
using MdeHunting.Tables;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Tables;

/// <summary>By which column each table's rows lie in time.</summary>
public class TimeColumnsTests
{
    private static readonly string[] BestFirst = ["Timestamp", "ActivityTimestamp", "TimeGenerated"];

    [Fact]
    public void Every_table_of_the_lab_is_listed_with_its_time()
    {
        Assert.NotEmpty(HuntingTables.All);
        Assert.All(
            HuntingTables.All,
            table =>
            {
                var place = HuntingTables.TimeColumnOf(table.Value);
                Assert.True(TimeColumns.Bundled.Knows(table.Key), table.Key);
                Assert.Equal((table.Key, place < 0 ? null : table.Value[place].Name), (table.Key, TimeColumns.Bundled.Of(table.Key)));
            }
        );
    }

    [Fact]
    public void Every_documented_table_is_listed_with_its_time()
    {
        var document = FurtherData.Find("hunting-schema.json");
        Assert.SkipWhen(document is null, $"{FurtherData.Variable} names no folder with hunting-schema.json, the list of the documented tables");

        using var tables = JsonDocument.Parse(File.ReadAllText(document!));
        var without = 0;
        foreach (var table in tables.RootElement.EnumerateArray())
        {
            var name = table.GetProperty("table").GetString()!;
            var columns = table
                .GetProperty("columns")
                .EnumerateArray()
                .Where(column => column[1].GetString() == "datetime")
                .Select(column => column[0].GetString())
                .ToHashSet();
            var expected = BestFirst.FirstOrDefault(columns.Contains);

            Assert.True(TimeColumns.Bundled.Knows(name), name);
            Assert.Equal((name, expected), (name, TimeColumns.Bundled.Of(name)));
            without += expected is null or "ActivityTimestamp" ? 1 : 0;
        }

        Assert.Equal((66, 16), (tables.RootElement.GetArrayLength(), without));
    }

    [Theory]
    [InlineData("DeviceEvents", "Timestamp")]
    [InlineData("CallActivityEvents", "ActivityTimestamp")]
    [InlineData("SigninLogs", "TimeGenerated")]
    [InlineData("MyOwn_CL", "TimeGenerated")]
    [InlineData("DeviceTvmSoftwareInventory", null)]
    public void A_known_table_has_one_time_or_none(string table, string? column)
    {
        Assert.True(TimeColumns.Bundled.Knows(table));
        Assert.Equal(column, TimeColumns.Bundled.Of(table));
    }

    [Theory]
    [InlineData("deviceevents")]
    [InlineData("Devices")]
    [InlineData("_CL_")]
    [InlineData("")]
    [InlineData("*_CL ")]
    public void Other_names_are_not_known(string table)
    {
        Assert.False(TimeColumns.Bundled.Knows(table));
        Assert.Null(TimeColumns.Bundled.Of(table));
    }
}
