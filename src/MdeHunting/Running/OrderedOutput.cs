using MdeHunting.Pipeline;
using MdeHunting.Reporting;

namespace MdeHunting.Running;

/// <summary>The order in which the jobs of a batch write what they have, and what is told where one that is slow keeps others from it.</summary>
/// <param name="queue">The jobs.</param>
/// <param name="turns">Whose turn it is.</param>
/// <param name="subjectOf">What a job is about.</param>
/// <param name="streams">PowerShell's streams.</param>
internal sealed class OrderedOutput(JobQueue queue, OutputSequencer turns, Func<QueryJob, JobSubject> subjectOf, PipelineStreams streams)
{
    // No shorter wait is worth a word; after a long one somebody may want another order.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private const string Advice = "With -Unordered, responses are returned as they arrive.";

    /// <summary>Ends when it is the job's turn; told meanwhile is whose it is.</summary>
    /// <param name="job">The job.</param>
    /// <param name="progress">The line of its connection.</param>
    /// <param name="token">Gives up.</param>
    public async Task WaitAsync(RunningJob job, ConnectionProgress progress, CancellationToken token)
    {
        var turn = turns.WaitAsync(job.Number, token);
        if (!turn.IsCompleted)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(token);
            var telling = TellAsync(job, progress, over.Token);
            await Task.WhenAny(turn, telling).ConfigureAwait(false);
            over.Cancel();
            if (await telling.ConfigureAwait(false) && !token.IsCancellationRequested)
            {
                await progress.ShowAsync(new HuntingProgress("returning rows", -1, -1)).ConfigureAwait(false);
            }
        }

        await turn.ConfigureAwait(false);
    }

    // Gives whether anything was told.
    private async Task<bool> TellAsync(RunningJob job, ConnectionProgress progress, CancellationToken token)
    {
        var isTold = false;
        try
        {
            while (!token.IsCancellationRequested)
            {
                await job.Job.Connection.Session.PauseAsync(Pause, token).ConfigureAwait(false);
                if (queue.First is { } first && first.Number < job.Number)
                {
                    isTold = true;
                    await TellAsync(first, progress).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Its turn has come, or nobody waits any more.
        }

        return isTold;
    }

    private async Task TellAsync(RunningJob first, ConnectionProgress progress)
    {
        var (wait, heardAt) = first.Read();
        var label = subjectOf(first.Job).Label ?? FormattableString.Invariant($"query {first.Job.Query.Number:N0}");
        var why = wait is { } known ? $": {known.Why}" : ".";
        await progress.ShowAsync(new HuntingProgress($"waiting for the response of {label}, which comes first{why}", -1, -1)).ConfigureAwait(false);
        if (first.TellsOnce())
        {
            await streams
                .VerboseAsync($"{Others(turns.Blocked)} for that of {label}, which comes first in the order of the queries{why} {Advice}")
                .ConfigureAwait(false);
        }

        // What is waited for has its own warning.
        var silence = first.Job.Connection.Session.UtcNow - heardAt;
        if (wait is null && silence >= Long && first.Lane.WarnsOnce())
        {
            var seconds = FormattableString.Invariant($"{silence.TotalSeconds:0} seconds");
            await streams
                .WarnAsync($"{label} hasn't responded for {seconds}, and comes first in the order of the queries: {Others(turns.Blocked)} for it. {Advice}")
                .ConfigureAwait(false);
        }
    }

    private static string Others(int count) =>
        FormattableString.Invariant($"{count:N0} {(count == 1 ? "response of another query waits" : "responses of other queries wait")}");
}
