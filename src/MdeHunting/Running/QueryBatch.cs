using System.Collections.Concurrent;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Schema;

namespace MdeHunting.Running;

/// <summary>
/// Asks each query of each connection, so many at once. What one cannot have is an error with its name, and the others go on. Rows of a round come in order;
/// those of rounds whose turn has not come wait as the answer that they came in.
/// </summary>
/// <param name="connections">The connections.</param>
/// <param name="runner">Runs each query.</param>
/// <param name="options">How the jobs stand to each other.</param>
/// <param name="streams">PowerShell's streams.</param>
internal sealed class QueryBatch(IReadOnlyList<MdeConnection> connections, QueryRunner runner, BatchOptions options, PipelineStreams streams)
{
    private const int MostNames = 10;

    private readonly ConcurrentDictionary<MdeConnection, ConcurrentQueue<QueryJob>> _notAsked = new();

    /// <summary>Asks them.</summary>
    /// <exception cref="HuntingException">The time that was asked for makes no sense, so that none can be asked.</exception>
    /// <exception cref="ConnectionException">The only connection is closed.</exception>
    public async Task RunAsync(IReadOnlyList<QuerySource> queries, CancellationToken token)
    {
        QueryJob[] rounds =
        [
            .. queries
                .SelectMany(query => connections.Select(connection => (query, connection)))
                .Select((round, number) => new QueryJob(number, round.connection, round.query)),
        ];
        if (rounds.Length == 0)
        {
            return;
        }

        var progress = connections
            .Select(
                (connection, place) =>
                    (connection, line: new ConnectionProgress(streams, place, IsAlone ? "Hunting" : $"Hunting in {connection.Name}", queries.Count))
            )
            .ToDictionary(c => c.connection, c => c.line);
        var turns = options.IsUnordered ? null : new OutputSequencer(rounds.Length);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(token);
        try
        {
            var workers = JobQueue.Of(rounds, connections, options.ThrottleLimit).SelectMany(queue => Workers(queue, turns, progress, stopping)).ToArray();
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

    private IEnumerable<Task> Workers(
        JobQueue queue,
        OutputSequencer? turns,
        Dictionary<MdeConnection, ConnectionProgress> progress,
        CancellationTokenSource stopping
    )
    {
        var waiting = new ConcurrentQueue<QueryJob>(queue.Rounds);
        return Enumerable
            .Range(0, queue.Workers)
            .Select(_ =>
                Task.Run(async () =>
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
                })
            )
            .ToArray();
    }

    private async Task RunAsync(QueryJob round, OutputSequencer? turns, ConnectionProgress progress, CancellationToken token)
    {
        if (_notAsked.ContainsKey(round.Connection))
        {
            Skip(round);
            return;
        }

        Task Turn() => turns?.WaitAsync(round.Number, token) ?? Task.CompletedTask;
        var subject = new JobSubject(round.Query.FileName ?? string.Empty, round.Query.Path, round.Query.FileName, round.Connection, IsAlone);
        var report = new CommandReport(streams, progress) { Subject = subject, Turn = Turn };
        await progress.BeginAsync().ConfigureAwait(false);
        try
        {
            var query = report.Query = round.Query.ReadText();
            subject = subject with { Name = round.Query.NameOf(query), SavedName = round.Query.SavedName };
            await runner
                .RunAsync(round.Connection, query, Labelled(options.CreateSink(new SequencedStreams(streams, Turn), subject), subject), report, token)
                .ConfigureAwait(false);
        }
        catch (HuntingException e) when (e.Failure is not HuntingFailure.TimeInvalid)
        {
            var told = NameSuggestions.Explain(e, report.Query, EffectiveSchema.Tables(round.Connection));
            var isLine = options.QueryColumn is not null && round.Query.Path is null;
            await report.WriteErrorAsync(isLine ? LinesOfQuery.Explain(told, report.Query) : told).ConfigureAwait(false);
        }
        catch (MdeException e) when (e is SignInException || (e is ConnectionException && !IsAlone))
        {
            // Nothing more can be had from that connection; one error says so.
            if (_notAsked.TryAdd(round.Connection, new ConcurrentQueue<QueryJob>()))
            {
                await report.WriteErrorAsync(e).ConfigureAwait(false);
                return;
            }

            Skip(round);
        }
        catch (MdeException e)
        {
            subject.Mark(e);
            throw;
        }
        finally
        {
            await report.CompleteAsync().ConfigureAwait(false);
        }
    }

    private IResultSink Labelled(IResultSink output, JobSubject subject)
    {
        var labels = new List<(string Column, string Text)>();
        if (!IsAlone)
        {
            labels.Add((options.ConnectionColumn, subject.Connection.Name));
        }

        if (options.QueryColumn is { } column)
        {
            labels.Add((column, subject.Name));
        }

        return labels.Count == 0 ? output : new ConnectionColumnSink(output, labels);
    }

    private void Skip(QueryJob round) => _notAsked[round.Connection].Enqueue(round);

    private async Task TellNotAskedAsync()
    {
        foreach (var (connection, rounds) in _notAsked.Where(c => !c.Value.IsEmpty).Select(c => (c.Key, c.Value)))
        {
            var failure = new HuntingException(
                HuntingFailure.NotAsked,
                FormattableString.Invariant($"{rounds.Count:N0} more {(rounds.Count == 1 ? "query was" : "queries were")} not asked of ")
                    + $"{connection.Name}, since its sign-in is no longer good{Files(rounds)}.",
                "Connect again with Connect-MdeTenant, and ask them again."
            )
            {
                Target = connection,
            };
            failure.SetSubject(null, connection.Name, connection.TenantId, null);
            await streams.WriteErrorAsync(failure).ConfigureAwait(false);
        }
    }

    private static string Files(IReadOnlyCollection<QueryJob> rounds)
    {
        string[] names = [.. rounds.OrderBy(round => round.Number).Select(round => round.Query.FileName).OfType<string>()];
        return names.Length == 0 ? string.Empty : $": {string.Join(", ", names.Take(MostNames))}{(names.Length > MostNames ? ", …" : string.Empty)}";
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
