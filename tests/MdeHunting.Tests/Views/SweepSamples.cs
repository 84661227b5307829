using MdeHunting.Indicators;

namespace MdeHunting.Tests.Views;

/// <summary>Outputs of a sweep for scripts of tests whose lab has no tables to sweep.</summary>
public static class SweepSamples
{
    /// <summary>A hit.</summary>
    public static MdeIndicatorHit Hit => HitOf("evil.example");

    /// <summary>An entry of a ledger.</summary>
    public static MdeIndicatorLedgerEntry Entry => EntryOf("evil.example");

    /// <summary>A query of a plan.</summary>
    public static MdeIndicatorPlan Plan => PlanOf("evil.example");

    /// <summary>A hit with a text in each place that has one.</summary>
    public static MdeIndicatorHit HitOf(string text) =>
        new("Here", null, Indicator(text), MdeIndicatorGrade.SameHost, text, text, text)
        {
            Count = 1500,
            FirstSeen = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(5),
            LastSeen = new DateTime(2026, 11, 2, 0, 0, 0, DateTimeKind.Utc),
            Devices = [text, "jkl-ws-01"],
            DeviceCount = 1500,
            IsDeviceCountEstimated = true,
            Accounts = [text],
            AccountCount = 1,
        };

    /// <summary>An entry of a ledger with a text in each place that has one.</summary>
    public static MdeIndicatorLedgerEntry EntryOf(string text)
    {
        var entry = new MdeIndicatorLedgerEntry("Here", null, Indicator(text));
        var end = new DateTime(2026, 11, 30, 0, 0, 0, DateTimeKind.Utc);
        entry.Widen([text]);
        entry.Plan(
            end.AddDays(-30).AddTicks(5),
            end,
            [new TableSearch(text, true, SearchState.Whole, null), new TableSearch("DeviceEvents", false, SearchState.Failed, text)]
        );
        return entry;
    }

    /// <summary>A query of a plan with a text in each place that has one.</summary>
    public static MdeIndicatorPlan PlanOf(string text) =>
        new("Here", null, text)
        {
            Chunk = 1,
            Chunks = 2,
            Indicators = 1500,
            Columns = [text],
            Query = text,
            QueryBytes = 15_000,
            QuotaPercent = 2.5,
        };

    private static MdeIndicator Indicator(string text) => new(MdeIndicatorType.Domain, text, text);
}
