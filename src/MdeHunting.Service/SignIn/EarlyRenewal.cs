using MdeHunting.Contract;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Renews a token beside the queries that still use the one in hand. One renewal runs at a time; one that fails is tried again a little later, for as long as a
/// query asks, and is nobody's failure. Nothing of it outlives the connection.
/// </summary>
/// <param name="clock">The time.</param>
/// <param name="renewAsync">Renews; gives after how long to try again at the earliest (null for never), and what kept it from it.</param>
/// <param name="messages">Told that.</param>
/// <param name="closing">Ends it.</param>
internal sealed class EarlyRenewal(
    TimeProvider clock,
    Func<CancellationToken, Task<(TimeSpan? Pause, SignInException? Failure)>> renewAsync,
    IMessageSink messages,
    CancellationToken closing
)
{
    private int _isRunning;
    private long _notBefore;

    /// <summary>Begins one, unless one runs or it is too early for another.</summary>
    public void Begin()
    {
        if (closing.IsCancellationRequested || clock.GetUtcNow().UtcTicks < Interlocked.Read(ref _notBefore) || Interlocked.Exchange(ref _isRunning, 1) != 0)
        {
            return;
        }

        _ = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Another token is there: the next renewal is another matter.</summary>
    public void Reset() => Interlocked.Exchange(ref _notBefore, 0);

    private async Task RunAsync()
    {
        SignInException? failure = null;
        try
        {
            (var pause, failure) = await renewAsync(closing).ConfigureAwait(false);
            Interlocked.Exchange(ref _notBefore, pause is { } time ? (clock.GetUtcNow() + time).UtcTicks : long.MaxValue);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The connection was closed.
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }

        if (failure is not null)
        {
            await messages
                .VerboseAsync($"The current token is still used, because a new one couldn't be obtained yet: {failure.Message}")
                .ConfigureAwait(false);
        }
    }
}
