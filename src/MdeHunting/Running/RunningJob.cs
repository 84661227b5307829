using MdeHunting.Contract;
using MdeHunting.Reporting;

namespace MdeHunting.Running;

/// <summary>A job that has begun: what it waits for, and when something was last heard of its service.</summary>
/// <param name="job">The job.</param>
/// <param name="lane">The connection's jobs.</param>
/// <param name="queue">The jobs of all connections.</param>
internal sealed class RunningJob(QueryJob job, JobLane lane, JobQueue queue) : IJobState
{
    private int _isTold;
    private WaitNotice? _waits;
    private DateTime _heardAt = job.Connection.Session.UtcNow;

    /// <summary>Its place in the order that was asked, from 0.</summary>
    public int Number => job.Number;

    /// <summary>The job.</summary>
    public QueryJob Job => job;

    /// <summary>The connection's jobs.</summary>
    public JobLane Lane => lane;

    /// <summary>Ends when there is a place for it to go on; null where it does not wait for one.</summary>
    public TaskCompletionSource<bool>? Return { get; set; }

    /// <summary>Whether it asks nobody now.</summary>
    public bool IsWaiting => _waits is not null || Return is not null;

    /// <summary>Whether it is one of those of which so many run at once: unless its service is not there.</summary>
    public bool TakesPlace => !lane.IsAbsent;

    /// <summary>Whether it is the first time that is asked, so that something is told once.</summary>
    public bool TellsOnce() => Interlocked.Exchange(ref _isTold, 1) == 0;

    /// <summary>What it waits for, null for nothing but a response or its turn; and when something was last heard of its service, or it began (UTC).</summary>
    public (WaitNotice? Wait, DateTime HeardAt) Read()
    {
        (WaitNotice?, DateTime) state = default;
        queue.Change(() => state = (_waits, _heardAt));
        return state;
    }

    /// <inheritdoc/>
    public void Wait(WaitNotice wait) => queue.Change(() => _waits = wait);

    /// <inheritdoc/>
    public Task ResumeAsync()
    {
        var place = Task.CompletedTask;
        queue.Change(() =>
        {
            if (_waits is not null)
            {
                Return = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                (_waits, place) = (null, Return.Task);
            }
        });
        return place;
    }

    /// <inheritdoc/>
    public void NoteResponse(bool hasCome) =>
        queue.Change(() =>
        {
            lane.Responds = hasCome;
            _heardAt = job.Connection.Session.UtcNow;
        });
}
