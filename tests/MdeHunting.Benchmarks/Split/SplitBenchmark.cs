using System.Runtime.CompilerServices;
using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Kql;
using MdeHunting.Running.Windows;
using MdeHunting.TestKit;

namespace MdeHunting.Benchmarks.Split;

/// <summary>How many calls <c>-Split Auto</c> makes for a million rows, beside the fewest that any plan could make.</summary>
internal sealed class SplitBenchmark : IBenchmark
{
    private const int Rows = 1_000_000;
    private const int RowLimit = 100_000;
    private const long ByteLimit = 50_000_000;
    private const string Rowwise = "DeviceNetworkEvents | project Timestamp, ReportId";

    // A project without the time and a filter after it: the count takes three rows for each that comes.
    private const string Thinned = "DeviceNetworkEvents | project ReportId | where ReportId % 3 == 0";

    private static readonly DateTime Now = new(2026, 11, 25, 13, 37, 21, DateTimeKind.Utc);

    private static readonly Case[] Cases =
    [
        new("uniform", TimeShape.Uniform),
        new("one burst", TimeShape.OneBurst),
        new("many bursts", TimeShape.ManyBursts),
        new("everything in one minute", TimeShape.OneMinute),
        new("uniform, rows of 1,200 bytes", TimeShape.Uniform, RowSize: 1_200),
        new("many bursts, rows of 1,200 bytes", TimeShape.ManyBursts, RowSize: 1_200),
        new("many bursts, 60,000 rows in time", TimeShape.ManyBursts, MostRowsInTime: 60_000, HasBound: false),
        new("many bursts, counted before a filter", TimeShape.ManyBursts, Thinned, HasBound: false),
        new("uniform, cannot be counted", TimeShape.Uniform, "DeviceNetworkEvents | project ReportId", CanCount: false, HasBound: false),
        new("many bursts, cannot be counted", TimeShape.ManyBursts, "DeviceNetworkEvents | project ReportId", CanCount: false, HasBound: false),
    ];

    /// <inheritdoc/>
    public string Name => "split";

    /// <inheritdoc/>
    public string Summary => $"calls of -Split Auto for {Rows:N0} rows where a response holds {RowLimit:N0}; the bound is 1.5 x the fewest + 3";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        var tenants = new Dictionary<TimeShape, KqlDatabase>();
        foreach (var one in Cases)
        {
            if (!tenants.TryGetValue(one.Shape, out var tenant))
            {
                tenants[one.Shape] = tenant = SkewedTenantData.Create(1, Now, Rows, one.Shape);
            }

            yield return await MeasureAsync(one, tenant, token);
        }
    }

    private static async Task<Figure> MeasureAsync(Case one, KqlDatabase tenant, CancellationToken token)
    {
        var session = new LabSession(tenant, SkewedTenantData.Span)
        {
            RowLimit = RowLimit,
            ByteLimit = ByteLimit,
            MostRowsInTime = one.MostRowsInTime,
            RowSize = _ => one.RowSize,
            Fault = call => call.IsCount && !one.CanCount ? LabSession.Failure(MdeHunting.HuntingFailure.QueryRefused) : null,
        };
        var (output, report) = (new DiscardedRows(), new SilentReport());
        var range = new TimeRange(Now - SkewedTenantData.Span, Now);
        var plan = HuntingPlan.Of(one.Query, range, MdeHunting.Running.Windows.Split.Auto, force: false, Now);
        await new WindowedRun(new MdeConnection("Lab", null, session), plan, SendingOptions.Default, output, report).RunAsync(null, token);
        if (!output.IsComplete)
        {
            throw new InvalidOperationException($"{one.Name}: rows are missing.");
        }

        // A response of as many rows as the limit may have been cut off, so one that is known to be whole has fewer.
        var most = Math.Min(Math.Min(RowLimit - 1, one.MostRowsInTime), one.RowSize == 0 ? long.MaxValue : ByteLimit / one.RowSize);
        var fewest = (output.Count + most - 1) / most;
        var bound = 1.5 * fewest + 3;
        return new Figure(
            one.Name,
            [new("rows", output.Count), new("fewest calls", fewest), new("calls", session.Calls.Count), new("of the bound", session.Calls.Count / bound)]
        )
        {
            IsWithinBound = one.HasBound ? session.Calls.Count <= bound : null,
        };
    }

    private sealed record Case(
        string Name,
        TimeShape Shape,
        string Query = Rowwise,
        int RowSize = 0,
        int MostRowsInTime = int.MaxValue,
        bool CanCount = true,
        bool HasBound = true
    );
}
