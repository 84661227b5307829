using MdeHunting.Pipeline;
using MdeHunting.Reporting;

namespace MdeHunting.Running;

/// <summary>One of many calls that a command makes on its connections.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Run">Makes it; what it throws ends the connection's work, or the command.</param>
/// <param name="Leave">It is not made, since the connection has nothing more to give; why.</param>
internal sealed record QueuedCall(
    MdeConnection Connection,
    string Name,
    Func<IHuntingReport, CancellationToken, Task> Run,
    Func<MdeException, IHuntingReport, Task> Leave
);

/// <summary>
/// Makes many calls, a limited number at once and the connections evenly, with a line of progress for each. A connection whose sign-in is no longer valid is
/// told of once, and the rest of its calls are left.
/// </summary>
/// <param name="connections">The connections.</param>
/// <param name="throttleLimit">How many run at once.</param>
/// <param name="activity">What stands at the beginning of a line of progress.</param>
/// <param name="streams">PowerShell's streams.</param>
internal sealed class CallQueue(IReadOnlyList<MdeConnection> connections, int throttleLimit, string activity, PipelineStreams streams)
{
    private readonly Dictionary<MdeConnection, MdeException> _ended = [];
    private JobQueue? _queue;

    /// <summary>How many calls a minute a connection's tenant has; null where that is not known.</summary>
    public required Func<MdeConnection, double?> CallsPerMinute { get; init; }

    /// <summary>What a line of progress counts.</summary>
    public string Unit { get; init; } = "Query";

    /// <summary>How many calls have begun and not ended, but for those that wait for a place to go on.</summary>
    public int Active => _queue?.Active ?? 0;

    private bool IsAlone => connections.Count == 1;

    /// <summary>A connection has nothing to give.</summary>
    /// <returns>Whether that was not known.</returns>
    public bool End(MdeConnection connection, MdeException failure)
    {
        lock (_ended)
        {
            if (_ended.ContainsKey(connection))
            {
                return false;
            }

            _ended.Add(connection, failure);
            return true;
        }
    }

    /// <summary>Makes the calls: one of each connection, then the next.</summary>
    public async Task RunAsync(IReadOnlyList<QueuedCall> work, CancellationToken token)
    {
        if (work.Count == 0)
        {
            return;
        }

        QueuedCall[] ordered =
        [
            .. work.GroupBy(one => one.Connection)
                .SelectMany(group => group.Select((one, place) => (one, place)))
                .OrderBy(one => one.place)
                .Select(one => one.one),
        ];
        var progress = connections.Select(Progress).ToDictionary(line => line.Connection, line => line.Line);
        var queue = _queue = new JobQueue(
            [
                .. ordered.Select(
                    (one, number) => new QueryJob(number, one.Connection, QuerySource.Of(one.Name) with { FileName = one.Name, Number = number + 1 })
                ),
            ],
            throttleLimit,
            isOrdered: false
        );
        try
        {
            await queue.RunAsync((job, stopping) => RunAsync(ordered[job.Number], job, progress[job.Job.Connection], stopping), token).ConfigureAwait(false);
        }
        finally
        {
            foreach (var line in progress.Values)
            {
                await line.CompleteAsync().ConfigureAwait(false);
            }
        }

        (MdeConnection Connection, ConnectionProgress Line) Progress(MdeConnection connection, int place) =>
            (
                connection,
                new ConnectionProgress(streams, place, IsAlone ? activity : $"{activity} {connection.Name}", work.Count(one => one.Connection == connection))
                {
                    Unit = Unit,
                    CallsPerMinute = CallsPerMinute(connection),
                }
            );
    }

    /// <summary>What is reported of a call.</summary>
    public CommandReport Report(MdeConnection connection, ConnectionProgress progress, string? name, RunningJob? running) =>
        new(streams, progress) { Subject = new JobSubject(name ?? string.Empty, null, name, connection, IsAlone), State = running };

    private async Task RunAsync(QueuedCall work, RunningJob running, ConnectionProgress progress, CancellationToken token)
    {
        var report = Report(work.Connection, progress, work.Name, running);
        await progress.BeginAsync().ConfigureAwait(false);
        try
        {
            if (EndOf(work.Connection) is { } end)
            {
                await work.Leave(end, report).ConfigureAwait(false);
                return;
            }

            await work.Run(report, token).ConfigureAwait(false);
        }
        catch (MdeException e) when (NotRunQueries.Ends(e, IsAlone))
        {
            await work.Leave(e, report).ConfigureAwait(false);
            if (End(work.Connection, e))
            {
                await report.WriteErrorAsync(e).ConfigureAwait(false);
            }
        }
        catch (MdeException e)
        {
            report.Subject!.Mark(e);
            throw;
        }
        finally
        {
            await report.CompleteAsync().ConfigureAwait(false);
        }
    }

    private MdeException? EndOf(MdeConnection connection)
    {
        lock (_ended)
        {
            return _ended.TryGetValue(connection, out var end) ? end : null;
        }
    }
}
