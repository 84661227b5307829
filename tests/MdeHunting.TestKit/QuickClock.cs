using System.Collections.Concurrent;

namespace MdeHunting.TestKit;

/// <summary>
/// A clock that stands still but for waits of up to a few minutes: whoever begins one finds it over at once, and that much later. Longer ones never end, and
/// the time limits of requests only where a test says so.
/// </summary>
/// <param name="begin">What it shows at first; null for <see cref="Begin"/>.</param>
internal sealed class QuickClock(DateTimeOffset? begin = null) : TimeProvider
{
    /// <summary>What it shows at first, unless told otherwise.</summary>
    public static readonly DateTimeOffset Begin = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(200);
    private readonly ConcurrentQueue<TimeSpan> _waits = new();
    private readonly ConcurrentDictionary<Limit, TimeSpan> _limits = new();
    private long _ahead;

    /// <summary>The waits so far.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => (begin ?? Begin) + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    public override long GetTimestamp() => Interlocked.Read(ref _ahead);

    /// <summary>Goes forward, as if nobody had asked for so long; the waits so far are forgotten.</summary>
    public void Advance(TimeSpan time)
    {
        Interlocked.Add(ref _ahead, time.Ticks);
        _waits.Clear();
    }

    /// <summary>Goes forward while somebody is at work: the time limits that are under way have so much less left.</summary>
    public void Pass(TimeSpan time)
    {
        Interlocked.Add(ref _ahead, time.Ticks);
        foreach (var (limit, left) in _limits)
        {
            _limits[limit] = left > time ? left - time : TimeSpan.Zero;
        }
    }

    /// <summary>Has the time limit be over of each request that is under way.</summary>
    public void EndLimits()
    {
        foreach (var (limit, time) in _limits)
        {
            Interlocked.Add(ref _ahead, time.Ticks);
            limit.End();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // What shows that time passes; here it does not.
        if (period > TimeSpan.Zero)
        {
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        // A time limit cancels what it limits; a wait is a task.
        if (dueTime > Longest || state is CancellationTokenSource)
        {
            var limit = new Limit(this, callback, state);
            _limits[limit] = dueTime;
            return limit;
        }

        if (dueTime <= TimeSpan.Zero)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        _waits.Enqueue(dueTime);
        Interlocked.Add(ref _ahead, dueTime.Ticks);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    private sealed class Limit(QuickClock clock, TimerCallback callback, object? state) : ITimer
    {
        public void End() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => clock._limits.TryRemove(this, out _);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
