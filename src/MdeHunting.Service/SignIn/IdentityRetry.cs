using MdeHunting.Contract;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Tokens;

namespace MdeHunting.Service.SignIn;

/// <summary>Makes a call of a sign-in, and makes it again where it failed for a reason that passes by itself. All that it throws is explained.</summary>
/// <param name="context">Where the sign-in is tried.</param>
/// <param name="outage">That of the identity service: it is waited out once for all queries of the connection.</param>
/// <param name="demand">How long that is waited out, and who is told.</param>
internal sealed class IdentityRetry(SignInContext context, Outage outage, TokenDemand demand)
{
    /// <summary>Makes a call that can be made again as a whole, with proofs that are new each time.</summary>
    /// <param name="call">The call.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="SignInException">It did not succeed.</exception>
    public Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken token) =>
        new IdentityCall(demand.Prompt, null).RunAsync(() => RepeatAsync(call, static (_, _) => true, token));

    /// <summary>Makes a call with a person in the middle, who is not asked again: each of its requests is made again by itself.</summary>
    /// <param name="call">The call.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="SignInException">It did not succeed.</exception>
    public Task<T> RunOnceAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken token) =>
        new IdentityCall(demand.Prompt, this).RunAsync(() => context.Failures.ExplainAsync(() => call(token).OrGiveUpAsync(token)));

    /// <summary>Makes something again as long as that is right.</summary>
    /// <param name="call">What is made.</param>
    /// <param name="mayRepeat">Whether it may be made again after a failure that passes; knows how often it was made.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="SignInException">It did not succeed.</exception>
    public async Task<T> RepeatAsync<T>(Func<CancellationToken, Task<T>> call, Func<SignInException, int, bool> mayRepeat, CancellationToken token)
    {
        var started = context.Clock.GetTimestamp();
        var patience = new Patience(outage, demand.RetryTimeout, context.Clock);
        var badResponses = 0;
        for (var times = 1; ; times++)
        {
            SignInException failure;
            var sent = context.Clock.GetTimestamp();
            try
            {
                var result = await context.Failures.ExplainAsync(() => call(token).OrGiveUpAsync(token)).ConfigureAwait(false);
                patience.Answered();
                return result;
            }
            catch (SignInException e)
            {
                failure = e;
            }

            token.ThrowIfCancellationRequested();
            demand.Prompt?.NoteResponse(hasCome: failure.Trouble is SignInTrouble.Lasting or SignInTrouble.BadResponse);
            TimeSpan? again;
            switch (failure.Trouble)
            {
                case SignInTrouble.Lasting:
                    patience.Answered();
                    throw failure;
                case SignInTrouble.BadResponse:
                    // A page in its place is no response of the service, and is as true for the next query.
                    var delayed = patience.DelayAfterFault(sent, failure.RetryAfter);
                    again = ++badResponses <= demand.RetryLimit ? delayed : null;
                    break;
                default:
                    badResponses = 0;
                    again = patience.DelayAfterFault(sent, failure.RetryAfter);
                    break;
            }

            if (again is not { } delay || !mayRepeat(failure, times))
            {
                throw times > 1 ? failure.After(times, context.Clock.GetElapsedTime(started)) : failure;
            }

            await SignInWait.WaitAsync(demand.Prompt, context.Clock, failure.What, delay, token).ConfigureAwait(false);
        }
    }
}
