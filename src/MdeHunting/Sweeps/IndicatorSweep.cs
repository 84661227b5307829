using MdeHunting.Kql.Time;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Running.Time;

namespace MdeHunting.Sweeps;

/// <summary>
/// Looks for indicators in each tenant: plans the calls, makes a limited number at once, and keeps the ledger. What fails is an error with the names of the
/// connection and the table, and the others go on.
/// </summary>
/// <param name="connections">The connections.</param>
/// <param name="ledger">The ledger.</param>
/// <param name="options">How it is run.</param>
/// <param name="streams">PowerShell's streams.</param>
internal sealed class IndicatorSweep(IReadOnlyList<MdeConnection> connections, SweepLedger ledger, SweepOptions options, PipelineStreams streams)
{
    private const string Stopped = "The sweep ended before it was searched.";

    private readonly SweepCalls _calls = new(connections, options.ThrottleLimit, streams);
    private readonly SweepPlanner _planner = new(options.Limits);
    private int _searches;

    /// <summary>Runs the sweep.</summary>
    /// <exception cref="HuntingException">The time range is not valid, or no table is meant.</exception>
    /// <exception cref="OutputException">The folder is of another sweep, or cannot be written.</exception>
    public async Task RunAsync(IReadOnlyList<MdeIndicator> indicators, CancellationToken token)
    {
        SweptIndicator[] sought =
        [
            .. indicators.Where(indicator => indicator.Skip is null && indicator.Kind != MdeIndicatorType.Unknown).Select(one => new SweptIndicator(one)),
        ];
        try
        {
            foreach (var note in options.Time.Notes())
            {
                await streams.VerboseAsync(note).ConfigureAwait(false);
            }

            var records = Records(RecordedSweep.ListOf(sought));
            var (settled, time) = Settle(records.Values);
            var sweeps = await PrepareAsync(sought, settled, time, records, token).ConfigureAwait(false);
            await WarnOfTimeAsync(sweeps, time).ConfigureAwait(false);
            if (options.PlansOnly)
            {
                MdeOutput[] plans = [.. sweeps.SelectMany(sweep => SweepPlans.Of(_planner, sweep))];
                await streams.WriteTogetherAsync(plans).ConfigureAwait(false);
                return;
            }

            await SweepAsync(sweeps, settled, new SweepSender(time, settled), token).ConfigureAwait(false);
        }
        finally
        {
            ledger.Close(options.PlansOnly ? "The sweep was only planned (-PlanOnly)." : Stopped);
        }
    }

    // What the folder has of each tenant.
    private Dictionary<MdeConnection, SweepRecord> Records(string list)
    {
        var records = new Dictionary<MdeConnection, SweepRecord>();
        foreach (var connection in connections.Where(_ => options.Folder is not null))
        {
            var record = new SweepRecord(options.Folder!, Subject(connection), list, streams.WriteAsync);
            record.Find();
            records.Add(connection, record);
        }

        return records;
    }

    private JobSubject Subject(MdeConnection connection) => _calls.SubjectOf(connection) with { Name = "indicators" };

    // One moment for all tenants, and for what is resumed that of the first run.
    private (SweepOptions Options, SweepTime Time) Settle(IEnumerable<SweepRecord> records)
    {
        if (records.Select(record => record.Facts).FirstOrDefault(facts => facts is not null) is { } facts)
        {
            var settled = RecordedSweep.Settle(facts, options, options.Folder!.Options.Given, out var differences);
            return differences.Count == 0 ? settled : throw options.Folder.Mismatch(string.Join("; ", differences));
        }

        var now = options.Folder?.Moment ?? connections[0].Session.UtcNow;
        return (options, new SweepTime(now, options.Time.ToRange(now), options.Time.IsAsked));
    }

    // Once for all tables and tenants.
    private async Task WarnOfTimeAsync(IReadOnlyList<TenantSweep> sweeps, SweepTime time)
    {
        var isOfTime = sweeps.Any(sweep =>
            sweep.Tables.Searched.Any(table => table.TimeColumn is not null && sweep.Indicators.Any(indicator => SweepPlanner.IsIn(indicator, table)))
        );
        if (!isOfTime || time.CutAt(connections[0].Session.UtcNow) is not { } cut)
        {
            return;
        }

        var kept = TimeRange.Moment(cut.Kept);
        await streams
            .WarnAsync(
                cut.IsWhole
                    ? $"The time range ends at {TimeRange.Moment(cut.Missing.End)}, but the services retain 30 days of data, from {kept} on: no table with a time "
                        + $"column is searched ({LookBack.ErrorId})."
                    : $"The time range starts at {TimeRange.Moment(cut.Missing.Start)}, but the services retain 30 days of data: rows before {kept} aren't "
                        + $"available, so the sweep isn't complete ({LookBack.ErrorId})."
            )
            .ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<TenantSweep>> PrepareAsync(
        IReadOnlyList<SweptIndicator> sought,
        SweepOptions settled,
        SweepTime time,
        IReadOnlyDictionary<MdeConnection, SweepRecord> records,
        CancellationToken token
    )
    {
        var preparation = new SweepPreparation(ledger, settled, time);
        var sweeps = new List<TenantSweep>();
        foreach (var connection in connections)
        {
            records.TryGetValue(connection, out var record);
            var report = _calls.Report(connection);
            if (await preparation.RunAsync(connection, sought, record, report, _calls.IsAlone, token).ConfigureAwait(false) is not { } sweep)
            {
                continue;
            }

            sweeps.Add(sweep);
            if (record is not null)
            {
                record.IsDetailed = settled.IsDetailed;
                record.Describe(
                    folder => RecordedSweep.Facts(Subject(connection), RecordedSweep.ListOf(sought), sought.Count, folder, settled, time, sweep.Tables),
                    sweep.Tables
                );
                await record.RetellAsync(report).ConfigureAwait(false);
            }
        }

        return sweeps;
    }

    private async Task SweepAsync(IReadOnlyList<TenantSweep> sweeps, SweepOptions settled, SweepSender sender, CancellationToken token)
    {
        // A tenant without a table of the sweep is a part of it, and a folder says so before another tenant's call may be the last.
        foreach (var sweep in sweeps.Where(sweep => sweep.Tables.Searched.Count == 0 && options.Folder is { Options.IsPreview: false }))
        {
            sweep.Record?.OpenNew();
        }

        var widening = new SweepWidening(_calls, sender, _planner, ledger);
        if (settled.Widens)
        {
            await widening.RunAsync(sweeps, token).ConfigureAwait(false);
        }

        var details = settled.IsDetailed ? new SweepDetails(sender, ledger) : null;
        await _calls.RunAsync([.. sweeps.SelectMany(sweep => Work(sweep, sender, details))], token).ConfigureAwait(false);
        foreach (var (record, connection) in sweeps.Where(sweep => sweep.Record is not null).Select(sweep => (sweep.Record!, sweep.Connection)))
        {
            await record.RetellLeftAsync(_calls.Report(connection)).ConfigureAwait(false);
            record.End();
        }

        await _calls.ReportNotRunAsync().ConfigureAwait(false);
        await streams
            .VerboseAsync(FormattableString.Invariant($"Queries: {_searches:N0} to search, {widening.Calls:N0} to widen, {details?.Calls ?? 0:N0} for rows."))
            .ConfigureAwait(false);
    }

    private IEnumerable<SweepWork> Work(TenantSweep sweep, SweepSender sender, SweepDetails? details)
    {
        var run = new StepRun(
            sweep,
            ledger,
            (table, query, output, report, split, stopping) =>
            {
                Interlocked.Increment(ref _searches);
                return sender.RunAsync(sweep.Connection, table, query, output, report, split, stopping);
            },
            (step, reader, report, stopping) => WriteAsync(sweep, details, step, reader, report, stopping)
        );
        return _planner
            .Plan(sweep.Indicators, sweep.Tables.Searched)
            .Select(step => new SweepWork(
                sweep.Connection,
                step.Name,
                (report, stopping) => run.RunAsync(step, report, stopping),
                failure => run.Fail(step, failure.What, failure)
            ));
    }

    private async Task WriteAsync(TenantSweep sweep, SweepDetails? details, SweepStep step, HitReader reader, IHuntingReport report, CancellationToken token)
    {
        if (reader.Hits.Count == 0)
        {
            return;
        }

        try
        {
            if (details is not null)
            {
                await details.RunAsync(sweep, step, reader, report, token).ConfigureAwait(false);
            }
        }
        finally
        {
            // Where they are written to files, they are there by now.
            if (sweep.Record is null && !token.IsCancellationRequested)
            {
                object[] hits = [.. reader.Hits];
                await streams.WriteManyAsync(hits, hits.Length).ConfigureAwait(false);
            }
        }
    }
}
