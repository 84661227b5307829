using MdeHunting.Views;
using Xunit;

namespace MdeHunting.Tests.Views;

/// <summary>A column that tells which table a row is from is shown first, whatever the query calls it.</summary>
public class SourceColumnTests
{
    private static readonly DateTime Time = new(2026, 11, 1, 2, 3, 4, DateTimeKind.Utc);

    [Theory]
    [InlineData("Quelle", 79)]
    [InlineData("T", 119)]
    [InlineData("source table", 199)]
    public void It_is_shown_among_many_columns_with_its_own_name(string name, int width)
    {
        string[] names = [.. Enumerable.Range(0, 9).Select(i => $"C{i}"), "Timestamp", "DeviceName", "FileName", name];
        object?[] values = [.. Enumerable.Repeat<object?>("High", 9), Time, "ws-1", "a.exe", "DeviceProcessEvents"];

        var layout = RowLayout.Fitting(names, values, width);

        Assert.StartsWith($"{name} ", layout.Header);
        Assert.Matches("^DeviceProcessEvents +2026-11-01 02:03:04Z ", layout.Text(values));
        Assert.Contains("DeviceFileEvents ", layout.Text([.. values[..^1], "DeviceFileEvents"]));
    }

    [Fact]
    public void It_is_shown_first_among_few_columns() => Assert.StartsWith("T ", RowLayout.Fitting(["Rows", "T"], [42L, "DeviceProcessEvents"], 79).Header);

    [Fact]
    public void What_only_looks_like_it_stays_where_it_is() =>
        Assert.StartsWith("Rows", RowLayout.Fitting(["Rows", "T"], [42L, "A table of one's own"], 79).Header.TrimStart());
}
