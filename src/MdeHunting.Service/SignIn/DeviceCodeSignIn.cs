using MdeHunting.Contract;
using MdeHunting.Service.Sending;
using MdeHunting.Text;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Signs in with a code that the person enters on a page in any browser (RFC 8628;
/// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code).
/// </summary>
internal sealed class DeviceCodeSignIn(IPublicClientApplication application, IReadOnlyList<string> scopes, TimeProvider clock)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Shows the code and waits until the person has signed in, declined, or let the code expire.</summary>
    public async Task<AuthenticationResult> AcquireTokenAsync(string? hint, string? claims, ISignInPrompt prompt, CancellationToken token)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(token);
        var ticking = Task.CompletedTask;
        try
        {
            return await application
                .AcquireTokenWithDeviceCode(
                    scopes,
                    async code =>
                    {
                        var notice = new DeviceCodeNotice(Message(code), code.UserCode, code.VerificationUrl, code.ExpiresOn - clock.GetUtcNow());
                        await prompt.ShowDeviceCodeAsync(notice).ConfigureAwait(false);
                        ticking = ShowTimeLeftAsync(notice, prompt, ended.Token);
                    }
                )
                .WithClaims(claims)
                .ExecuteAsync(token)
                .ConfigureAwait(false);
        }
        finally
        {
            ended.Cancel();
            await ticking.ConfigureAwait(false);
        }
    }

    // Entra ID sends a sentence, which RFC 8628 does not have.
    private static string Message(DeviceCodeResult code) =>
        TerminalSafeText.Line(
            string.IsNullOrWhiteSpace(code.Message) ? $"To sign in, open {code.VerificationUrl} and enter the code {code.UserCode}" : code.Message
        );

    private async Task ShowTimeLeftAsync(DeviceCodeNotice notice, ISignInPrompt prompt, CancellationToken token)
    {
        var start = clock.GetTimestamp();
        try
        {
            for (var left = notice.Lifetime; left > TimeSpan.Zero; left = notice.Lifetime - clock.GetElapsedTime(start))
            {
                await prompt.ShowTimeLeftAsync(notice, left).ConfigureAwait(false);
                await clock.WaitAsync(Tick, token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The sign-in is over, one way or another.
        }
    }
}
