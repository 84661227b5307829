using MdeHunting.Contract;
using MdeHunting.Service.Sending;
using Microsoft.Identity.Client.Extensions.Msal;

namespace MdeHunting.Service.SignIn;

/// <summary>The lock between processes of a place of accounts, as MSAL's cache package has it, but without holding up a thread, and not for a minute.</summary>
internal static class AccountLock
{
    // Whoever has it needs some milliseconds.
    private const int MostTries = 100;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    /// <summary>Takes the lock; who disposes of it gives it back.</summary>
    /// <param name="place">The place.</param>
    /// <param name="clock">The time.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="IOException">It cannot be had.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be had.</exception>
    public static async Task<IDisposable> TakeAsync(string place, TimeProvider clock, CancellationToken token)
    {
        for (var tries = 1; ; tries++)
        {
            token.ThrowIfCancellationRequested();
            try
            {
                return new CrossPlatLock($"{place}.lockfile", lockFileRetryDelay: 0, lockFileRetryCount: 1);
            }
            catch (InvalidOperationException e) when (e.InnerException is { } cause && (tries == MostTries || !SharedFile.IsInUse(cause)))
            {
                throw cause is UnauthorizedAccessException
                    ? new UnauthorizedAccessException(cause.Message, cause)
                    : new IOException(tries == MostTries ? $"another process is using them ('{place}.lockfile')." : cause.Message, cause);
            }
            catch (InvalidOperationException)
            {
                await clock.WaitAsync(Tick, token).ConfigureAwait(false);
            }
        }
    }
}
