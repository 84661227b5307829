using System.Globalization;
using System.Management.Automation;
using MdeHunting.Pipeline;

namespace MdeHunting.Reporting;

/// <summary>One line of progress for a connection: which query, and what it does or waits for.</summary>
/// <param name="streams">PowerShell's streams.</param>
/// <param name="place">The connection's place among those that are asked, from 0.</param>
/// <param name="activity">What stands at the beginning of the line.</param>
/// <param name="total">How many queries it is asked.</param>
internal sealed class ConnectionProgress(PipelineStreams streams, int place, string activity, int total)
{
    private const int FirstActivityId = 2;
    private const int NoActivityId = int.MaxValue;

    private int _begun;
    private bool _isShown;

    /// <summary>What is counted.</summary>
    public string Unit { get; init; } = "Query";

    /// <summary>How many calls a minute the tenant has, by which the time that is left is told; null to tell none.</summary>
    public double? CallsPerMinute { get; init; }

    /// <summary>A query of it begins.</summary>
    public async Task BeginAsync()
    {
        var begun = Interlocked.Increment(ref _begun);
        if (total > 1)
        {
            await ShowAsync(new HuntingProgress("running", (int)(100L * (begun - 1) / total), SecondsLeft(total - begun + 1))).ConfigureAwait(false);
        }
    }

    // By the quota alone: what fits into its next minute is there as soon as it responds.
    private int SecondsLeft(int calls) => CallsPerMinute is { } most && calls > most ? (int)Math.Ceiling(60 * ((calls / most) - 1)) : -1;

    /// <summary>Shows what it does.</summary>
    public Task ShowAsync(HuntingProgress progress)
    {
        _isShown = true;
        var status =
            total > 1
                ? string.Format(CultureInfo.InvariantCulture, "{3} {0:N0} of {1:N0}: {2}", Volatile.Read(ref _begun), total, progress.Status, Unit)
                : progress.Status;
        return streams.WriteProgressAsync(
            new ProgressRecord(FirstActivityId + place, activity, status)
            {
                PercentComplete = progress.PercentComplete,
                SecondsRemaining = progress.SecondsRemaining,
            }
        );
    }

    /// <summary>
    /// Shows what it will do for a while. PowerShell's console draws five times a second, and only when something is reported, so what follows another report
    /// at once would not be seen until the next one; the end of any activity, also of none, has it draw.
    /// </summary>
    public async Task ShowNowAsync(HuntingProgress progress)
    {
        await ShowAsync(progress).ConfigureAwait(false);
        await streams
            .WriteProgressAsync(new ProgressRecord(NoActivityId, activity, "Done") { RecordType = ProgressRecordType.Completed })
            .ConfigureAwait(false);
    }

    /// <summary>Takes the line away again; does nothing where the pipeline takes no more.</summary>
    public async Task CompleteAsync()
    {
        if (!_isShown)
        {
            return;
        }

        try
        {
            await streams
                .WriteProgressAsync(new ProgressRecord(FirstActivityId + place, activity, "Done") { RecordType = ProgressRecordType.Completed })
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopped: PowerShell clears its progress by itself.
        }
    }
}
