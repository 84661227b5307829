using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Running;

namespace MdeHunting.Sweeps;

/// <summary>Makes the calls of a sweep, and tells which were not made.</summary>
/// <param name="connections">The connections.</param>
/// <param name="throttleLimit">How many calls are made at once.</param>
/// <param name="streams">PowerShell's streams.</param>
internal sealed class SweepCalls(IReadOnlyList<MdeConnection> connections, int throttleLimit, PipelineStreams streams)
{
    private readonly NotRunQueries _notRun = new();
    private readonly CallQueue _queue = new(connections, throttleLimit, "Sweeping", streams) { CallsPerMinute = TenantSweep.CallsOf, Unit = "Table" };

    /// <summary>Whether there is one connection alone.</summary>
    public bool IsAlone => connections.Count == 1;

    /// <summary>What a call of a connection is about.</summary>
    public JobSubject SubjectOf(MdeConnection connection) => new(string.Empty, null, null, connection, IsAlone);

    /// <summary>What is reported of a connection before its calls.</summary>
    public CommandReport Report(MdeConnection connection) => _queue.Report(connection, new ConnectionProgress(streams, 0, "Sweeping", 1), null, null);

    /// <summary>Makes the calls.</summary>
    /// <param name="work">The calls.</param>
    /// <param name="token">Ends them.</param>
    public Task RunAsync(IReadOnlyList<SweepWork> work, CancellationToken token) =>
        _queue.RunAsync(
            [
                .. work.Select(
                    (one, number) =>
                        new QueuedCall(
                            one.Connection,
                            one.Name,
                            (report, stopping) => RunAsync(one, report, stopping),
                            (end, _) =>
                            {
                                Leave(one, number, end);
                                return Task.CompletedTask;
                            }
                        )
                ),
            ],
            token
        );

    /// <summary>Tells which calls were not made.</summary>
    public Task ReportNotRunAsync() => _notRun.ReportAsync(streams);

    private async Task RunAsync(SweepWork work, IHuntingReport report, CancellationToken token)
    {
        try
        {
            await work.Run(report, token).ConfigureAwait(false);
        }
        catch (MdeException e) when (!NotRunQueries.Ends(e, IsAlone))
        {
            work.Fail(e);
            throw;
        }
        catch (Exception e) when (HuntingException.IsUnforeseen(e, token))
        {
            var failure = HuntingException.Unforeseen(e);
            work.Fail(failure);
            await report.WriteErrorAsync(failure).ConfigureAwait(false);
        }
    }

    // The first failure of a connection is an error by itself.
    private void Leave(SweepWork work, int number, MdeException end)
    {
        work.Fail(end);
        if (!_notRun.TryAdd(work.Connection))
        {
            _notRun.LeaveOut(work.Connection, QuerySource.Of(work.Name) with { FileName = work.Name, Number = number + 1 });
        }
    }
}

/// <summary>A call that a sweep makes.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Run">Makes it.</param>
/// <param name="Fail">Notes that it was not made, and why.</param>
internal sealed record SweepWork(MdeConnection Connection, string Name, Func<IHuntingReport, CancellationToken, Task> Run, Action<MdeException> Fail);
