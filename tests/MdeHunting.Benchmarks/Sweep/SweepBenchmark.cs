using System.Runtime.CompilerServices;
using MdeHunting.Contract;
using MdeHunting.TestKit;

namespace MdeHunting.Benchmarks.Sweep;

/// <summary>
/// How long 500 queries on each of three tenants take against quotas of 45 calls a minute, beside the least that the quotas allow; on a clock that jumps.
/// </summary>
internal sealed class SweepBenchmark : IBenchmark
{
    private const int Queries = 500;
    private const int Tenants = 3;
    private const int CallsPerMinute = 45;
    private const double Bound = 1.05;

    private static readonly (string Name, double Reserve, int Others)[] Cases =
    [
        ("-ReserveQuota 0", 0, 0),
        ("-ReserveQuota 20, the usual", 0.2, 0),
        ("half of the quota used by another program", 0.2, CallsPerMinute / 2),
    ];

    /// <inheritdoc/>
    public string Name => "sweep";

    /// <inheritdoc/>
    public string Summary =>
        $"minutes for {Queries} queries on each of {Tenants} tenants, {CallsPerMinute} calls a minute; the bound is {Bound} x the least, and no refusal";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        foreach (var (name, reserve, others) in Cases)
        {
            yield return await MeasureAsync(name, reserve, others).WaitAsync(token);
        }
    }

    private static async Task<Figure> MeasureAsync(string name, double reserve, int others)
    {
        var clock = new EventClock();
        SweptTenant[] tenants = [.. Enumerable.Range(0, Tenants).Select(_ => new SweptTenant(clock, CallsPerMinute, others))];
        var options = new SendingOptions { Reserve = reserve, MaxQuotaWait = TimeSpan.FromHours(1) };
        await clock.RunAsync([.. tenants.Select(tenant => tenant.SweepAsync(Queries, options, TimeSpan.FromMilliseconds(200)))]);

        // The first so many go at once, and as many each minute after.
        var share = Math.Min((int)Math.Floor(CallsPerMinute * (1 - reserve)), CallsPerMinute - others);
        double least = (Queries - 1) / share;
        var took = tenants.Max(tenant => tenant.Took.TotalMinutes);
        var refusals = tenants.Sum(tenant => tenant.Refusals);
        return new Figure(name, [new("least", least), new("took", took), new("ratio", took / least), new("refusals", refusals)])
        {
            IsWithinBound = others > 0 ? null : took <= Bound * least && refusals == 0,
        };
    }
}
