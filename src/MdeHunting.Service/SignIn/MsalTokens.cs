using MdeHunting.Connections;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.SignIn;

/// <summary>Tokens that MSAL keeps and renews before they expire.</summary>
/// <param name="method">How the sign-in was done.</param>
/// <param name="acquire">Gets a token from MSAL: from its cache, or a new one with the claims that are wanted.</param>
/// <param name="failures">Explains what MSAL throws.</param>
/// <param name="tenantId">The tenant that was asked for; null where the token tells.</param>
internal sealed class MsalTokens(SignInMethod method, MsalTokens.Acquire acquire, SignInFailures failures, string? tenantId) : ITokenSource
{
    // Many callers at once cause one renewal: whoever comes second finds the new token.
    private readonly SemaphoreSlim _renewal = new(1, 1);
    private volatile AuthenticationResult? _latest;

    /// <summary>Gets a token.</summary>
    /// <param name="claims">The claims that a service wants beyond the usual; null for none.</param>
    /// <param name="prompt">Asks the person; null where nobody may be asked.</param>
    /// <param name="token">Gives up.</param>
    public delegate Task<AuthenticationResult> Acquire(string? claims, ISignInPrompt? prompt, CancellationToken token);

    /// <inheritdoc/>
    public SignInMethod Method => method;

    /// <inheritdoc/>
    public IssuedToken Latest => IssuedToken.Of(
        _latest ?? throw new InvalidOperationException("Nobody has signed in yet."), tenantId ?? TenantCheck.TenantOf(_latest.AccessToken));

    /// <summary>Takes the account out of the cache; for methods that have accounts.</summary>
    public Func<CancellationToken, Task>? Forget { get; init; }

    /// <summary>Signs in, and checks that it is the tenant that was asked for.</summary>
    public async Task SignInAsync(ISignInPrompt prompt, CancellationToken token)
    {
        _latest = await failures.ExplainAsync(() => acquire(null, prompt, token)).ConfigureAwait(false);
        await TenantCheck.RequireAsync(tenantId, _latest.TenantId, _latest.AccessToken, prompt).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<string> GetAsync(CancellationToken token) => OnceAsync(null, null, null, token);

    /// <inheritdoc/>
    public Task<string> RenewAsync(string refused, string claims, ISignInPrompt prompt, CancellationToken token) => OnceAsync(refused, claims, prompt, token);

    /// <inheritdoc/>
    public Task ForgetAsync(CancellationToken token) => Forget?.Invoke(token) ?? Task.CompletedTask;

    private async Task<string> OnceAsync(string? refused, string? claims, ISignInPrompt? prompt, CancellationToken token)
    {
        await _renewal.WaitAsync(token).ConfigureAwait(false);
        try
        {
            if (refused is null || _latest!.AccessToken == refused)
            {
                _latest = await failures.ExplainAsync(() => acquire(claims, prompt, token)).ConfigureAwait(false);
            }

            return _latest.AccessToken;
        }
        finally
        {
            _renewal.Release();
        }
    }
}
