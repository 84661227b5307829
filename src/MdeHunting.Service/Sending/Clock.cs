namespace MdeHunting.Service.Sending;

/// <summary>Waiting on an injected clock, in both editions.</summary>
internal static class Clock
{
    /// <summary>Ends after a time on that clock.</summary>
    public static Task WaitAsync(this TimeProvider clock, TimeSpan time, CancellationToken token) =>
#if NET
        Task.Delay(time, clock, token);
#else
        clock.Delay(time, token);
#endif
}
