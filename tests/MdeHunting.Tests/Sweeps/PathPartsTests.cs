using MdeHunting.Sweeps;
using Xunit;

namespace MdeHunting.Tests.Sweeps;

/// <summary>However a path is written, the file that is meant is found, and what a query looks for first is in each of its paths.</summary>
public sealed class PathPartsTests
{
    [Theory]
    [InlineData("System32\\spoolsv.exe", "C:\\Windows\\System32\\spoolsv.exe", MdeIndicatorGrade.Exact)]
    [InlineData("System32/spoolsv.exe", "C:\\Windows\\System32\\spoolsv.exe", MdeIndicatorGrade.Exact)]
    [InlineData("cron.d/evil", "/etc/cron.d/evil", MdeIndicatorGrade.Exact)]
    [InlineData("System32\\spoolsv.exe", "C:\\Windows\\NotSystem32\\spoolsv.exe", null)]
    [InlineData("\\Device\\HarddiskVolume3\\Windows\\a.exe", "C:\\Windows\\a.exe", MdeIndicatorGrade.Part)]
    [InlineData("\\SystemRoot\\System32\\a.sys", "C:\\Windows\\System32\\a.sys", MdeIndicatorGrade.Exact)]
    [InlineData("D:\\Windows\\a.exe", "C:\\Windows\\a.exe", MdeIndicatorGrade.Part)]
    [InlineData("/etc/cron.d/evil", "/etc/cron.d/evil", MdeIndicatorGrade.Exact)]
    public void A_path_is_compared_as_what_it_means(string path, string row, MdeIndicatorGrade? expected)
    {
        var parts = PathParts.Of(path);

        Assert.Equal(expected, parts.Compare(row));
        if (expected is not null)
        {
            Assert.Contains(parts.Prefilters, text => row.Contains(text, StringComparison.OrdinalIgnoreCase));
        }
    }
}
