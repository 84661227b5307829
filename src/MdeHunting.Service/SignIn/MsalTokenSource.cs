using MdeHunting.Contract;
using MdeHunting.Service.Tokens;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.SignIn;

/// <summary>Tokens that MSAL keeps and renews before they expire. Each new one is compared with who was asked for, and with who signed in first.</summary>
/// <param name="method">How the sign-in was done.</param>
/// <param name="acquire">Gets a token from MSAL: from its cache, or a new one with the claims that are wanted.</param>
/// <param name="context">Where and for what.</param>
/// <param name="username">The account that was asked for; null where any will do.</param>
internal sealed class MsalTokenSource(SignInMethod method, MsalTokenSource.Acquire acquire, SignInContext context, string? username = null) : ITokenSource
{
    // Many callers at once cause one renewal: whoever comes second finds the new token.
    private readonly SemaphoreSlim _renewal = new(1, 1);
    private readonly IdentityCheck _check = new(context.TenantId, username, new AudienceCheck(context));
    private volatile AuthenticationResult? _latest;
    private bool _isCacheWrong;

    /// <summary>Gets a token.</summary>
    /// <param name="claims">The claims that a service wants beyond the usual; null for none.</param>
    /// <param name="prompt">Prompts the user; null if no prompt is allowed.</param>
    /// <param name="isFresh">Whether MSAL's cache is bypassed, because its token is another account's or was refused.</param>
    /// <param name="token">Gives up.</param>
    public delegate Task<AuthenticationResult> Acquire(string? claims, ISignInPrompt? prompt, bool isFresh, CancellationToken token);

    /// <inheritdoc/>
    public SignInMethod Method => method;

    /// <inheritdoc/>
    public TokenMetadata Latest =>
        _latest is { } latest
            ? new(
                context.TenantId ?? TenantCheck.TenantOf(latest.AccessToken),
                SignedInIdentity.NameOf(latest.Account),
                [.. latest.Scopes],
                latest.ExpiresOn.UtcDateTime
            )
            : throw new InvalidOperationException("Nobody has signed in yet.");

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => _check.Notes;

    /// <summary>Takes the account out of the cache; for methods that have accounts.</summary>
    public Func<CancellationToken, Task>? Forget { get; init; }

    /// <summary>Takes over what was found to be right.</summary>
    public Action<AuthenticationResult>? Accept { get; init; }

    /// <summary>Undoes what was found to be another account's, tenant's or API's.</summary>
    public Func<AuthenticationResult, Task>? Refuse { get; init; }

    /// <summary>Tells what became of the cache meanwhile.</summary>
    public Func<IMessageSink, Task>? Tell { get; init; }

    /// <summary>Signs in, and checks that it is the API, the tenant and the account that was asked for.</summary>
    public async Task SignInAsync(ISignInPrompt prompt, CancellationToken token)
    {
        try
        {
            await AcquireAsync(null, prompt, isFresh: false, token).ConfigureAwait(false);
        }
        finally
        {
            await TellAsync(prompt).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task<string> GetAsync(CancellationToken token) => AcquireOnceAsync(null, null, null, token);

    /// <inheritdoc/>
    public async Task<string> RenewAsync(string refused, string? claims, ISignInPrompt prompt, CancellationToken token)
    {
        try
        {
            return await AcquireOnceAsync(refused, claims, claims is null ? null : prompt, token).ConfigureAwait(false);
        }
        finally
        {
            await TellAsync(prompt).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task ForgetAsync(CancellationToken token) => Forget?.Invoke(token) ?? Task.CompletedTask;

    private Task TellAsync(IMessageSink messages) => Tell?.Invoke(messages) ?? Task.CompletedTask;

    private async Task<string> AcquireOnceAsync(string? refused, string? claims, ISignInPrompt? prompt, CancellationToken token)
    {
        await _renewal.WaitAsync(token).ConfigureAwait(false);
        try
        {
            // MSAL takes a token that a service refused without a word for a good one, so that it would give it again.
            return refused is null || _latest!.AccessToken == refused
                ? await AcquireAsync(claims, prompt, isFresh: refused is not null && claims is null, token).ConfigureAwait(false)
                : _latest.AccessToken;
        }
        finally
        {
            _renewal.Release();
        }
    }

    private async Task<string> AcquireAsync(string? claims, ISignInPrompt? prompt, bool isFresh, CancellationToken token)
    {
        var result = await context.Failures.ExplainAsync(() => acquire(claims, prompt, isFresh || _isCacheWrong, token)).ConfigureAwait(false);
        if (result.AccessToken != _latest?.AccessToken)
        {
            try
            {
                await _check.RequireAsync(SignedInIdentity.Of(result, method is SignInMethod.ManagedIdentity), prompt).ConfigureAwait(false);
            }
            catch (SignInException)
            {
                // Of another account that was asked, the connection's own has its tokens still.
                _isCacheWrong = result.Account?.HomeAccountId?.Identifier == _latest?.Account?.HomeAccountId?.Identifier;
                if (Refuse is not null)
                {
                    await Refuse(result).ConfigureAwait(false);
                }

                throw;
            }

            Accept?.Invoke(result);
        }

        _isCacheWrong = false;
        _latest = result;
        return result.AccessToken;
    }
}
