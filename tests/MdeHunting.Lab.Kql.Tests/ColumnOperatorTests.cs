using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

/// <summary>Operators that choose, name and order columns, and those that leave the rows as they are.</summary>
public class ColumnOperatorTests
{
    [Theory]
    [InlineData("project-away Id, Ratio", "Value,Small,Flag,Text")]
    [InlineData("project-away *", "")]
    [InlineData("project-away *a*", "Id,Text")]
    [InlineData("project-away *l*, Id", "Ratio,Text")]
    [InlineData("project-away NoSuch*", "Id,Value,Small,Flag,Ratio,Text")]
    [InlineData("project-away ['Id']", "Value,Small,Flag,Ratio,Text")]
    [InlineData("project-keep Text, Id", "Id,Text")]
    [InlineData("project-keep *a*, Id, Id", "Id,Value,Small,Flag,Ratio")]
    [InlineData("project-rename Number = Value, Key = Id", "Key,Number,Small,Flag,Ratio,Text")]
    [InlineData("project-rename Id = Value, Value = Id", "Value,Id,Small,Flag,Ratio,Text")]
    [InlineData("project-reorder Text, *a*", "Text,Value,Small,Flag,Ratio,Id")]
    [InlineData("project-reorder *a* asc", "Flag,Ratio,Small,Value,Id,Text")]
    [InlineData("project-reorder *a* desc, Text", "Value,Small,Ratio,Flag,Text,Id")]
    public void Columns_are_chosen_by_name(string step, string expected) => Assert.Equal(expected, string.Join(',', KqlLab.Columns($"Numbers | {step}")));

    [Fact]
    public void The_cells_go_with_their_columns()
    {
        Assert.Equal("Flag,Text: true,five; null,; false,minus three; true,twenty", KqlLab.Show("Numbers | project-keep Text, Flag"));
        Assert.Equal("Text,Id: five,1; ,2", KqlLab.Show("Numbers | project-reorder Text | project-away Value, Small, Flag, Ratio | take 2"));
        Assert.Equal("Id: 5", KqlLab.Show("Numbers | project Id, Value | project-rename Id = Value, Was = Id | project-away Was | take 1"));
    }

    [Theory]
    [InlineData("project-away Nothing", "'project-away' operator: Failed to resolve scalar expression named 'Nothing'.")]
    [InlineData("project-keep id", "'project-keep' operator: Failed to resolve scalar expression named 'id'.")]
    [InlineData("project-reorder Nothing", "'project-reorder' operator: Failed to resolve scalar expression named 'Nothing'.")]
    [InlineData("project-rename X = Nothing", "'project-rename' operator: Failed to resolve scalar expression named 'Nothing'.")]
    [InlineData("project-rename Id = Value", "'project-rename' operator: A column named 'Id' already exists.")]
    [InlineData("distinct Nothing", "'distinct' operator: Failed to resolve scalar expression named 'Nothing'.")]
    public void A_column_that_is_not_there_is_refused(string step, string message) =>
        Assert.Equal($"{message} Fix semantic errors in your query.", KqlLab.Refused($"Numbers | {step}").Message);

    [Fact]
    public void Distinct_gives_each_combination_once()
    {
        Assert.Equal("Flag: true; null; false", KqlLab.Show("Numbers | distinct Flag"));
        Assert.Equal(
            "DeviceName,Parent: ws-01,powershell.exe; ws-02,powershell.exe; ws-01,explorer.exe; ws-03,powershell.exe",
            KqlLab.Show("DeviceProcessEvents | distinct DeviceName, Parent = tolower(InitiatingProcessFileName)")
        );
        Assert.Equal("a,b: 1,x; 1,y", KqlLab.Show("datatable(a: long, b: string) [1, 'x', 1, 'y', 1, 'x'] | distinct *"));
        Assert.Contains("is of a 'dynamic' type", KqlLab.Refused("DeviceProcessEvents | distinct *").Message);
    }

    [Fact]
    public void A_sample_is_the_first_rows()
    {
        Assert.Equal([1L, 2L], KqlLab.Cells("Numbers | sample 2 | project Id"));
        Assert.Equal("DeviceName: ws-01; ws-02", KqlLab.Show("DeviceProcessEvents | sample-distinct 2 of DeviceName"));
    }

    [Theory]
    [InlineData("render timechart")]
    [InlineData("render barchart with (title='per day', ycolumns=Id, Value)")]
    [InlineData("render piechart kind=stacked title='x'")]
    [InlineData("serialize")]
    [InlineData("as T")]
    [InlineData("as hint.materialized=true T")]
    public void Some_operators_change_nothing(string step) => Assert.Equal(KqlLab.Show("Numbers"), KqlLab.Show($"Numbers | {step}"));

    [Fact]
    public void As_names_what_stands_before_it() => Assert.Equal([4L], KqlLab.Cells("Numbers | where Id > 2 | as T | union T | count"));

    [Fact]
    public void Getschema_describes_the_columns()
    {
        var result = KqlLab.Run("Numbers | project Id, Small, Flag, Text, now(), dynamic(1) | getschema");

        Assert.Equal(["ColumnName", "ColumnOrdinal", "DataType", "ColumnType"], result.Columns.Select(column => column.Name));
        Assert.Equal(["Id", 0, "System.Int64", "long"], result.Rows[0]);
        Assert.Equal(["Small", 1, "System.Int32", "int"], result.Rows[1]);
        Assert.Equal(["bool", "string", "datetime", "dynamic"], result.Rows.Skip(2).Select(row => row[3]));
    }
}
