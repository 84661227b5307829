using MdeHunting.Kql.Time;
using MdeHunting.Reporting;
using MdeHunting.Results;

namespace MdeHunting.Running.Windows;

/// <summary>Tells of the windows whose rows could not be had, or not all of them, and judges whether the others may yet be.</summary>
/// <param name="plan">The query and its time.</param>
/// <param name="output">What becomes of the rows.</param>
/// <param name="report">Where it is told: at once where rows are given at once, else after them.</param>
/// <param name="result">Where it is noted.</param>
internal sealed class MissingWindows(HuntingPlan plan, IResultSink output, IHuntingReport report, ResultBuilder result)
{
    // When so many windows in a row cannot be had, it is not for them.
    private const int MostFailedInRow = 3;

    // A burst can be too large in every shortest window of it, but hardly for ten seconds; a query whose every response is too large would go on for as long as
    // there is time.
    private const int MostTooLargeInRow = 100;

    private readonly List<MdeException> _deferred = [];
    private int _failedInRow;
    private bool _isTooLarge;
    private int _tooLarge;

    /// <summary>A window was answered.</summary>
    /// <param name="rows">How many rows it has: that one without any passes says nothing of those with rows that are too large.</param>
    public void Passed(int rows)
    {
        if (rows > 0 || !_isTooLarge)
        {
            _failedInRow = 0;
        }
    }

    /// <summary>A window failed.</summary>
    /// <returns>Whether the next one is worth asking for.</returns>
    public bool MayGoOnAfter(MdeException failure)
    {
        if (failure is not (HuntingException { MayNarrow: true } or HuntingException { MayRepeat: true } or SignInException { MayPass: true }))
        {
            return false;
        }

        _failedInRow++;
        _isTooLarge = failure is HuntingException { Failure: HuntingFailure.ResultTooLarge };
        return failure switch
        {
            HuntingException { Failure: HuntingFailure.ResultTooLarge } => _failedInRow < MostTooLargeInRow
                && ++_tooLarge < (plan.Split.MostTooLarge ?? int.MaxValue),
            HuntingException { MayNarrow: true, MayReconnect: false, MayWaitOut: false } when !plan.Split.IsAuto => true,
            _ => _failedInRow < MostFailedInRow,
        };
    }

    /// <summary>Tells that rows are missing.</summary>
    public async Task AddAsync(TimeRange range, MdeException cause)
    {
        var failure = new HuntingException(HuntingFailure.WindowIncomplete, $"Rows are missing from {range}: {cause.What}", NextStep(range, cause), cause)
        {
            Target = plan.Query,
            ServiceCode = cause.GetServiceCode(),
            ServiceMessage = cause.GetServiceMessage(),
            RequestId = cause.GetRequestId(),
        };
        result.AddMissing(new MdeMissingWindow(range.Start, range.End, failure.ErrorId, cause.What));
        if (output.IsImmediate)
        {
            await report.WriteErrorAsync(failure).ConfigureAwait(false);
        }
        else
        {
            _deferred.Add(failure);
        }
    }

    /// <summary>Notes that rows are left out on purpose.</summary>
    public void LeaveOut(TimeRange range, string reason) => result.AddMissing(new MdeMissingWindow(range.Start, range.End, null, reason));

    /// <summary>Tells what was kept back until the rows were given.</summary>
    public async Task ReportDeferredAsync()
    {
        foreach (var failure in _deferred)
        {
            await report.WriteErrorAsync(failure).ConfigureAwait(false);
        }
    }

    private string NextStep(TimeRange range, MdeException cause)
    {
        var again = $"Run the query for this time range again with -StartTime '{TimeRange.Moment(range.Start)}' -EndTime '{TimeRange.Moment(range.End)}'";
        if (cause is not HuntingException { MayNarrow: true } and not HuntingException { Failure: HuntingFailure.ResultTruncated })
        {
            return $"{again}; other time ranges aren't affected.";
        }

        if (!HuntingWindow.IsDivisible(range))
        {
            return "The time window can't be divided any further. Add filters to the query, and run it for that time range alone.";
        }

        return plan.Split.IsAuto
            ? $"Add filters to the query. {again}; other time ranges aren't affected."
            : $"{again} and -Split Auto, or run the whole query with shorter windows; other time ranges aren't affected.";
    }
}
