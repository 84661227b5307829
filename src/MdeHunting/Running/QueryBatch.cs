using MdeHunting.Parameters;
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
/// <param name="notRun">The queries of the command that are not run.</param>
/// <param name="options">How many jobs run at once, and in which order their rows are written.</param>
/// <param name="streams">PowerShell's streams.</param>
internal sealed class QueryBatch(
    IReadOnlyList<MdeConnection> connections,
    QueryRunner runner,
    NotRunQueries notRun,
    BatchOptions options,
    PipelineStreams streams
)
{
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
        var queue = new JobQueue(jobs, options.ThrottleLimit, isOrdered: turns is not null);
        var order = turns is null ? null : new OrderedOutput(queue, turns, SubjectOf, streams);
        try
        {
            await queue
                .RunAsync(
                    async (job, stopping) =>
                    {
                        await RunAsync(job, order, progress[job.Job.Connection], stopping).ConfigureAwait(false);
                        turns?.End(job.Number);
                    },
                    token
                )
                .ConfigureAwait(false);
        }
        finally
        {
            foreach (var line in progress.Values)
            {
                await line.CompleteAsync().ConfigureAwait(false);
            }
        }
    }

    private JobSubject SubjectOf(QueryJob job) => new(job.Query.FileName ?? string.Empty, job.Query.Path, job.Query.FileName, job.Connection, IsAlone);

    private bool IsAlone => connections.Count == 1;

    private async Task RunAsync(RunningJob running, OrderedOutput? order, ConnectionProgress progress, CancellationToken token)
    {
        var job = running.Job;
        if (notRun.Has(job.Connection))
        {
            notRun.LeaveOut(job.Connection, job.Query);
            return;
        }

        Task Turn() => order?.WaitAsync(running, progress, token) ?? Task.CompletedTask;
        Task TurnOfRows()
        {
            running.NoteResponse(hasCome: true);
            return Turn();
        }

        var subject = SubjectOf(job);
        var report = new CommandReport(streams, progress)
        {
            Subject = subject,
            State = running,
            Turn = Turn,
        };
        await progress.BeginAsync().ConfigureAwait(false);
        ComposedQuery? composed = null;
        try
        {
            var query = report.Query = job.Query.ReadText();
            subject = subject with
            {
                Name = job.Query.NameOf(query),
                SavedName = job.Query.SavedName,
                Words = job.Query.FileName is null ? FirstWords.Of(query) : null,
            };
            var tables = EffectiveSchema.Tables(job.Connection);
            var whole = composed = options.Parameters.Compose(query, tables, mayLeaveOut: options.AreSeveral);
            var check = options.Check?.BeginAsync(whole.Text, whole.InGiven, tables, job.Connection.Session.UtcNow, report.WarnAsync) ?? Task.CompletedTask;
            try
            {
                await runner
                    .RunAsync(job.Connection, whole, Labelled(options.CreateSink(new SequencedStreams(streams, TurnOfRows), subject), subject), report, token)
                    .ConfigureAwait(false);
            }
            finally
            {
                await check.ConfigureAwait(false);
            }
        }
        catch (HuntingException e) when (e.IsOfQuery)
        {
            var told = NameSuggestions.Explain(e, report.Query, EffectiveSchema.Tables(job.Connection), composed);
            var isLine = options.QueryColumn is not null && job.Query.Path is null;
            await report.WriteErrorAsync(isLine ? LinesOfQuery.Explain(told, report.Query) : told).ConfigureAwait(false);
        }
        catch (SignInException e) when (e.MayPass)
        {
            // Says nothing against the sign-in: the next query may have its token.
            await report.WriteErrorAsync(e).ConfigureAwait(false);
        }
        catch (MdeException e) when (NotRunQueries.Ends(e, IsAlone))
        {
            // Nothing more can be had from that connection; one error says so.
            if (notRun.TryAdd(job.Connection))
            {
                await report.WriteErrorAsync(e).ConfigureAwait(false);
                return;
            }

            notRun.LeaveOut(job.Connection, job.Query);
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
}
