using MdeHunting.Connections;
using MdeHunting.Kql.Time;
using MdeHunting.Service;

namespace MdeHunting.Hunting.Windows;

/// <summary>The run of one query over windows of time, one after the other. What cannot be had of one window is told, and the others go on.</summary>
/// <param name="connection">The connection to ask.</param>
/// <param name="plan">The query and its time.</param>
/// <param name="output">What becomes of the rows; made for this query.</param>
/// <param name="prompt">How the session turns to the person.</param>
/// <param name="report">What is told meanwhile.</param>
internal sealed class WindowedRun(MdeConnection connection, HuntingPlan plan, IHuntingOutput output, ISignInPrompt prompt, IHuntingReport report)
{
    // When so many windows in a row cannot be had, it is not for them.
    private const int MostFailedInRow = 3;

    // One window of many must not be lost to a fault that passes.
    private const int Attempts = 3;

    private readonly WindowLimits _limits = new(connection.Session.RowLimit, connection.Session.ByteLimit);
    private readonly HuntingTally _tally = new(connection, plan.Query);
    private readonly List<MdeException> _deferred = [];
    private readonly WindowProgress _progress = new(plan.Range, connection.Session);
    private WindowPlan _windows = null!;
    private int _failedInRow;
    private bool _hasAsked;

    /// <summary>Runs the query.</summary>
    /// <param name="maxRows">After how many rows to stop, on purpose; null for never.</param>
    /// <param name="token">Ends the run.</param>
    /// <exception cref="MdeException">Nothing could be had, and the output was not completed; or the rest could not be had, and it was.</exception>
    public async Task RunAsync(int? maxRows, CancellationToken token)
    {
        _windows = new WindowPlan(plan.Range, plan.Split.Step, plan.NewestFirst, _limits);
        if (plan.Forced is { } forced)
        {
            _tally.AddNote(forced);
            await report.WarnAsync(forced).ConfigureAwait(false);
        }

        try
        {
            var fatal = await AskAllAsync(maxRows, token).ConfigureAwait(false);
            await FinishAsync(fatal).ConfigureAwait(false);
        }
        finally
        {
            await _progress.CompleteAsync(report).ConfigureAwait(false);
        }
    }

    private async Task<MdeException?> AskAllAsync(int? maxRows, CancellationToken token)
    {
        while (_windows.Next() is { } window)
        {
            var left = maxRows - (int)_progress.Rows;
            if (left <= 0)
            {
                var rest = Rest(window);
                _tally.AddMissing(new MdeMissingWindow(rest.Start, rest.End, null, $"-MaxRows stopped the run after {maxRows} rows, on purpose."));
                return null;
            }

            await _progress.ShowAsync(report, _windows, window, _tally.Calls).ConfigureAwait(false);
            try
            {
                await AskAsync(window, left, token).ConfigureAwait(false);
            }
            catch (HuntingException e) when (e.NarrowingMayHelp || (e.IsPassing && ++_failedInRow < MostFailedInRow))
            {
                await MissAsync(window.Range, e).ConfigureAwait(false);
            }
            catch (MdeException e) when (_tally.HasAnswers || !_tally.IsComplete)
            {
                await MissAsync(Rest(window), e).ConfigureAwait(false);
                return e;
            }
        }

        return null;
    }

    private async Task FinishAsync(MdeException? fatal)
    {
        if (_hasAsked)
        {
            await output.CompleteAsync(_tally).ConfigureAwait(false);
        }

        foreach (var error in _deferred)
        {
            await report.WriteErrorAsync(error).ConfigureAwait(false);
        }

        if (fatal is not null)
        {
            throw fatal;
        }
    }

    private async Task AskAsync(HuntingWindow window, int? maxRows, CancellationToken token)
    {
        var canDivide = plan.Split.IsAuto && window.CanBeHalved;
        if (canDivide && window.Expected >= _limits.Rows)
        {
            _windows.Shorten(window, ranTooLong: false);
            return;
        }

        var query = plan.Over(window.Range);
        if (!await report.ShouldAskAsync(query, Purpose(window)).ConfigureAwait(false))
        {
            _tally.AddMissing(new MdeMissingWindow(window.Range.Start, window.Range.End, null, "It was not asked for, on purpose."));
            return;
        }

        _hasAsked = true;
        var request = new HuntingRequest(query)
        {
            Timespan = window.Range.ToIsoInterval(),
            MaxRows = maxRows,
            SetAsideFrom = canDivide && !(maxRows < _limits.Rows) ? _limits.Rows : null,
            Attempts = Attempts,
        };
        HuntingAnswer answer;
        try
        {
            answer = await connection.Session.HuntAsync(request, output, prompt, token).ConfigureAwait(false);
        }
        catch (HuntingException e) when (canDivide && e.NarrowingMayHelp)
        {
            await report.VerboseAsync($"{window.Range} is too much at once: {e.Message}").ConfigureAwait(false);
            await DivideAsync(window, e.Failure, token).ConfigureAwait(false);
            return;
        }

        _failedInRow = 0;
        _tally.Add(answer, window.Range.Start, window.Range.End);
        _limits.Learn(answer.RowCount, answer.ContentBytes);
        if (answer.RowCount >= request.SetAsideFrom)
        {
            await DivideAsync(window, HuntingFailure.ResultTruncated, token).ConfigureAwait(false);
            return;
        }

        _windows.Done(window, answer.RowCount);
        _progress.Done(window, answer);
        if (Completeness.Fault(request, answer.RowCount, _limits.Rows) is { } fault)
            await MissAsync(window.Range, fault).ConfigureAwait(false);
        else if (Completeness.LeftOut(request, answer.RowCount, _limits.Rows) is { } reason)
            _tally.AddMissing(new MdeMissingWindow(window.Range.Start, window.Range.End, null, reason));
    }

    // A query that ran too long would most likely count too long as well.
    private async Task DivideAsync(HuntingWindow window, HuntingFailure cause, CancellationToken token)
    {
        var isOfSize = cause is HuntingFailure.ResultTruncated or HuntingFailure.ResultTooLarge;
        var bins = isOfSize && window.MayCount && plan.Countable is not null
            ? await new RowCounter(connection, plan, prompt, report, _tally, _limits).CountAsync(window.Range, token).ConfigureAwait(false)
            : [];
        var rows = bins.Sum(bin => bin.Rows);
        if (cause is HuntingFailure.ResultTooLarge)
            _limits.LearnTooManyBytes(window.Expected ?? rows);
        if (bins.Count < 2 || rows <= _limits.WorthAsking)
        {
            _windows.Shorten(window, ranTooLong: !isOfSize);
            return;
        }

        _progress.Expect(rows);
        _windows.Divide(window, bins);
    }

    private async Task MissAsync(TimeRange range, MdeException cause)
    {
        var failure = new HuntingException(HuntingFailure.WindowIncomplete, $"Rows are missing from {range}: {cause.What}", NextStep(range, cause), cause)
        {
            Target = plan.Query,
            ServiceCode = cause.ServiceCode,
            ServiceMessage = cause.ServiceMessage,
            RequestId = cause.RequestId,
        };
        _tally.AddMissing(new MdeMissingWindow(range.Start, range.End, failure.ErrorId, cause.What));
        if (output.IsImmediate)
            await report.WriteErrorAsync(failure).ConfigureAwait(false);
        else
            _deferred.Add(failure);
    }

    private string NextStep(TimeRange range, MdeException cause)
    {
        var again = $"Ask for this time again with -StartTime '{TimeRange.Moment(range.Start)}' -EndTime '{TimeRange.Moment(range.End)}'";
        if (cause is not HuntingException { NarrowingMayHelp: true } and not HuntingException { Failure: HuntingFailure.ResultTruncated })
            return $"{again}; the other times are not affected.";
        return plan.Split.IsAuto
            ? "That is as short as a window can be: filter the query further, and ask for that time by itself."
            : $"{again} and -Split Auto, or run the whole with shorter windows; the other times are not affected.";
    }

    // A window and all after it, which are of one piece whichever end the run began at.
    private TimeRange Rest(HuntingWindow window) => _windows.Left is { } left
        ? new TimeRange(left.Start < window.Range.Start ? left.Start : window.Range.Start, left.End > window.Range.End ? left.End : window.Range.End)
        : window.Range;

    private string Purpose(HuntingWindow window)
    {
        var purpose = $"Ask {connection.Name} from {window.Range}";
        return plan.Split.IsAuto && !_tally.HasAnswers ? $"{purpose}; which windows follow, if any, depends on the answer" : purpose;
    }
}
