namespace MdeHunting.Service.Sending;

/// <summary>Waiting on an injected clock, and not longer than it says, in both editions.</summary>
internal static class Clock
{
    /// <summary>Ends after a time on that clock.</summary>
    public static Task WaitAsync(this TimeProvider clock, TimeSpan time, CancellationToken token) =>
#if NET
        Task.Delay(time, clock, token);
#else
        clock.Delay(time, token);
#endif

    /// <summary>Makes a call that has so long on that clock, after which its own token is cancelled.</summary>
    /// <exception cref="TimeoutException">It took longer. A cancellation by the caller stays one.</exception>
    public static async Task<T> WithinAsync<T>(this TimeProvider clock, TimeSpan limit, Func<CancellationToken, Task<T>> call, CancellationToken token)
    {
        using var ended = new CancellationTokenSource();
        using var timer = clock.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), ended, limit, Timeout.InfiniteTimeSpan);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, ended.Token);
        try
        {
            return await call(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (ended.IsCancellationRequested && !token.IsCancellationRequested)
        {
            throw new TimeoutException($"It took longer than {limit}.", e);
        }
    }
}
