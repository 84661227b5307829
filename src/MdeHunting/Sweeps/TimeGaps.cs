using MdeHunting.Reporting;

namespace MdeHunting.Sweeps;

/// <summary>
/// Collects the times of which a query that is divided has no rows: a burst of rows that are too large is missing in many short windows, which are one failure.
/// </summary>
/// <param name="inner">Where the rest is reported.</param>
internal sealed class TimeGaps(IHuntingReport inner) : ForwardedReport(inner)
{
    private readonly List<HuntingException> _failures = [];

    /// <summary>Whether the query, or a window of it, was not to be run.</summary>
    public bool IsDeclined { get; private set; }

    /// <summary>Whether the rows of one of the times may be had when they are asked for again.</summary>
    public bool MayPass => _failures.Exists(static gap => gap.InnerException is not HuntingException cause || !IsCut(cause));

    /// <summary>Whether there are more rows than the service returns, now and later.</summary>
    public static bool IsCut(HuntingException failure) =>
        failure.Failure is HuntingFailure.ResultTruncated or HuntingFailure.ResultTooLarge or HuntingFailure.AnswerTooLarge;

    /// <inheritdoc/>
    public override async Task<bool> ShouldProcessAsync(string query, string purpose)
    {
        var isWanted = await base.ShouldProcessAsync(query, purpose).ConfigureAwait(false);
        IsDeclined |= !isWanted;
        return isWanted;
    }

    /// <inheritdoc/>
    public override Task WriteErrorAsync(MdeException failure)
    {
        if (failure is not HuntingException { Failure: HuntingFailure.WindowIncomplete } gap)
        {
            return base.WriteErrorAsync(failure);
        }

        _failures.Add(gap);
        return Task.CompletedTask;
    }

    /// <summary>The failure; null where no time is missing.</summary>
    /// <param name="table">The table.</param>
    /// <param name="consequence">What that means for the hits.</param>
    public HuntingException? ToFailure(string table, string consequence) =>
        _failures.Count == 0
            ? null
            : new HuntingException(
                HuntingFailure.WindowIncomplete,
                _failures[0].What + More(_failures.Count - 1),
                $"{consequence} Search for fewer indicators, or for a shorter time range.",
                _failures[0].InnerException
            )
            {
                Target = table,
                RequestId = _failures[0].RequestId,
            };

    /// <summary>What is said of so many more.</summary>
    public static string More(int count) =>
        count == 0 ? string.Empty : FormattableString.Invariant($" The same applies to {count:N0} more time {(count == 1 ? "range" : "ranges")}.");
}
