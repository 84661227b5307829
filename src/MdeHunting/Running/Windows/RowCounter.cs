using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Running.Time;

namespace MdeHunting.Running.Windows;

/// <summary>Asks how a query's rows lie in time: once over all of it, and again, finer, where a count found many.</summary>
internal sealed class RowCounter(
    MdeConnection connection,
    SpannedSession session,
    HuntingPlan plan,
    SendingOptions sending,
    IHuntingReport report,
    ResultBuilder result,
    ResponseCapacity limits
)
{
    // A second one is needed only where a response holds few rows, and so few bins.
    private const int MostFinerCounts = 2;

    /// <summary>Counts.</summary>
    /// <returns>The bins that have rows, the oldest first; empty where it cannot be told; null where it may be told another time.</returns>
    public async Task<IReadOnlyList<TimeBin>?> CountAsync(TimeRange range, CancellationToken token)
    {
        if (plan.Countable is null)
        {
            return [];
        }

        var width = RowCounts.Width(range, limits.Rows);
        var bins = await CountBinsAsync(range, width, [], token).ConfigureAwait(false);
        for (var i = 0; bins is not null && i < MostFinerCounts; i++)
        {
            var heavy = RowCounts.Heavy(bins, limits.WorthAsking);
            if (heavy.Count == 0 || RowCounts.FineWidth(heavy, width, limits.Rows) is not { } fineWidth)
            {
                break;
            }

            var fine = await CountBinsAsync(range, fineWidth, RowCounts.Times(heavy), token).ConfigureAwait(false);
            if (fine is null)
            {
                break;
            }

            bins = RowCounts.Refine(bins, heavy, fine);
            width = fineWidth;
        }

        return bins;
    }

    private async Task<IReadOnlyList<TimeBin>?> CountBinsAsync(TimeRange range, TimeSpan width, IReadOnlyList<TimeRange> only, CancellationToken token)
    {
        var query = plan.Counting(range, width, only);
        if (
            !await report
                .ShouldProcessAsync(plan.Shown(query), $"Count the rows on {connection.Name} from {range}, to plan the time windows")
                .ConfigureAwait(false)
        )
        {
            return [];
        }

        // A response at the limit may have been cut off, and tells nothing.
        var request = plan.ToRequest(query) with
        {
            Timespan = plan.Timespan(range),
            SetAsideFrom = limits.Rows,
            IsCount = true,
            Sending = sending,
        };
        var receiver = new CountReceiver();
        try
        {
            var response = await session.HuntAsync(request, range, receiver, report, token).ConfigureAwait(false);
            result.Add(response with { RowsHandedOn = 0 }, range.Start, range.End);
            return receiver.Counts is { } counts ? RowCounts.ToBins(counts, width, range) : [];
        }
        catch (HuntingException e)
        {
            await report.VerboseAsync($"The count failed, so the time range is halved instead: {e.Message}").ConfigureAwait(false);
            return e.MayRepeat ? null : [];
        }
    }
}
