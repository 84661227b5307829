using MdeHunting.Reporting;
using MdeHunting.Running.Windows;

namespace MdeHunting.Sweeps;

/// <summary>Finds the SHA-1 of the files whose SHA-256 is looked for, as far as a tenant has rows with both.</summary>
/// <param name="calls">Makes the calls.</param>
/// <param name="sender">Sends the queries.</param>
/// <param name="planner">Says which calls are needed.</param>
/// <param name="ledger">The ledger.</param>
internal sealed class SweepWidening(SweepCalls calls, SweepSender sender, SweepPlanner planner, SweepLedger ledger)
{
    private int _calls;

    /// <summary>How many calls there were.</summary>
    public int Calls => _calls;

    /// <summary>The calls that a tenant needs.</summary>
    public static IReadOnlyList<SweepStep> Plan(SweepPlanner planner, TenantSweep sweep) =>
        planner.Plan(
            [.. sweep.Indicators.Where(indicator => indicator.Indicator.Kind == MdeIndicatorType.Sha256)],
            sweep.Tables.Searched.Where(table => table.HashPairs.Any() && sweep.WhyNot(table) is null)
        );

    /// <summary>The query of a call.</summary>
    public static string Write(SweepStep step) => new SweepQuery(step.Table, step.Indicators).WritePairs();

    /// <summary>Makes the calls, and has what is looked for include what they found.</summary>
    public async Task RunAsync(IReadOnlyList<TenantSweep> sweeps, CancellationToken token)
    {
        var pairs = sweeps.ToDictionary(sweep => sweep, _ => new List<(string Sha256, string Sha1)>());
        var work = sweeps.SelectMany(sweep => Plan(planner, sweep), (sweep, step) => Work(sweep, step, pairs[sweep])).ToList();
        await calls.RunAsync(work, token).ConfigureAwait(false);
        foreach (var sweep in sweeps)
        {
            var known = pairs[sweep].Distinct().ToLookup(pair => pair.Sha256, pair => pair.Sha1, StringComparer.OrdinalIgnoreCase);
            sweep.Indicators =
            [
                .. sweep.Indicators.Select(indicator =>
                    Widened(sweep.Connection, indicator, [.. known[indicator.Indicator.Value].OrderBy(sha1 => sha1, StringComparer.Ordinal)])
                ),
            ];
        }
    }

    private SweepWork Work(TenantSweep sweep, SweepStep step, List<(string, string)> pairs) =>
        new(
            sweep.Connection,
            $"{step.Name}, SHA-1 of SHA-256",
            async (report, stopping) =>
            {
                var found = await FindAsync(sweep, step, report, stopping).ConfigureAwait(false);
                lock (pairs)
                {
                    pairs.AddRange(found);
                }
            },
            failure => sweep.Record?.MissPairs(step, failure)
        );

    private async Task<IReadOnlyList<(string Sha256, string Sha1)>> FindAsync(TenantSweep sweep, SweepStep step, IHuntingReport report, CancellationToken token)
    {
        var query = Write(step);
        if (sweep.Record?.FindPairs(step, query) is { } known)
        {
            return known;
        }

        var found = new PairOutput(() => sweep.Record?.Open());
        try
        {
            Interlocked.Increment(ref _calls);
            await sender.RunAsync(sweep.Connection, step.Table, query, found, report, Split.Off, token).ConfigureAwait(false);
            if (found.Response is { } response)
            {
                sweep.Record?.SavePairs(step, query, found.Pairs, response);
            }
        }
        catch (MdeException e) when (e is HuntingException { IsOfQuery: true } or SignInException { MayPass: true })
        {
            sweep.Record?.MissPairs(step, e);
            await report.WriteErrorAsync(e).ConfigureAwait(false);
        }

        return found.Pairs;
    }

    private SweptIndicator Widened(MdeConnection connection, SweptIndicator indicator, IReadOnlyList<string> hashes)
    {
        if (indicator.Indicator.Kind != MdeIndicatorType.Sha256 || hashes.Count == 0)
        {
            return indicator;
        }

        ledger.Of(connection, indicator).Widen(hashes);
        return new SweptIndicator(indicator.Indicator, hashes);
    }
}
