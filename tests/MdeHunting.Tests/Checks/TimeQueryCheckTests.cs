using MdeHunting.Checks;
using MdeHunting.Tables;
using Xunit;

namespace MdeHunting.Tests.Checks;

/// <summary>What is said of the time that a query reads, and of whether it can be divided.</summary>
public sealed class TimeQueryCheckTests
{
    private static readonly DateTime Now = new(2026, 11, 30, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("where Timestamp > ago(1d) or ActionType == 'x'")]
    [InlineData("where ActionType == 'x' or (FileName == 'y' and Timestamp > ago(1d))")]
    public void A_filter_that_is_not_the_only_way_bounds_nothing(string steps) =>
        Assert.Contains("another condition", Assert.Single(Check(steps), finding => finding.RuleId == "MDE101").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("where Timestamp > ago(1d) and (ActionType == 'x' or FileName == 'y')")]
    [InlineData("where Timestamp > ago(1d) or Timestamp > ago(2d)")]
    [InlineData("where Timestamp > ago(1d) | join kind=inner (DeviceInfo) on DeviceId")]
    public void A_filter_on_the_time_bounds(string steps) => Assert.DoesNotContain(Check(steps), finding => finding.RuleId == "MDE101");

    [Theory]
    [InlineData("top-nested 3 of DeviceName by count()", "top-nested")]
    [InlineData("make-series count() on Timestamp step 1h", "make-series")]
    [InlineData("summarize count()", "summarize")]
    public void What_cannot_be_divided_is_marked_with_its_whole_name(string steps, string text)
    {
        var finding = Assert.Single(Check(steps), one => one.RuleId == "MDE203");

        Assert.Equal(text, Query(steps).Substring(finding.Start, finding.Length));
    }

    private static string Query(string steps) => $"DeviceEvents | {steps}";

    private static IReadOnlyList<QueryFinding> Check(string steps) => QueryCheck.Of(Query(steps), TableCatalog.Bundled.All, Now);
}
