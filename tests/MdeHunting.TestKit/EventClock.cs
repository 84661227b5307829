using System.Diagnostics;

namespace MdeHunting.TestKit;

/// <summary>
/// A clock that jumps to the next timer as soon as everybody waits, so that hours pass in an instant. Each of the work's parts has to wait on one timer at a
/// time.
/// </summary>
internal sealed class EventClock : TimeProvider
{
    // Ends what would never end; no machine is so loaded that anything else takes as long.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);

    private readonly object _gate = new();
    private readonly List<Timer> _timers = [];
    private TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _now = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // What shows that time passes is none of the waits.
        if (period > TimeSpan.Zero)
        {
            return new Timer(this, callback, state, DateTimeOffset.MaxValue);
        }

        lock (_gate)
        {
            var timer = new Timer(this, callback, state, dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : _now + dueTime);
            _timers.Add(timer);
            Tell();
            return timer;
        }
    }

    /// <summary>Lets the parts run to their end.</summary>
    public Task RunAsync(params Task[] parts)
    {
        foreach (var part in parts)
        {
            _ = part.ContinueWith(_ => Tell(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        return RunAsync(Task.WhenAll(parts), () => parts.Count(part => !part.IsCompleted));
    }

    /// <summary>Lets some work run to its end, of which a test knows how many parts are to wait before it is later.</summary>
    public async Task RunAsync(Task work, Func<int> parts)
    {
        var stuck = Stopwatch.StartNew();
        while (!work.IsCompleted)
        {
            var told = _told;
            if (Due(parts()) is { } timer)
            {
                stuck.Restart();
                timer.Fire();
            }
            else if (stuck.Elapsed > TimeLimit)
            {
                throw new TimeoutException("Some part neither ends nor waits on the clock.");
            }
            else
            {
                // What has fewer parts now tells nobody.
                await Task.WhenAny(told.Task, work, Task.Delay(Look));
            }
        }

        await work;
    }

    private void Tell() => Interlocked.Exchange(ref _told, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private Timer? Due(int waiting)
    {
        lock (_gate)
        {
            var due = _timers.Where(timer => timer.At < DateTimeOffset.MaxValue).OrderBy(timer => timer.At).ToArray();
            if (due.Length < waiting || due.Length == 0)
            {
                return null;
            }

            _timers.Remove(due[0]);
            _now = due[0].At > _now ? due[0].At : _now;
            return due[0];
        }
    }

    private sealed class Timer(EventClock clock, TimerCallback callback, object? state, DateTimeOffset at) : ITimer
    {
        public DateTimeOffset At { get; private set; } = at;

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                At = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : clock._now + dueTime;
                if (!clock._timers.Contains(this))
                {
                    clock._timers.Add(this);
                }

                clock.Tell();

                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
