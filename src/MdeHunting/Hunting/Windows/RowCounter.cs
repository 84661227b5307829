using MdeHunting.Connections;
using MdeHunting.Kql.Time;
using MdeHunting.Service;

namespace MdeHunting.Hunting.Windows;

/// <summary>Asks how a query's rows lie in time: once over all of it, and once more, finer, where the first count found more than one answer holds.</summary>
internal sealed class RowCounter(
    MdeConnection connection, HuntingPlan plan, ISignInPrompt prompt, IHuntingReport report, HuntingTally tally, WindowLimits limits)
{
    // Each is a condition of the second count's query.
    private const int MostHeavy = 100;

    /// <summary>Counts.</summary>
    /// <returns>The bins that have rows, the oldest first; empty where it cannot be told.</returns>
    public async Task<IReadOnlyList<TimeBin>> CountAsync(TimeRange range, CancellationToken token)
    {
        var width = RowCounts.Width(range, limits.Rows);
        var bins = await AskAsync(range, width, [], token).ConfigureAwait(false);
        var heavy = bins.Where(bin => bin.Rows > limits.WorthAsking).ToArray();
        if (heavy.Length is 0 or > MostHeavy || RowCounts.FineWidth(heavy, width, limits.Rows) is not { } fineWidth)
            return bins;

        var fine = await AskAsync(range, fineWidth, heavy, token).ConfigureAwait(false);
        return RowCounts.Refine(bins, heavy, fine);
    }

    private async Task<IReadOnlyList<TimeBin>> AskAsync(TimeRange range, TimeSpan width, IReadOnlyList<TimeBin> only, CancellationToken token)
    {
        var query = plan.Counting(range, width, only);
        await report.VerboseAsync($"The rows are counted, to divide the time by them:\n{query}").ConfigureAwait(false);
        var receiver = new CountReceiver();
        try
        {
            var answer = await connection.Session.HuntAsync(new HuntingRequest(query) { Timespan = range.ToIsoInterval() }, receiver, prompt, token).ConfigureAwait(false);
            tally.Add(answer with { RowsHandedOn = 0 }, range.Start, range.End);
            return receiver.Counts is { } counts && answer.RowCount < limits.Rows ? RowCounts.ToBins(counts, width, range) : [];
        }
        catch (HuntingException e)
        {
            await report.VerboseAsync($"The count failed, and the time is halved instead: {e.Message}").ConfigureAwait(false);
            return [];
        }
    }
}
