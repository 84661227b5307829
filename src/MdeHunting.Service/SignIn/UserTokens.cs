using MdeHunting.Connections;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.SignIn;

/// <summary>The tokens of a signed-in user: MSAL keeps them in memory and renews them before they expire.</summary>
internal sealed class UserTokens(IPublicClientApplication application, AuthenticationResult signedIn)
{
    // Many callers at once cause one renewal: whoever comes second finds the new token in MSAL's cache.
    private readonly SemaphoreSlim _renewal = new(1, 1);
    private volatile AuthenticationResult _latest = signedIn;

    /// <summary>What the latest token was given for.</summary>
    public AuthenticationResult Latest => _latest;

    /// <summary>A token that is good now.</summary>
    /// <exception cref="SignInException">The sign-in is not good any more, or the identity service cannot be reached.</exception>
    public async Task<string> GetAsync(CancellationToken token)
    {
        await _renewal.WaitAsync(token).ConfigureAwait(false);
        try
        {
            _latest = await application.AcquireTokenSilent(_latest.Scopes, _latest.Account).ExecuteAsync(token).ConfigureAwait(false);
            return _latest.AccessToken;
        }
        catch (Exception e) when (SignInFailures.Explain(e, application.Authority) is { } failure)
        {
            throw failure;
        }
        finally
        {
            _renewal.Release();
        }
    }
}
