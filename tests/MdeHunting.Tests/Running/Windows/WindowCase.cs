using CsCheck;
using MdeHunting.Kql.Time;
using MdeHunting.Lab.Dataset;
using MdeHunting.Running.Windows;
using MdeHunting.TestKit;

namespace MdeHunting.Tests.Running.Windows;

/// <summary>Made-up data, a query over it, how it is divided, and what the service gives at the most.</summary>
internal sealed record WindowCase(string Query, TimeRange Range, Split Split, IReadOnlyList<DateTime> Moments, int RowLimit, long ByteLimit, int MostRowsInTime)
{
    /// <summary>The moment of the run.</summary>
    public static readonly DateTime Now = new DateTime(2026, 11, 25, 13, 37, 21, DateTimeKind.Utc).AddTicks(7);

    /// <summary>How far back rows are kept.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private static readonly string[] Queries =
    [
        "DeviceProcessEvents | project Timestamp, ReportId",
        "DeviceProcessEvents | project Timestamp, ReportId | order by Timestamp asc",
        "DeviceProcessEvents | project Timestamp, ReportId | order by Timestamp desc",
        "DeviceProcessEvents | where ReportId % 3 != 0 | project ReportId",
        "DeviceProcessEvents | project ReportId | where ReportId % 10 == 0",
        "DeviceProcessEvents | project ReportId, N = dynamic([1, 2, 3]) | mv-expand N",
        "DeviceProcessEvents | extend N = dynamic([1, 2, 3]) | project Timestamp, ReportId, N | mv-expand N | sort by Timestamp",
        "DeviceProcessEvents | join kind=inner (datatable(FileName: string, Kind: long)['net.exe', 1, 'csc.exe', 2, 'csc.exe', 3]) on FileName | project "
            + "Timestamp, ReportId, Kind",
        "DeviceProcessEvents | join kind=leftanti DeviceTvmSoftwareInventory on DeviceName | project ReportId",
        "union DeviceProcessEvents, DeviceNetworkEvents | project Timestamp, ReportId, ActionType",
        "let Late = DeviceNetworkEvents | where Timestamp > ago(10d); Late | extend Age = now() - Timestamp | project Age, ReportId",
        "IdentityInfo | where Timestamp between (ago(20d) .. now()) | project AccountUpn",
    ];

    /// <summary>Any of them.</summary>
    public static Gen<WindowCase> Any { get; } =
        from query in Gen.OneOf(Queries)
        from span in Gen.OneOf(1, 7, Ticks(0.1), Ticks(0.2) - 1, Ticks(1), Ticks(3600) + 3, Ticks(86400), Ticks(30 * 86400), Ticks(45 * 86400))
        from before in Gen.OneOf(0, 1, Ticks(5), Ticks(86400))
        from steps in Gen.Int[0, 12]
        from places in Gen.OneOf(Anywhere, Anywhere, AtEdges, Together).Array[0, 60]
        from rowLimit in Gen.OneOf(1, 2, 3, 5, 10, 30, 100, 1000)
        from byteLimit in Gen.OneOf(long.MaxValue, long.MaxValue, 40, 200, 1000)
        from inTime in Gen.OneOf(int.MaxValue, int.MaxValue, int.MaxValue, 2, 10, 40)
        select Of(query, span, before, steps, places, rowLimit, byteLimit, inTime);

    // Parts of the time in thousandths, and ticks beside them.
    private static Gen<(int Part, int Ticks)> Anywhere => Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 10_000_000]);

    private static Gen<(int Part, int Ticks)> AtEdges => Gen.Select(Gen.Int[0, 12].Select(twelfth => twelfth * 1000 / 12), Gen.Int[-1, 1]);

    private static Gen<(int Part, int Ticks)> Together => Gen.OneOf((500, 0), (501, 1));

    /// <summary>A session that answers it.</summary>
    public LabSession NewSession(WindowFault? fault = null) =>
        new(SkewedTenantData.Create(Now, Moments), Retention)
        {
            Fault = call => fault?.Of(this, call),
            Respond = (call, table) => fault?.Respond(call, table) ?? table,
            RowLimit = RowLimit,
            ByteLimit = ByteLimit,
            MostRowsInTime = MostRowsInTime,
            RowSize = static row => 5 + KeptRows.Text(row).Length % 7,
            MostCalls = 500 + 150 * Moments.Count,
        };

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Query} | {Range} by {Split.Step?.ToString() ?? "Auto"}, {RowLimit} rows, {ByteLimit} bytes, {MostRowsInTime} in time, at "
        + $"{string.Join(", ", Moments.Select(m => (m - Range.Start).Ticks))}";

    private static WindowCase Of(string query, long span, long before, int steps, (int Part, int Ticks)[] places, int rowLimit, long byteLimit, int inTime)
    {
        var end = Now.AddTicks(-before);
        var range = new TimeRange(end.AddTicks(-span), end);
        var step = TimeSpan.FromTicks(Math.Max(HuntingWindow.Shortest.Ticks, span / Math.Max(1, steps)));
        var moments = places.Select(place => range.Start.AddTicks(span / 1000 * place.Part + (span % 1000 * place.Part / 1000) + place.Ticks)).Order();
        return new WindowCase(query, range, steps == 0 ? Split.Auto : new Split(false, step), [.. moments], rowLimit, byteLimit, inTime);
    }

    private static long Ticks(double seconds) => (long)(seconds * TimeSpan.TicksPerSecond);
}
