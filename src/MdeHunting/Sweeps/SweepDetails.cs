using MdeHunting.Reporting;
using MdeHunting.Results;

namespace MdeHunting.Sweeps;

/// <summary>Gets the rows of hits: into the hits themselves, or into files.</summary>
/// <param name="sender">Sends the queries.</param>
/// <param name="ledger">The ledger.</param>
internal sealed class SweepDetails(SweepSender sender, SweepLedger ledger)
{
    // Of one call for rows; what is found is a matter of dozens.
    private const int MostValues = 1000;

    private const string Declined = "They weren't requested, because of -WhatIf or the answer to -Confirm.";
    private const string Ended = "The sweep ended before they were returned.";

    private int _calls;

    /// <summary>How many calls there were.</summary>
    public int Calls => _calls;

    /// <summary>The values that hits were read of, in an order that is the same each time.</summary>
    public static IReadOnlyList<(int Place, string Value)> ValuesOf(HitReader reader) =>
        [.. reader.Hits.SelectMany(reader.ValuesOf).Distinct().OrderBy(one => one.Place).ThenBy(one => one.Value, StringComparer.Ordinal)];

    /// <summary>
    /// Gets the rows of a call's hits. The ledger says of which there are not all. The hits are there without them, too: what fails takes none of them away.
    /// </summary>
    /// <param name="sweep">The tenant.</param>
    /// <param name="step">The call.</param>
    /// <param name="reader">Its hits.</param>
    /// <param name="report">What is reported meanwhile.</param>
    /// <param name="token">Ends it.</param>
    public async Task RunAsync(TenantSweep sweep, SweepStep step, HitReader reader, IHuntingReport report, CancellationToken token)
    {
        var values = ValuesOf(reader);
        var start = 0;
        try
        {
            for (var number = 1; start < values.Count; (start, number) = (start + MostValues, number + 1))
            {
                await RunAsync(sweep, step, reader, [.. values.Skip(start).Take(MostValues)], number, report, token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is MdeException or OperationCanceledException)
        {
            Miss(sweep, reader, [.. values.Skip(start)], (e as MdeException)?.What ?? Ended);
            throw;
        }

        // Between the count and the query for the rows, the service may have dropped some.
        foreach (var hit in reader.Hits.Where(hit => sweep.Record is null && hit is { IsComplete: true } && hit.Rows.Count < hit.Count))
        {
            Miss(sweep, hit, FormattableString.Invariant($"The service counted {hit.Count:N0} rows, and then returned {hit.Rows.Count:N0}."));
        }
    }

    private void Miss(TenantSweep sweep, HitReader reader, IReadOnlyCollection<(int Place, string Value)> values, string reason)
    {
        foreach (var hit in reader.Hits.Where(hit => reader.ValuesOf(hit).Intersect(values).Any()))
        {
            Miss(sweep, hit, reason);
        }
    }

    private void Miss(TenantSweep sweep, MdeIndicatorHit hit, string reason)
    {
        hit.Miss(reason);
        ledger.MissRows(sweep.Connection, hit.Indicator, hit.Table, reason);
    }

    private async Task RunAsync(
        TenantSweep sweep,
        SweepStep step,
        HitReader reader,
        IReadOnlyList<(int Place, string Value)> some,
        int number,
        IHuntingReport report,
        CancellationToken token
    )
    {
        var query = new SweepQuery(step.Table, step.Indicators).WriteRows(some);
        void Tell(string reason) => Miss(sweep, reader, some, reason);

        if (sweep.Record is not { } record)
        {
            var output = new DetailOutput(step.Table);
            await RunAsync(sweep, step, query, output, static (_, _) => { }, Tell, report, token).ConfigureAwait(false);
            foreach (var hit in reader.Hits)
            {
                hit.Rows = [.. hit.Rows, .. output.Of([.. reader.ValuesOf(hit).Intersect(some)])];
            }
        }
        else if (record.HasRows(step, number, out var missing))
        {
            if (missing is not null)
            {
                Tell(missing);
            }
        }
        else
        {
            var hits = reader.Hits.SelectMany(hit => reader.ValuesOf(hit).Intersect(some), (hit, value) => (hit.Indicator.Value, value)).ToList();
            await RunAsync(
                    sweep,
                    step,
                    query,
                    new DetailFile(record, step, number, hits),
                    (e, why) => record.MissRows(step, number, e, why),
                    Tell,
                    report,
                    token
                )
                .ConfigureAwait(false);
        }
    }

    private async Task RunAsync(
        TenantSweep sweep,
        SweepStep step,
        string query,
        IResultSink output,
        Action<MdeException?, string> miss,
        Action<string> tell,
        IHuntingReport report,
        CancellationToken token
    )
    {
        var gaps = new TimeGaps(report);
        try
        {
            Interlocked.Increment(ref _calls);
            await sender.RunAsync(sweep.Connection, step.Table, query, output, gaps, SweepSender.OfRows, token).ConfigureAwait(false);
        }
        catch (MdeException e) when (e is HuntingException { IsOfQuery: true } or SignInException { MayPass: true })
        {
            // Of what has more rows than the service returns, those that it returned are there.
            if (e is not HuntingException { Failure: HuntingFailure.ResultTruncated })
            {
                miss(e, e.What);
            }

            var failure = FailureOf(gaps, step) ?? e;
            tell(failure.What);
            await report.WriteErrorAsync(failure).ConfigureAwait(false);
            return;
        }
        catch (MdeException e)
        {
            miss(e, e.What);
            throw;
        }

        if (gaps.IsDeclined)
        {
            miss(null, Declined);
            tell(Declined);
        }
        else if (FailureOf(gaps, step) is { } missing)
        {
            tell(missing.What);
            await report.WriteErrorAsync(missing).ConfigureAwait(false);
        }
    }

    private static HuntingException? FailureOf(TimeGaps gaps, SweepStep step) =>
        gaps.ToFailure(step.Table.Name, "The hits and their counts are complete, but not their rows.");
}
