namespace MdeHunting.Service.SignIn;

/// <summary>Gives up a call of MSAL at once, whatever it waits for: not all of it heeds its token (a name that is resolved on .NET Framework, say).</summary>
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
