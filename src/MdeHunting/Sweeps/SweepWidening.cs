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
        var work = new List<SweepWork>();
        foreach (var sweep in sweeps)
        {
            var steps = Plan(planner, sweep);
            if (sweep.Record is { HasSearches: true } record)
            {
                var known = steps.Select(step => record.FindPairs(step, Write(step))).ToList();
                pairs[sweep].AddRange(known.SelectMany(found => found ?? []));
                await WarnAsync(sweep, known.Count(found => found is null)).ConfigureAwait(false);
            }
            else
            {
                work.AddRange(steps.Select(step => Work(sweep, step, pairs[sweep])));
            }
        }

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

    // Its searches are there, and were made without what these would have found.
    private async Task WarnAsync(TenantSweep sweep, int missing)
    {
        if (missing > 0)
        {
            sweep.HasWideningGaps = true;
            await calls
                .Report(sweep.Connection)
                .WarnAsync(
                    FormattableString.Invariant($"{missing:N0} {(missing == 1 ? "query" : "queries")} for SHA-1 hashes (-Widen) failed in the first run, and ")
                        + "the results in the folder are without these hashes. To search for them, specify another folder."
                )
                .ConfigureAwait(false);
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
            failure => Miss(sweep, step, failure)
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
            Miss(sweep, step, e);
            await report.WriteErrorAsync(e).ConfigureAwait(false);
        }

        return found.Pairs;
    }

    private static void Miss(TenantSweep sweep, SweepStep step, MdeException failure)
    {
        sweep.HasWideningGaps = true;
        sweep.Record?.MissPairs(step, failure);
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
