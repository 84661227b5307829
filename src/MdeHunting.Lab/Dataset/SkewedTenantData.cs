using MdeHunting.Lab.Dataset.Recording;
using MdeHunting.Lab.Dataset.Skewed;
using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.Dataset;

/// <summary>
/// A tenant whose rows tell no story but lie in time as a test wants them: DeviceProcessEvents, DeviceNetworkEvents and IdentityInfo, and
/// DeviceTvmSoftwareInventory, which has no time. No two rows of a table are alike; the first three tell them apart by ReportId, the last by SoftwareVersion.
/// </summary>
/// <remarks>
/// Only the moments are kept, 8 bytes a row. A row is made each time that it is asked for, always with the same cells, so a million rows are there at once
/// and each scan of them makes them anew.
/// </remarks>
public static class SkewedTenantData
{
    /// <summary>How far back the data goes.</summary>
    public static TimeSpan Span { get; } = TimeSpan.FromDays(30);

    /// <summary>Makes rows in the order of time. The same arguments give the same rows.</summary>
    /// <param name="seed">Decides the moments.</param>
    /// <param name="now">The moment (UTC) that the thirty days end at.</param>
    /// <param name="rows">How many rows each table has.</param>
    /// <param name="shape">How they lie in time, in each table for itself.</param>
    public static KqlDatabase Create(int seed, DateTime now, int rows, TimeShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        var dice = Dice.FromSeed(seed);
        return Create(now, rows, table => ShapedTimes.Create(dice.For(table), now, rows, shape));
    }

    /// <summary>Makes one row of each table for each moment, in the moments' own order.</summary>
    /// <param name="now">The moment (UTC) that queries count from.</param>
    /// <param name="moments">The moments (UTC), which may be earlier than the services reach back, or later than now.</param>
    public static KqlDatabase Create(DateTime now, IReadOnlyList<DateTime> moments)
    {
        var ticks = moments.Select(moment => Utc(moment).Ticks).ToArray();
        return Create(now, ticks.Length, _ => ticks);
    }

    private static KqlDatabase Create(DateTime now, int rows, Func<string, long[]> times)
    {
        KqlTable[] tables =
        [
            SkewedTables.Processes(times("DeviceProcessEvents")),
            SkewedTables.Connections(times("DeviceNetworkEvents")),
            SkewedTables.Identities(times("IdentityInfo")),
            SkewedTables.Software(rows),
        ];
        return new KqlDatabase(tables.ToDictionary(table => table.Name, StringComparer.Ordinal), Utc(now));
    }

    private static DateTime Utc(DateTime moment) =>
        moment.Kind == DateTimeKind.Utc ? moment : throw new ArgumentException("The moment must be in UTC.", nameof(moment));
}
