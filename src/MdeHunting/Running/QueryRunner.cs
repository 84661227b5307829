using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Kql.Writing;
using MdeHunting.Parameters;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Running.Time;
using MdeHunting.Running.Windows;

namespace MdeHunting.Running;

/// <summary>Runs the queries of one command: as one request, or over windows of time.</summary>
/// <param name="options">How they are run.</param>
/// <param name="moment">The moment of the command (UTC); null for that of its first query.</param>
internal sealed class QueryRunner(RunOptions options, DateTime? moment = null)
{
    private readonly LookBackWarning _lookBack = new();
    private readonly object _gate = new();

    private DateTime? _now = moment;

    /// <summary>Runs a query.</summary>
    /// <exception cref="MdeException">It failed, or rows are missing.</exception>
    public async Task RunAsync(MdeConnection connection, ComposedQuery query, IResultSink output, IHuntingReport report, CancellationToken token)
    {
        if (output is not FolderOutput folder)
        {
            await RunAsync(connection, query, options, null, output, report, token).ConfigureAwait(false);
            return;
        }

        var recorded = await folder.FindAsync(query.Shown(query.Text), options, report, token).ConfigureAwait(false);
        if (recorded is { Left.Count: 0 })
        {
            await report.VerboseAsync("All of the query's rows are in the folder.").ConfigureAwait(false);
            return;
        }

        try
        {
            await RunAsync(connection, query, recorded?.Options ?? options, recorded, folder, report, token).ConfigureAwait(false);
        }
        catch (MdeException e)
        {
            folder.End(e);
            throw;
        }
    }

    private async Task RunAsync(
        MdeConnection connection,
        ComposedQuery query,
        RunOptions asked,
        RecordedQuery? recorded,
        IResultSink output,
        IHuntingReport report,
        CancellationToken token
    )
    {
        var result = new ResultBuilder(connection, query.Given) { HashesContent = options.HashesContent };
        if (options.Evidence?.Begin(connection, query.Given) is not { } evidence)
        {
            await RunAsync(connection, query, asked, recorded, output, report, result, token).ConfigureAwait(false);
            return;
        }

        evidence.Range = () => result.Range;
        evidence.Split = asked.Split.Shown;
        try
        {
            await RunAsync(connection.With(evidence.Session), query, asked, recorded, output, report, result, token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not EvidenceException)
        {
            evidence.End(result, e);
            throw;
        }

        evidence.End(result, null);
    }

    private async Task RunAsync(
        MdeConnection connection,
        ComposedQuery query,
        RunOptions asked,
        RecordedQuery? recorded,
        IResultSink output,
        IHuntingReport report,
        ResultBuilder result,
        CancellationToken token
    )
    {
        var clock = connection.Session.UtcNow;
        var now = recorded?.Now ?? NowOf(clock);
        var judged = clock - now < asked.Slack ? now : clock;
        var run = new HuntingRun(connection, output, report, result);
        if (!asked.Time.IsAsked && !asked.Split.IsOn)
        {
            var text = asked.KeepsMoment || output is FolderOutput ? BoundedQuery.AtMoment(query.Text, now) : query.Text;
            var own = new OwnTime(text, judged);
            var cut = own.Cut;
            if (cut is not null && !options.IsLookBackTold)
            {
                await _lookBack.ReportAsync(cut, report).ConfigureAwait(false);
            }

            (output as FolderOutput)?.Describe(asked, now, null, cut?.Missing);
            string[] notes = !output.IsImmediate && own.Note is { } note ? [note] : [];
            await run.RunAsync(
                    query.Given,
                    query.ToRequest(text) with
                    {
                        Timespan = cut?.Timespan,
                        MaxRows = asked.MaxRows,
                        Sending = asked.Sending,
                    },
                    null,
                    cut,
                    notes,
                    token
                )
                .ConfigureAwait(false);
            return;
        }

        var range = asked.Time.ToRange(now);
        result.Range = range;
        TimeRange[] left = recorded is null ? [range] : [.. recorded.Left.OfType<TimeRange>()];
        var plan = HuntingPlan.Of(
            query,
            range,
            asked.Split,
            asked.Force,
            now,
            new TimeRange(left[0].Start, left[left.Length - 1].End),
            judged,
            takesTimespan: connection.Session.Api == MdeApi.Graph,
            keepsMoment: asked.KeepsMoment || output is FolderOutput
        );
        await ReportAsync(plan, report).ConfigureAwait(false);
        (output as FolderOutput)?.Describe(asked, now, range, plan.Cut?.Missing);
        if (asked.Split.IsOn)
        {
            await new WindowedRun(connection, plan, asked.Sending, output, report, left, result).RunAsync(asked.MaxRows, token).ConfigureAwait(false);
            return;
        }

        var request = plan.ToRequest(plan.Over(range)) with { Timespan = plan.Timespan(range), MaxRows = asked.MaxRows, Sending = asked.Sending };
        await run.RunAsync(query.Given, request, range, plan.Cut, plan.Notes, token).ConfigureAwait(false);
    }

    // The queries and tenants of one command are asked of one time, so that they can be compared.
    private DateTime NowOf(DateTime clock)
    {
        lock (_gate)
        {
            return _now ??= clock;
        }
    }

    private async Task ReportAsync(HuntingPlan plan, IHuntingReport report)
    {
        foreach (var note in options.Time.Notes())
        {
            await report.VerboseAsync(note).ConfigureAwait(false);
        }

        await report.VerboseAsync($"Time range: {plan.Range} (the end is exclusive).").ConfigureAwait(false);
        foreach (var table in plan.Untimed)
        {
            await report.VerboseAsync($"{table} has no time column, so it isn't filtered by time.").ConfigureAwait(false);
        }

        foreach (var note in plan.Notes)
        {
            await report.VerboseAsync(note).ConfigureAwait(false);
        }

        if (plan.Cut is { } cut && !options.IsLookBackTold)
        {
            await _lookBack.ReportAsync(cut, report).ConfigureAwait(false);
        }
    }
}

/// <summary>Warns once in a pipeline that a query asks for more than the services keep, however many queries and tenants do.</summary>
internal sealed class LookBackWarning
{
    private int _isTold;

    /// <summary>Warns, unless that has been done.</summary>
    public Task ReportAsync(LookBack cut, IMessageSink messages) =>
        Interlocked.Exchange(ref _isTold, 1) != 0
            ? Task.CompletedTask
            : messages.WarnAsync(
                (
                    cut.IsWhole
                        ? $"The query's time range ends at {TimeRange.Moment(cut.Missing.End)}"
                        : $"The query's time range starts at {TimeRange.Moment(cut.Missing.Start)}"
                )
                    + $", but the services retain 30 days of data: rows before {TimeRange.Moment(cut.Kept)} aren't available, so the result isn't complete "
                    + $"({LookBack.ErrorId})."
            );
}
