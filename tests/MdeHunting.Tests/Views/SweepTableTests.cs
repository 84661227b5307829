using System.Management.Automation;
using MdeHunting.Indicators;
using MdeHunting.Pipeline;
using MdeHunting.Views;
using Xunit;

namespace MdeHunting.Tests.Views;

/// <summary>Long values, of which a sweep has many, leave room for what is said of them; where nothing is cut they are whole.</summary>
public sealed class SweepTableTests
{
    private static readonly string Hash = string.Concat(Enumerable.Range(0, 32).Select(i => $"{i:x2}"));

    [Theory]
    [InlineData(80, "Connection", "Type", "Indicator", "Status", "Reason")]
    [InlineData(120, "Connection", "Type", "Indicator", "Status", "Grade", "IsComplete", "Hits", "Reason")]
    [InlineData(200, "Connection", "Type", "Indicator", "Status", "Grade", "IsComplete", "Hits", "Reason")]
    public void A_ledger_says_why_beside_a_hash(int width, params string[] names)
    {
        var entry = new MdeIndicatorLedgerEntry("Contoso", null, new MdeIndicator(MdeIndicatorType.Sha256, Hash, Hash));
        entry.Plan(default, DateTime.MaxValue, [new TableSearch("DeviceEvents", false, SearchState.Failed, "The service returned an error.")]);

        var (header, line) = Shown(entry, width);

        Assert.Equal(names, header);
        Assert.Contains(Hash[^6..], line, StringComparison.Ordinal);
        Assert.Equal(width == 200, line.Contains(Hash, StringComparison.Ordinal));
        Assert.Contains("DeviceEvents: ", line, StringComparison.Ordinal);
        Assert.True(line.Length <= width);
        Assert.Contains(Hash, Shown(entry, ScreenWidth.Unlimited).Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, "Indicator", "Grade", "Table", "Column", "Count", "Devices")]
    [InlineData(120, "Indicator", "Grade", "Table", "Column", "Count", "LastSeen", "Devices", "Value")]
    public void A_hit_says_where_beside_a_hash(int width, params string[] names)
    {
        var hit = new MdeIndicatorHit(
            "Contoso",
            null,
            new MdeIndicator(MdeIndicatorType.Sha256, Hash, Hash),
            MdeIndicatorGrade.Exact,
            "DeviceNetworkEvents",
            "InitiatingProcessSHA256",
            Hash
        )
        {
            Count = 12,
            LastSeen = new DateTime(2026, 11, 2, 0, 0, 0, DateTimeKind.Utc),
            Devices = ["jkl-ws-01"],
            DeviceCount = 1,
        };

        var (header, line) = Shown(hit, width);

        Assert.Equal(names, header);
        Assert.Contains(" DeviceNetworkEvents ", line, StringComparison.Ordinal);
        Assert.Contains("256 ", line, StringComparison.Ordinal);
        Assert.Contains("jkl-ws-01", line, StringComparison.Ordinal);
        Assert.True(line.Length <= width);
    }

    [Fact]
    public void An_indicator_says_why_it_is_skipped_beside_a_hash()
    {
        var indicator = new MdeIndicator(MdeIndicatorType.Sha256, Hash, Hash) { Skip = MdeIndicatorSkip.CommonFalsePositive, Line = 7 };

        Assert.Equal(["Type", "Line", "Skipped", "Value", "Context"], Shown(indicator, 80).Header);
    }

    private static (string[] Header, string Line) Shown(object value, int width)
    {
        var instance = PSObject.AsPSObject(value);
        var table = OutputTable.Of(instance)!;
        var names = table.Read(instance, out var values);
        var layout = table.Layout(instance, names, values, width);
        return (layout.Header.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), layout.Text(values));
    }
}
