using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Running.Time;
using MdeHunting.Text;

namespace MdeHunting.Running.Windows;

/// <summary>The run of one query over windows of time, one after the other. What cannot be had of one window is told, and the others go on.</summary>
internal sealed class WindowedRun
{
    // Counts that fail for a reason that may pass; each may take as long as the service lets a query run.
    private const int MostCounts = 3;

    private readonly MdeConnection _connection;
    private readonly HuntingPlan _plan;
    private readonly IResultSink _output;
    private readonly SendingOptions _sending;
    private readonly IHuntingReport _report;
    private readonly ResultBuilder _result;
    private readonly ResponseCapacity _limits;
    private readonly WindowSizer _size;
    private readonly IReadOnlyList<TimeRange> _parts;
    private readonly SpannedSession _session;
    private readonly RowCounter _counter;
    private readonly MissingWindows _missing;
    private readonly WindowProgress _progress;
    private WindowQueue _windows = null!;
    private int _countsLeft;
    private int _tooLong;
    private Func<IEnumerable<TimeRange>> _notSent;

    /// <param name="connection">The connection to ask.</param>
    /// <param name="plan">The query and its time.</param>
    /// <param name="sending">How patiently each query is sent.</param>
    /// <param name="output">What becomes of the rows; made for this query.</param>
    /// <param name="report">What is reported meanwhile.</param>
    /// <param name="left">What is still to be asked of the time, the oldest first; null for all of it.</param>
    /// <param name="result">Where the responses are added up; null where nobody else looks at them.</param>
    public WindowedRun(
        MdeConnection connection,
        HuntingPlan plan,
        SendingOptions sending,
        IResultSink output,
        IHuntingReport report,
        IReadOnlyList<TimeRange>? left = null,
        ResultBuilder? result = null
    )
    {
        _connection = connection;
        _plan = plan;
        _sending = sending;
        _output = output;
        _report = report;
        _result = result ?? new ResultBuilder(connection, plan.Query);
        _limits = new ResponseCapacity(connection.Session.RowLimit, connection.Session.ByteLimit);
        _size = new WindowSizer(_limits);
        if (plan.Split.IsTooLong)
        {
            _size.LearnTooLong(new HuntingWindow(plan.Range));
        }

        var parts = left ?? [plan.Range];
        _parts = plan.NewestFirst ? [.. parts.Reverse()] : parts;
        _session = new SpannedSession(connection.Session, _result);
        _counter = new RowCounter(connection, _session, plan, sending, report, _result, _limits);
        _missing = new MissingWindows(plan, output, report, _result);
        _notSent = () => _parts;
        _progress = new WindowProgress(new TimeSpan(parts.Sum(part => part.Duration.Ticks)), connection.Session);
    }

    /// <summary>Runs the query.</summary>
    /// <param name="maxRows">After how many rows to stop, on purpose; null for never.</param>
    /// <param name="token">Ends the run.</param>
    /// <exception cref="MdeException">Nothing could be had, and the output was not completed; or the rest could not be had, and it was.</exception>
    public async Task RunAsync(int? maxRows, CancellationToken token)
    {
        foreach (var note in _plan.Notes)
        {
            _result.AddNote(note);
        }

        if (_plan.Forced is { } forced)
        {
            _result.AddNote(forced);
            await _report.WarnAsync(forced).ConfigureAwait(false);
        }

        MdeException? fatal;
        try
        {
            fatal = await RunAllAsync(maxRows, token).ConfigureAwait(false);
        }
        catch
        {
            // For who records the run, however it ended.
            foreach (var range in _notSent())
            {
                _missing.LeaveOut(range, "This time range wasn't queried, because the run ended before.");
            }

            if (_plan.Cut is { } beyond)
            {
                _result.AddMissing(beyond.ToMissingWindow());
            }

            throw;
        }

        if (_result.HasResponses && _plan.Cut is { } cut)
        {
            _result.AddMissing(cut.ToMissingWindow());
        }

        if (_result.HasResponses)
        {
            await _output.CompleteAsync(_result).ConfigureAwait(false);
            await RowsReport.TellAsync(_result, _connection, _plan.Range, _report).ConfigureAwait(false);
        }

        await _missing.ReportDeferredAsync().ConfigureAwait(false);
        if (fatal is not null)
        {
            throw fatal;
        }
    }

    private async Task<MdeException?> RunAllAsync(int? maxRows, CancellationToken token)
    {
        for (var i = 0; i < _parts.Count; i++)
        {
            _windows = new WindowQueue(_parts[i], _plan.Split.Step, _plan.NewestFirst, _size);
            _countsLeft = MostCounts;
            var later = _parts.Skip(i + 1);
            if (await RunPartAsync(maxRows, later, token).ConfigureAwait(false) is { } end)
            {
                return end.Failure;
            }
        }

        return null;
    }

    private async Task<RunEnd?> RunPartAsync(int? maxRows, IEnumerable<TimeRange> later, CancellationToken token)
    {
        while (_windows.Next() is { } window)
        {
            _notSent = () => later.Prepend(_windows.Rest(window));
            var left = maxRows - (int)_progress.Rows;
            if (left <= 0)
            {
                foreach (var rest in later.Prepend(_windows.Rest(window)))
                {
                    _missing.LeaveOut(rest, FormattableString.Invariant($"-MaxRows stopped the run after {maxRows} {(maxRows == 1 ? "row" : "rows")}."));
                }

                return new RunEnd(null);
            }

            await _progress.ShowAsync(_report, _windows, window, _result.Calls).ConfigureAwait(false);
            try
            {
                await RunWindowAsync(window, later, left, token).ConfigureAwait(false);
            }
            catch (MdeException e) when (e is not OutputException)
            {
                var mayGoOn = _missing.MayGoOnAfter(e);
                if (!mayGoOn && !_result.HasResponses && _result.IsComplete)
                {
                    throw;
                }

                foreach (var range in mayGoOn ? [window.Range] : later.Prepend(_windows.Rest(window)))
                {
                    await _missing.AddAsync(range, e).ConfigureAwait(false);
                    (_output as IWindowSink)?.Miss(range, e);
                }

                _progress.Done(window, rows: 0);
                if (!mayGoOn)
                {
                    return new RunEnd(e);
                }
            }
        }

        return null;
    }

    private async Task RunWindowAsync(HuntingWindow window, IEnumerable<TimeRange> later, int? maxRows, CancellationToken token)
    {
        var query = _plan.Over(window.Range);
        if (!await _report.ShouldProcessAsync(_plan.Shown(query), Purpose(window)).ConfigureAwait(false))
        {
            _missing.LeaveOut(window.Range, "It wasn't queried, because of -WhatIf or the answer to -Confirm.");
            _progress.Done(window, rows: 0);
            return;
        }

        var canDivide = _plan.Split.IsAuto && window.CanBeCut;
        var request = _plan.ToRequest(query) with
        {
            Timespan = _plan.Timespan(window.Range),
            MaxRows = maxRows,
            SetAsideFrom = canDivide && !(maxRows < _limits.Rows) ? _limits.Rows : null,
            Sending = _sending,
        };
        (_output as IWindowSink)?.Open(window.Range);
        _notSent = () => _windows.Left is { } left ? later.Prepend(left) : later;
        HuntingResponse response;
        try
        {
            response = await _session.HuntAsync(request, window.Range, _output, _report, token).ConfigureAwait(false);
        }
        catch (HuntingException e) when (canDivide && e.MayNarrow && MayShortenAfter(e))
        {
            await _report.VerboseAsync($"{window.Range} is too much at once: {e.Message}").ConfigureAwait(false);
            await DivideAsync(window, later, e.Failure, token).ConfigureAwait(false);
            return;
        }

        _tooLong = 0;
        _missing.Passed(response.RowCount);
        _result.Add(response, window.Range.Start, window.Range.End);
        _limits.Learn(response.RowCount, response.ContentBytes);
        if (response.RowCount >= request.SetAsideFrom)
        {
            await DivideAsync(window, later, HuntingFailure.ResultTruncated, token).ConfigureAwait(false);
        }
        else
        {
            await AddAsync(window, request, response).ConfigureAwait(false);
        }
    }

    private bool MayShortenAfter(HuntingException failure) =>
        failure.Failure == HuntingFailure.ResultTooLarge || _plan.Split.MostTooLong is not { } most || ++_tooLong < most;

    private async Task AddAsync(HuntingWindow window, HuntingRequest request, HuntingResponse response)
    {
        _size.Learn(window, response.RowCount);
        _progress.Done(window, response.RowsHandedOn);
        var fault = TruncationCheck.Fault(request, response.RowCount, _limits.Rows);
        var reason = TruncationCheck.LeftOut(request, response.RowCount, _limits.Rows);
        if (_output is IWindowSink kept)
        {
            await kept.CloseAsync(response, fault, reason).ConfigureAwait(false);
        }

        if (fault is not null)
        {
            await _missing.AddAsync(window.Range, fault).ConfigureAwait(false);
        }
        else if (reason is not null)
        {
            _missing.LeaveOut(window.Range, reason);
        }
    }

    private async Task DivideAsync(HuntingWindow window, IEnumerable<TimeRange> later, HuntingFailure cause, CancellationToken token)
    {
        _notSent = () => later.Prepend(_windows.Rest(window));
        var ranTooLong = cause is not (HuntingFailure.ResultTruncated or HuntingFailure.ResultTooLarge);
        if (cause is HuntingFailure.ResultTooLarge && _size.Expected(window) is { } expected)
        {
            _limits.LearnTooManyBytes(expected);
        }

        if (_countsLeft == 0 || !await TryCountAsync(window, cause, ranTooLong, token).ConfigureAwait(false))
        {
            _windows.Shorten(window, ranTooLong);
        }
    }

    // Once in a time of one piece, if the count succeeds, over all that is left of it; a query that ran too long may well count in time, since its rows need
    // not be made.
    private async Task<bool> TryCountAsync(HuntingWindow window, HuntingFailure cause, bool ranTooLong, CancellationToken token)
    {
        _countsLeft--;
        if (await _counter.CountAsync(_windows.Rest(window), token).ConfigureAwait(false) is not { } bins)
        {
            return false;
        }

        _countsLeft = 0;
        var counted = window.With(bins);

        // One row cannot be divided by, and whatever took so much was not the rows.
        if (counted.Counted < 2)
        {
            return false;
        }

        if (cause is HuntingFailure.ResultTooLarge)
        {
            _limits.LearnTooManyBytes(_size.Expected(counted)!.Value);
        }

        if (ranTooLong)
        {
            _size.LearnTooLong(counted);
        }
        else if (counted.Counted <= _size.Counted)
        {
            _size.LearnTooMany(counted);
        }

        _windows.Divide(window, bins);
        _progress.Expect(bins.Sum(bin => bin.Rows));
        return true;
    }

    private string Purpose(HuntingWindow window)
    {
        var purpose = $"Run the query on {TerminalSafeText.Line(_connection.Name)} from {window.Range}";
        return _plan.Split.IsAuto && !_result.HasResponses ? $"{purpose}; which windows follow, if any, depends on the response" : purpose;
    }

    // The run has come to its end before all windows were asked for: with a failure, or on purpose.
    private sealed record RunEnd(MdeException? Failure);
}
