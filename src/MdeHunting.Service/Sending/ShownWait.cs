using MdeHunting.Contract;

namespace MdeHunting.Service.Sending;

/// <summary>A wait that the person sees pass: each second shows how long it still is.</summary>
internal sealed class ShownWait
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ISignInPrompt _prompt;
    private readonly TimeProvider _clock;
    private readonly WaitNotice _wait;
    private readonly long _begun;
    private Task _shown = Task.CompletedTask;

    private ShownWait(ISignInPrompt prompt, TimeProvider clock, WaitNotice wait) =>
        (_prompt, _clock, _wait, _begun) = (prompt, clock, wait, clock.GetTimestamp());

    /// <summary>Waits.</summary>
    /// <param name="prompt">Who is shown how long it still is; that it begins was shown.</param>
    /// <param name="clock">The time.</param>
    /// <param name="wait">How long, and why.</param>
    /// <param name="token">Gives up.</param>
    public static async Task WaitAsync(ISignInPrompt prompt, TimeProvider clock, WaitNotice wait, CancellationToken token)
    {
        if (wait.Time <= Second)
        {
            await clock.WaitAsync(wait.Time, token).ConfigureAwait(false);
            return;
        }

        var shown = new ShownWait(prompt, clock, wait);
        var timer = clock.CreateTimer(static state => ((ShownWait)state!).Tick(), shown, Second, Second);
        try
        {
            await clock.WaitAsync(wait.Time, token).ConfigureAwait(false);
        }
        finally
        {
            await timer.DisposeAsync().ConfigureAwait(false);
        }

        // What comes next is shown after it.
        await shown._shown.ConfigureAwait(false);
    }

    // The one before may still wait for the pipeline's thread.
    private void Tick()
    {
        var left = _wait.Time - _clock.GetElapsedTime(_begun);
        if (_shown.IsCompleted && left > TimeSpan.Zero)
        {
            _shown = _prompt.ShowWaitLeftAsync(_wait with { Time = left });
        }
    }
}
