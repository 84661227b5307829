using MdeHunting.Contract;
using MdeHunting.Service.Sending;

namespace MdeHunting.Service.SignIn;

/// <summary>A pause before something is sent again, which the person sees.</summary>
internal static class SignInWait
{
    /// <summary>Waits.</summary>
    /// <param name="prompt">Who is told; null for nobody.</param>
    /// <param name="clock">The time.</param>
    /// <param name="what">What failed, as a sentence.</param>
    /// <param name="delay">How long.</param>
    /// <param name="token">Gives up.</param>
    public static async Task WaitAsync(ISignInPrompt? prompt, TimeProvider clock, string what, TimeSpan delay, CancellationToken token)
    {
        if (prompt is null)
        {
            await clock.WaitAsync(delay, token).ConfigureAwait(false);
            return;
        }

        await prompt.VerboseAsync(FormattableString.Invariant($"{what} Retrying in {delay.TotalSeconds:0.0} seconds.")).ConfigureAwait(false);
        var wait = new WaitNotice(what, delay, clock.GetUtcNow().UtcDateTime + delay);
        await prompt.ShowWaitAsync(wait).ConfigureAwait(false);
        await ShownWait.WaitAsync(prompt, clock, wait, token).ConfigureAwait(false);
        await prompt.ShowWaitAsync(null).ConfigureAwait(false);
    }
}
