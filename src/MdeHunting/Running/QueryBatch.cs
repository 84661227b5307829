using System.Collections.Concurrent;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Schema;

namespace MdeHunting.Running;

/// <summary>
/// Runs each query on each connection, a limited number at once. What fails is an error with the names of the connection and the query, and the others go on.
/// Rows are written in the order asked; those of a job whose turn has not come wait in the response that they came in.
/// </summary>
/// <param name="connections">The connections.</param>
/// <param name="runner">Runs each query.</param>
/// <param name="options">How many jobs run at once, and in which order their rows are written.</param>
/// <param name="streams">PowerShell's streams.</param>
internal sealed class QueryBatch(IReadOnlyList<MdeConnection> connections, QueryRunner runner, BatchOptions options, PipelineStreams streams)
{
    private const int MostNames = 10;

    private readonly ConcurrentDictionary<MdeConnection, ConcurrentQueue<QueryJob>> _notRun = new();

    /// <summary>Runs the queries.</summary>
    /// <exception cref="HuntingException">The time range is not valid, so that no query can be run.</exception>
    /// <exception cref="ConnectionException">The only connection is closed.</exception>
    public async Task RunAsync(IReadOnlyList<QuerySource> queries, CancellationToken token)
    {
        QueryJob[] jobs =
        [
            .. queries
                .SelectMany(query => connections.Select(connection => (query, connection)))
                .Select((job, number) => new QueryJob(number, job.connection, job.query)),
        ];
        if (jobs.Length == 0)
        {
            return;
        }

        var progress = connections
            .Select(
                (connection, place) =>
                    (connection, line: new ConnectionProgress(streams, place, IsAlone ? "Hunting" : $"Hunting in {connection.Name}", queries.Count))
            )
            .ToDictionary(c => c.connection, c => c.line);
        var turns = options.IsUnordered ? null : new OutputSequencer(jobs.Length);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(token);
        try
        {
            var workers = JobQueue.Of(jobs, connections, options.ThrottleLimit).SelectMany(queue => Workers(queue, turns, progress, stopping)).ToArray();
            await AllAsync(workers).ConfigureAwait(false);
        }
        finally
        {
            foreach (var line in progress.Values)
            {
                await line.CompleteAsync().ConfigureAwait(false);
            }
        }

        await ReportNotRunAsync().ConfigureAwait(false);
    }

    private bool IsAlone => connections.Count == 1;

    private IEnumerable<Task> Workers(
        JobQueue queue,
        OutputSequencer? turns,
        Dictionary<MdeConnection, ConnectionProgress> progress,
        CancellationTokenSource stopping
    )
    {
        var waiting = new ConcurrentQueue<QueryJob>(queue.Jobs);
        return Enumerable
            .Range(0, queue.Workers)
            .Select(_ =>
                Task.Run(async () =>
                {
                    try
                    {
                        while (waiting.TryDequeue(out var job))
                        {
                            await RunAsync(job, turns, progress[job.Connection], stopping.Token).ConfigureAwait(false);
                            turns?.End(job.Number);
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

    private async Task RunAsync(QueryJob job, OutputSequencer? turns, ConnectionProgress progress, CancellationToken token)
    {
        if (_notRun.ContainsKey(job.Connection))
        {
            Skip(job);
            return;
        }

        Task Turn() => turns?.WaitAsync(job.Number, token) ?? Task.CompletedTask;
        var subject = new JobSubject(job.Query.FileName ?? string.Empty, job.Query.Path, job.Query.FileName, job.Connection, IsAlone);
        var report = new CommandReport(streams, progress) { Subject = subject, Turn = Turn };
        await progress.BeginAsync().ConfigureAwait(false);
        try
        {
            var query = report.Query = job.Query.ReadText();
            subject = subject with { Name = job.Query.NameOf(query), SavedName = job.Query.SavedName };
            var composed = options.Parameters.Compose(query, EffectiveSchema.Tables(job.Connection));
            await runner
                .RunAsync(job.Connection, composed, Labelled(options.CreateSink(new SequencedStreams(streams, Turn), subject), subject), report, token)
                .ConfigureAwait(false);
        }
        catch (HuntingException e) when (e.Failure is not (HuntingFailure.TimeInvalid or HuntingFailure.Unauthorized))
        {
            var told = NameSuggestions.Explain(e, report.Query, EffectiveSchema.Tables(job.Connection));
            var isLine = options.QueryColumn is not null && job.Query.Path is null;
            await report.WriteErrorAsync(isLine ? LinesOfQuery.Explain(told, report.Query) : told).ConfigureAwait(false);
        }
        catch (SignInException e) when (e.MayPass)
        {
            // Says nothing against the sign-in: the next query may have its token.
            await report.WriteErrorAsync(e).ConfigureAwait(false);
        }
        catch (MdeException e)
            when (e is SignInException or HuntingException { Failure: HuntingFailure.Unauthorized } || (e is ConnectionException && !IsAlone))
        {
            // Nothing more can be had from that connection; one error says so.
            if (_notRun.TryAdd(job.Connection, new ConcurrentQueue<QueryJob>()))
            {
                await report.WriteErrorAsync(e).ConfigureAwait(false);
                return;
            }

            Skip(job);
        }
        catch (MdeException e)
        {
            subject.Mark(e);
            throw;
        }
        catch (Exception e) when (HuntingException.IsUnforeseen(e, token))
        {
            await report.WriteErrorAsync(HuntingException.Unforeseen(e)).ConfigureAwait(false);
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

        return labels.Count == 0 || !options.LabelsRows ? output : new ConnectionColumnSink(output, labels);
    }

    private void Skip(QueryJob job) => _notRun[job.Connection].Enqueue(job);

    private async Task ReportNotRunAsync()
    {
        foreach (var (connection, jobs) in _notRun.Where(c => !c.Value.IsEmpty).Select(c => (c.Key, c.Value)))
        {
            var failure = new HuntingException(
                HuntingFailure.NotAsked,
                FormattableString.Invariant($"{jobs.Count:N0} more {(jobs.Count == 1 ? "query was" : "queries were")} not asked of ")
                    + $"{connection.Name}, since its sign-in is no longer good{Files(jobs)}.",
                "Connect again with Connect-MdeTenant, and ask them again."
            )
            {
                Target = connection,
            };
            failure.SetSubject(null, connection.Name, connection.TenantId, null);
            await streams.WriteErrorAsync(failure).ConfigureAwait(false);
        }
    }

    private static string Files(IReadOnlyCollection<QueryJob> jobs)
    {
        string[] names = [.. jobs.OrderBy(job => job.Number).Select(job => job.Query.FileName).OfType<string>()];
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

/// <summary>Jobs that a number of workers run one after the other. A tenant that has to wait for its quota holds up its own queue alone.</summary>
/// <param name="Jobs">The jobs, in the order asked.</param>
/// <param name="Workers">How many of them run at once.</param>
internal sealed record JobQueue(IReadOnlyList<QueryJob> Jobs, int Workers)
{
    /// <summary>
    /// Divides jobs among queues: one for each connection, and the workers evenly; where there are fewer workers than connections, some share a queue. In
    /// each queue the jobs are in the order asked, so that the next one whose turn it is has always been begun.
    /// </summary>
    public static IReadOnlyList<JobQueue> Of(IReadOnlyList<QueryJob> jobs, IReadOnlyList<MdeConnection> connections, int workers)
    {
        var count = Math.Min(workers, connections.Count);
        var places = connections.Select((connection, place) => (connection, place: place % count)).ToDictionary(c => c.connection, c => c.place);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(place => new JobQueue([.. jobs.Where(job => places[job.Connection] == place)], (workers / count) + (place < workers % count ? 1 : 0))),
        ];
    }
}

/// <summary>One query on one connection.</summary>
/// <param name="Number">Its place in the order that was asked, from 0.</param>
/// <param name="Connection">The connection.</param>
/// <param name="Query">The query.</param>
internal sealed record QueryJob(int Number, MdeConnection Connection, QuerySource Query);
