using System.Collections.Concurrent;
using MdeHunting.Connections;
using MdeHunting.Pipeline;
using MdeHunting.Schema;
using MdeHunting.Service;

namespace MdeHunting.Hunting.Rounds;

/// <summary>
/// Asks each query of each connection, so many at once. What one cannot have is an error with its name, and the others go on. Rows of a round come in order; those of
/// rounds whose turn has not come wait as the answer that they came in.
/// </summary>
/// <param name="connections">The connections.</param>
/// <param name="options">How each query is asked.</param>
/// <param name="arrangement">How the rounds stand to each other.</param>
/// <param name="streams">PowerShell's streams.</param>
internal sealed class HuntingRounds(IReadOnlyList<MdeConnection> connections, HuntingOptions options, RoundArrangement arrangement, PipelineStreams streams)
{
    private readonly ConcurrentDictionary<MdeConnection, int> _notAsked = new();

    /// <summary>Asks them.</summary>
    /// <exception cref="HuntingException">The time that was asked for makes no sense, so that none can be asked.</exception>
    /// <exception cref="ConnectionException">The only connection is closed.</exception>
    public async Task RunAsync(IReadOnlyList<PendingQuery> queries, CancellationToken token)
    {
        HuntingRound[] rounds = [.. queries.SelectMany(query => connections.Select(connection => (query, connection))).Select((round, number) => new HuntingRound(number, round.connection, round.query))];
        if (rounds.Length == 0)
        {
            return;
        }

        var progress = connections.Select((connection, place) => (connection, line: new TenantProgress(streams, place, IsAlone ? "Hunting" : $"Hunting in {connection.Name}", queries.Count)))
            .ToDictionary(c => c.connection, c => c.line);
        var turns = arrangement.IsUnordered ? null : new RoundTurns(rounds.Length);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(token);
        try
        {
            var workers = RoundQueue.Of(rounds, connections, arrangement.ThrottleLimit).SelectMany(queue => Workers(queue, turns, progress, stopping)).ToArray();
            await AllAsync(workers).ConfigureAwait(false);
        }
        finally
        {
            foreach (var line in progress.Values)
            {
                await line.CompleteAsync().ConfigureAwait(false);
            }
        }

        await TellNotAskedAsync().ConfigureAwait(false);
    }

    private bool IsAlone => connections.Count == 1;

    private IEnumerable<Task> Workers(RoundQueue queue, RoundTurns? turns, Dictionary<MdeConnection, TenantProgress> progress, CancellationTokenSource stopping)
    {
        var waiting = new ConcurrentQueue<HuntingRound>(queue.Rounds);
        return Enumerable.Range(0, queue.Workers).Select(_ => Task.Run(async () =>
        {
            try
            {
                while (waiting.TryDequeue(out var round))
                {
                    await RunAsync(round, turns, progress[round.Connection], stopping.Token).ConfigureAwait(false);
                    turns?.End(round.Number);
                }
            }
            catch
            {
                stopping.Cancel();
                throw;
            }
        })).ToArray();
    }

    private async Task RunAsync(HuntingRound round, RoundTurns? turns, TenantProgress progress, CancellationToken token)
    {
        if (_notAsked.ContainsKey(round.Connection))
        {
            Skip(round);
            return;
        }

        Task Turn() => turns?.WaitAsync(round.Number, token) ?? Task.CompletedTask;
        var name = IsAlone ? null : round.Connection.Name;
        var report = new RoundReport(streams, progress, name, Turn);
        await progress.BeginAsync().ConfigureAwait(false);
        try
        {
            var output = arrangement.CreateOutput(new TurnedStreams(streams, Turn));
            var query = report.Query = round.Query.ReadText();
            await options.RunAsync(round.Connection, query, name is null ? output : new LabelledOutput(output, arrangement.ConnectionColumn, name), report, report, token).ConfigureAwait(false);
        }
        catch (HuntingException e) when (e.Failure is not HuntingFailure.TimeInvalid)
        {
            await report.WriteErrorAsync(Misspelling.Explain(e, report.Query, SchemaInPlay.Tables(round.Connection))).ConfigureAwait(false);
        }
        catch (MdeException e) when (e is SignInException || (e is ConnectionException && !IsAlone))
        {
            // Nothing more can be had from that connection; one error says so.
            if (_notAsked.TryAdd(round.Connection, 0))
            {
                await report.WriteErrorAsync(e).ConfigureAwait(false);
                return;
            }

            Skip(round);
        }
        finally
        {
            await report.CompleteAsync().ConfigureAwait(false);
        }
    }

    private void Skip(HuntingRound round) => _notAsked.AddOrUpdate(round.Connection, 1, static (_, count) => count + 1);

    private async Task TellNotAskedAsync()
    {
        foreach (var (connection, count) in _notAsked.Where(c => c.Value > 0).Select(c => (c.Key, c.Value)))
        {
            await streams.WriteErrorAsync(
                new HuntingException(
                    HuntingFailure.NotAsked,
                    FormattableString.Invariant($"{count:N0} more {(count == 1 ? "query was" : "queries were")} not asked of {connection.Name}, since its sign-in is no longer good."),
                    "Connect again with Connect-MdeTenant, and ask them again.")
                {
                    Target = connection,
                },
                null).ConfigureAwait(false);
        }
    }

    // The first failure that is one, for the others were only told to stop.
    private static async Task AllAsync(Task[] workers)
    {
        try
        {
            await Task.WhenAll(workers).ConfigureAwait(false);
        }
        catch
        {
            if (Array.Find(workers, worker => worker.IsFaulted) is { } failed)
            {
                await failed.ConfigureAwait(false);
            }

            throw;
        }
    }
}
