using Xunit;

namespace MdeHunting.Lab.Kql.Tests;

public class SeedQueryTests
{
    private const string Query = """
        DeviceProcessEvents | where InitiatingProcessFileName =~ "powershell.exe"
                   | project Timestamp, FileName, InitiatingProcessFileName 
                   | order by Timestamp desc 
                   | limit 2
        """;

    [Fact]
    public void Gives_the_two_newest_children_of_PowerShell()
    {
        var result = KqlLab.Run(Query);

        Assert.Equal("PrimaryResult", result.Name);
        Assert.Equal(
            [new("Timestamp", KqlType.DateTime), new("FileName", KqlType.String), new KqlColumn("InitiatingProcessFileName", KqlType.String)],
            result.Columns
        );
        Assert.Equal(2, result.Rows.Count);
        Assert.Equal([KqlLab.At("2024-06-01T10:00:00Z"), "whoami.exe", "powershell.exe"], result.Rows[0]);
        Assert.Equal([KqlLab.At("2024-06-01T09:30:00Z"), "csc.exe", "PowerShell.EXE"], result.Rows[1]);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData(" ")]
    [InlineData("\t\n\n")]
    public void Is_the_same_however_its_lines_are_broken(string separator) =>
        Assert.Equal(
            ["whoami.exe", "csc.exe"],
            KqlLab.Cells(string.Join(separator, Query.Split('\n', StringSplitOptions.TrimEntries)) + " | project FileName")
        );
}
