using System.Collections.Concurrent;

namespace MdeHunting.Tests.Hunting.Faults;

/// <summary>
/// The true clock, but for waits of up to a few minutes: whoever begins one finds it over at once, and that much later. Longer ones, and the time limits of
/// requests, last as long as ever.
/// </summary>
internal sealed class QuickClock : TimeProvider
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(200);
    private readonly ConcurrentQueue<TimeSpan> _waits = new();
    private long _ahead;

    /// <summary>The waits so far.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Interlocked.Read(ref _ahead);

    /// <summary>Goes forward, as if nobody had asked for so long; the waits so far are forgotten.</summary>
    public void Advance(TimeSpan time)
    {
        Interlocked.Add(ref _ahead, time.Ticks);
        _waits.Clear();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // A time limit cancels what it limits; a wait is a task.
        if (dueTime <= TimeSpan.Zero || dueTime > Longest || state is CancellationTokenSource)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        _waits.Enqueue(dueTime);
        Interlocked.Add(ref _ahead, dueTime.Ticks);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
