using System.Text;
using System.Text.RegularExpressions;
using MdeHunting.Contract;
using MdeHunting.Indicators;
using MdeHunting.Reporting;
using MdeHunting.Running.Time;
using MdeHunting.Running.Windows;

namespace MdeHunting.Sweeps;

/// <summary>
/// Makes one call of a sweep, and notes in the ledger what came of it. What the service refuses for its length or cost is halved until it passes, or there is
/// nothing left to halve; what is more than it returns, or takes too long, is then divided by time.
/// </summary>
/// <param name="sweep">The tenant.</param>
/// <param name="ledger">The ledger.</param>
/// <param name="run">Runs a query of a table, and gives the time that it was bounded to begin with, where that is later than what was asked for.</param>
/// <param name="write">Takes the hits.</param>
internal sealed class StepRun(
    TenantSweep sweep,
    SweepLedger ledger,
    Func<SweptTable, string, SweepOutput, IHuntingReport, Split, CancellationToken, Task<DateTime?>> run,
    Func<SweepStep, HitReader, IHuntingReport, CancellationToken, Task> write
)
{
    // How a service says that a text is too long or too complex is documented nowhere; Kusto speaks of these.
    private static readonly Regex OfSize = new(
        @"\b(too (long|large|big|complex|many|deep)|complexity|length|size|exceed(s|ed)?|recursion|depth|stack|limit)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    );

    // A refusal in other words may still be one of size, where the text is long.
    private const int SuspectBytes = 32 * 1024;

    /// <summary>Makes the call, unless its outcome is recorded.</summary>
    /// <param name="step">What is asked.</param>
    /// <param name="report">What is reported meanwhile.</param>
    /// <param name="token">Ends it.</param>
    public async Task RunAsync(SweepStep step, IHuntingReport report, CancellationToken token)
    {
        var left = new Stack<SweepStep>([step]);
        var isChecked = false;
        while (left.Count > 0)
        {
            var next = left.Pop();
            if (next.Live is null && sweep.Record?.FindTable(next) is { } live)
            {
                Adapt(next, live, left);
                continue;
            }

            if (sweep.Record?.Find(next) is { MayPass: false } known)
            {
                await RetellAsync(next, known, report, token).ConfigureAwait(false);
                continue;
            }

            if (sweep.WhyNot(next.Table) is { } reason)
            {
                Leave(next, new StepOutcome(SearchState.Failed, reason));
                continue;
            }

            var query = next.Write();
            var bytes = Encoding.UTF8.GetByteCount(query);
            var isTooLong = !sweep.Connection.Sizes.MayPass(bytes) || sweep.Record?.HasHalves(next) == true;
            if (isTooLong && Halve(next, left))
            {
                continue;
            }

            var output = new SweepOutput(() => sweep.Record?.Open());
            var gaps = new TimeGaps(report);
            try
            {
                var since = await run(next.Table, query, output, gaps, next.Split, token).ConfigureAwait(false);
                if (output.Result is null)
                {
                    Fail(next, "It wasn't run, because of -WhatIf or the answer to -Confirm.");
                    continue;
                }

                sweep.Connection.Sizes.Pass(bytes);
                var missing = FailureOf(gaps, next);
                await TakeAsync(next, output, since, missing, gaps.MayPass, report, token).ConfigureAwait(false);
                if (missing is not null)
                {
                    await report.WriteErrorAsync(missing).ConfigureAwait(false);
                }
            }
            catch (HuntingException e) when (e.Failure == HuntingFailure.QueryRefused && !isChecked)
            {
                isChecked = true;
                if (await CheckAsync(next, left, report, token).ConfigureAwait(false))
                {
                    continue;
                }

                await FailAsync(next, bytes, left, output, e, gaps, token).ConfigureAwait(false);
            }
            catch (HuntingException e) when (e.IsOfQuery)
            {
                await FailAsync(next, bytes, left, output, e, gaps, token).ConfigureAwait(false);
            }
            catch (SignInException e) when (e.MayPass)
            {
                Fail(next, e.What, e);
                await report.WriteErrorAsync(e).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A call was not made, or not all of it.</summary>
    /// <param name="step">The call.</param>
    /// <param name="reason">Why.</param>
    /// <param name="failure">The failure, where it is its own.</param>
    public void Fail(SweepStep step, string reason, MdeException? failure = null)
    {
        // Where a part of it is there from before, that is what is known.
        sweep.Record?.Find(step)?.Note(ledger, sweep, step);
        ledger.Fail(sweep.Connection, step.Indicators, StepOutcome.Search(step, SearchState.Failed, reason));
        sweep.Record?.Miss(step.Key, failure, reason);
    }

    // A refusal may be of a table or a column that the tenant does not have.
    private async Task<bool> CheckAsync(SweepStep step, Stack<SweepStep> left, IHuntingReport report, CancellationToken token)
    {
        var live = await sweep.Connection.Schema.ReadTableAsync(step.Table.Name, sweep.Sending, report, token).ConfigureAwait(false);
        if (live is null)
        {
            var notThere = new StepOutcome(
                SearchState.NotThere,
                "The account can't query the table: the product that fills it isn't deployed, or a role is missing."
            );
            foreach (var one in left.Append(step))
            {
                Leave(one, notThere);
            }

            left.Clear();
            return true;
        }

        var table = IndicatorColumns.Bundled.Of(live);
        if (
            table is not null
            && table.Columns.SequenceEqual(step.Table.Columns)
            && table.Device?.ToString() == step.Table.Device?.ToString()
            && table.Account?.ToString() == step.Table.Account?.ToString()
        )
        {
            return false;
        }

        sweep.Record?.SaveTable(step, live);
        Adapt(step, live, left);
        return true;
    }

    // Nothing is to be had of it, now or later.
    private void Leave(SweepStep step, StepOutcome outcome)
    {
        sweep.Record?.Save(step, outcome);
        outcome.Note(ledger, sweep, step);
    }

    private static HuntingException? FailureOf(TimeGaps gaps, SweepStep step) =>
        gaps.ToFailure(step.Table.Name, "The hits and their counts are those of the other time ranges.");

    private void Adapt(SweepStep step, KnownTable live, Stack<SweepStep> left)
    {
        if (StepOutcome.Adapt(step, live, ledger, sweep.Connection) is { } possible)
        {
            left.Push(possible);
        }
    }

    private async Task FailAsync(
        SweepStep step,
        int bytes,
        Stack<SweepStep> left,
        SweepOutput output,
        HuntingException failure,
        TimeGaps report,
        CancellationToken token
    )
    {
        var isRefused = failure.Failure == HuntingFailure.QueryRefused;
        var isOfSize = isRefused && OfSize.IsMatch(failure.ServiceMessage ?? failure.What);
        if (isOfSize)
        {
            sweep.Connection.Sizes.Refuse(bytes);
        }

        var isCut = TimeGaps.IsCut(failure);
        var mayHelp = isOfSize || (isRefused && bytes > SuspectBytes) || failure.MayNarrow || isCut;
        if (mayHelp && Halve(step, left))
        {
            await report.VerboseAsync($"{step.Table.Name} is queried again in halves: {failure.What}").ConfigureAwait(false);
            return;
        }

        if ((isCut || failure.MayNarrow) && step.CanBeDivided)
        {
            await report.VerboseAsync($"{step.Table.Name} is queried again in shorter time ranges: {failure.What}").ConfigureAwait(false);
            left.Push(step with { Split = isCut ? SweepSender.OfCounts : SweepSender.OfLongCounts });
            return;
        }

        // Where nothing was had at any time, there is nothing to say of the times.
        var told = output.Result is null ? failure : FailureOf(report, step) ?? failure;
        if (output.Result is not null)
        {
            await TakeAsync(step, output, null, told, !isCut || report.MayPass, report, token).ConfigureAwait(false);
        }
        else
        {
            Fail(step, told.What, told);
        }

        await report.WriteErrorAsync(told).ConfigureAwait(false);
    }

    private static bool Halve(SweepStep step, Stack<SweepStep> left)
    {
        if (step.Halved() is not { First: var first, Second: var second })
        {
            return false;
        }

        left.Push(second);
        left.Push(first);
        return true;
    }

    private async Task TakeAsync(
        SweepStep step,
        SweepOutput output,
        DateTime? since,
        MdeException? fault,
        bool mayPass,
        IHuntingReport report,
        CancellationToken token
    )
    {
        var reader = new HitReader(sweep.Connection, step.Table, step.Indicators);
        foreach (var row in output.Rows)
        {
            reader.Read(row);
        }

        var gaps = output.Result!.Missing.Where(one => step.Table.TimeColumn is not null || one.ErrorId != LookBack.ErrorId).ToList();
        var missing = fault?.What ?? gaps.FirstOrDefault()?.Reason;
        var cut = fault is null && gaps.TrueForAll(one => one.ErrorId == LookBack.ErrorId) ? gaps.Max(one => one.EndTime) : null;
        var isNone = cut >= sweep.Time.Range.End;
        var outcome = new StepOutcome(
            missing is null ? SearchState.Whole
                : isNone ? SearchState.Failed
                : SearchState.Part,
            missing
        )
        {
            ErrorId = fault?.ErrorId,
            MayPass = mayPass,
            Since = isNone ? null : cut ?? since,
            IsCut = cut is not null && !isNone,
            MissingHashes = reader.MissingHashes,
            Found = reader.Hits.GroupBy(hit => StepOutcome.KeyOf(hit.Indicator)).ToDictionary(hits => hits.Key, hits => hits.Count()),
            Grades = reader
                .Hits.GroupBy(hit => StepOutcome.KeyOf(hit.Indicator))
                .ToDictionary(hits => hits.Key, hits => GradeOrder.Best(hits.Select(hit => hit.Match))),
        };
        foreach (var hit in reader.Hits.Where(_ => missing is not null))
        {
            hit.Miss(missing!);
        }

        if (sweep.Record is { } record)
        {
            await record.SaveAsync(step, outcome, reader, output.Response).ConfigureAwait(false);
        }

        outcome.Note(ledger, sweep, step);
        await write(step, reader, report, token).ConfigureAwait(false);
    }

    // Of a sweep that is resumed: what is in its folder is as good as a response, but for rows of hits that are still to be had.
    private async Task RetellAsync(SweepStep step, StepOutcome known, IHuntingReport report, CancellationToken token)
    {
        known.Note(ledger, sweep, step);
        var reader = new HitReader(sweep.Connection, step.Table, step.Indicators);
        foreach (var (place, value) in known.Values)
        {
            reader.Read(new CountedValue(FormattableString.Invariant($"{place}"), value, 0, null, null));
        }

        await write(step, reader, report, token).ConfigureAwait(false);
    }
}
