using Microsoft.Extensions.Time.Testing;

namespace MdeHunting.Lab.Tests.Faults;

/// <summary>A clock that only a test moves, and that says when somebody begins to wait for it.</summary>
internal sealed class WatchedClock(TimeSpan wait) : FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 21, 0, 0, TimeSpan.Zero))
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done once somebody waits for exactly that long.</summary>
    public Task Begun => _begun.Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime == wait)
        {
            _begun.TrySetResult();
        }

        return timer;
    }
}
