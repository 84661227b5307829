namespace MdeHunting.Service.SignIn;

/// <summary>Gives up a call of MSAL at once: between two tries it waits up to ten seconds, whatever its token says.</summary>
internal static class GivingUp
{
    /// <summary>The call's result.</summary>
    /// <param name="call">The call, which has the token as well and ends by itself some time later.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static async Task<T> OrGiveUpAsync<T>(this Task<T> call, CancellationToken token)
    {
        var givenUp = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (token.Register(() => givenUp.TrySetResult(true)))
        {
            if (await Task.WhenAny(call, givenUp.Task).ConfigureAwait(false) != call)
            {
                // Nobody waits for what it ends with.
                _ = call.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                throw new OperationCanceledException(token);
            }
        }

        return await call.ConfigureAwait(false);
    }
}
