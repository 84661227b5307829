using System.Runtime.ExceptionServices;

namespace MdeHunting.Running;

/// <summary>
/// Says which jobs run at once: so many, and the connections evenly. A connection that is slow keeps none of the others from being asked: what waits, for a
/// quota or for a service that is not there, is not among those many; and as long as others have jobs left, a connection runs one alone until it has had a
/// response, or has one again.
/// </summary>
/// <param name="jobs">The jobs, in the order asked.</param>
/// <param name="places">How many run at once.</param>
/// <param name="isOrdered">Whether each ends only after all before it; the first that has not ended is then always run.</param>
internal sealed class JobQueue(IReadOnlyList<QueryJob> jobs, int places, bool isOrdered)
{
    private readonly object _gate = new();
    private readonly List<RunningJob> _running = [];
    private readonly List<JobLane> _lanes = [.. jobs.GroupBy(job => job.Connection).Select(group => new JobLane(new Queue<QueryJob>(group)))];
    private readonly TaskCompletionSource<bool> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action<RunningJob> _begin = static _ => { };
    private ExceptionDispatchInfo? _failure;
    private bool _isStopped;

    /// <summary>How many have begun and not ended, but for those that wait for a place to go on.</summary>
    public int Active
    {
        get
        {
            lock (_gate)
            {
                return _running.Count(job => job.Return is null);
            }
        }
    }

    /// <summary>The first in the order asked of those that run; null where none does.</summary>
    public RunningJob? First
    {
        get
        {
            lock (_gate)
            {
                return FirstRunning();
            }
        }
    }

    /// <summary>Runs them all; the first that throws stops the others.</summary>
    /// <param name="run">Runs one.</param>
    /// <param name="token">Ends them.</param>
    public async Task RunAsync(Func<RunningJob, CancellationToken, Task> run, CancellationToken token)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(token);
        using var stopped = stopping.Token.Register(Stop);
        _begin = job =>
            Task.Run(async () =>
            {
                try
                {
                    await run(job, stopping.Token).ConfigureAwait(false);
                }
                catch (Exception e)
                {
                    Fail(e);
                    stopping.Cancel();
                }

                Change(() => End(job));
            });
        Change(static () => { });
        await _over.Task.ConfigureAwait(false);
        _failure?.Throw();
        token.ThrowIfCancellationRequested();
    }

    /// <summary>Changes what a job does, and lets others begin or go on where that makes room for them.</summary>
    public void Change(Action change)
    {
        lock (_gate)
        {
            change();
            if (_isStopped)
            {
                _running.ForEach(job => job.Return?.TrySetCanceled());
            }

            while (!_isStopped && NextToReturn() is { } job)
            {
                job.Return!.SetResult(true);
                job.Return = null;
            }

            while (!_isStopped && NextToBegin() is { } lane)
            {
                var job = new RunningJob(lane.Left.Dequeue(), lane, this);
                lane.Running.Add(job);
                _running.Add(job);
                _begin(job);
            }

            if (_running.Count == 0)
            {
                _over.TrySetResult(true);
            }
        }
    }

    private RunningJob? NextToReturn() =>
        _running
            .Where(job => job.Return is not null && (HasRoom || !job.TakesPlace || (isOrdered && job == FirstRunning())))
            .OrderBy(job => job.Number)
            .FirstOrDefault();

    private JobLane? NextToBegin()
    {
        JobLane[] open = [.. _lanes.Where(lane => lane.Left.Count > 0).OrderBy(lane => lane.Left.Peek().Number)];
        if (open.Length == 0)
        {
            return null;
        }

        if (isOrdered && !(FirstRunning()?.Number < open[0].Left.Peek().Number))
        {
            return open[0];
        }

        var idle = Array.Find(open, lane => lane.Running.Count == 0 && (lane.IsAbsent || HasRoom));
        if (idle is not null || !HasRoom)
        {
            return idle;
        }

        return open.Length == 1
            ? (_running.Count < places ? open[0] : null)
            : open.Where(lane => lane.MayRunMore).OrderBy(lane => lane.Running.Count).FirstOrDefault();
    }

    private bool HasRoom => _running.Count(job => job is { TakesPlace: true, IsWaiting: false }) < places;

    private RunningJob? FirstRunning() => _running.OrderBy(job => job.Number).FirstOrDefault();

    private void End(RunningJob job)
    {
        _running.Remove(job);
        job.Lane.Running.Remove(job);
    }

    private void Stop() => Change(() => _isStopped = true);

    // The first failure that is one, for the others were only told to stop.
    private void Fail(Exception exception)
    {
        lock (_gate)
        {
            if (_failure is null || (_failure.SourceException is OperationCanceledException && exception is not OperationCanceledException))
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
            }
        }
    }
}

/// <summary>One query on one connection.</summary>
/// <param name="Number">Its place in the order that was asked, from 0.</param>
/// <param name="Connection">The connection.</param>
/// <param name="Query">The query.</param>
internal sealed record QueryJob(int Number, MdeConnection Connection, QuerySource Query);

/// <summary>A connection's jobs.</summary>
/// <param name="left">Those that have not begun, in the order asked.</param>
internal sealed class JobLane(Queue<QueryJob> left)
{
    private int _isWarned;

    /// <summary>Those that have not begun, in the order asked.</summary>
    public Queue<QueryJob> Left { get; } = left;

    /// <summary>Those that have begun and not ended.</summary>
    public List<RunningJob> Running { get; } = [];

    /// <summary>Whether there was a response to the latest request; null where none has come back.</summary>
    public bool? Responds { get; set; }

    /// <summary>Whether it is known that there is no response.</summary>
    public bool IsAbsent => Responds == false;

    /// <summary>Whether more than one may run although others have jobs too.</summary>
    public bool MayRunMore => Responds == true && Running.TrueForAll(job => !job.IsWaiting);

    /// <summary>Whether it is the first time that is asked, so that it is warned of once.</summary>
    public bool WarnsOnce() => Interlocked.Exchange(ref _isWarned, 1) == 0;
}
