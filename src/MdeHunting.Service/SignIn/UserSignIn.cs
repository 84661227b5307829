using MdeHunting.Contract;
using MdeHunting.Service.Tokens;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.SignIn;

/// <summary>Signs a user in: with an account of the cache where one fits, else by asking the person.</summary>
/// <param name="context">Where and for what.</param>
/// <param name="choice">Which account, and whether the person may be asked.</param>
/// <param name="application">MSAL, with the cache.</param>
/// <param name="accounts">The cache.</param>
/// <param name="acquire">Asks the person.</param>
internal sealed class UserSignIn(
    SignInContext context,
    UserChoice choice,
    IPublicClientApplication application,
    AccountCache accounts,
    UserSignIn.AcquireToken acquire
)
{
    private IAccount? _account;
    private HashSet<string?> _known = [];

    /// <summary>Asks the person to sign in.</summary>
    public delegate Task<AuthenticationResult> AcquireToken(string? hint, string? claims, ISignInPrompt prompt, CancellationToken token);

    /// <summary>Signs in.</summary>
    /// <exception cref="SignInException">It did not succeed, or a person is needed and may not be asked.</exception>
    public async Task<ITokenSource> SignInAsync(ISignInPrompt prompt, CancellationToken token)
    {
        _account = await FindAccountAsync(prompt).ConfigureAwait(false);
        var tokens = new MsalTokenSource(choice.Method, AcquireAsync, context, choice.Username, accounts.Messages)
        {
            Forget = ForgetAsync,
            Accept = result => _account = result.Account ?? _account,
            Refuse = RefuseAsync,
        };
        await tokens.SignInAsync(prompt, token).ConfigureAwait(false);
        return tokens;
    }

    // The first time the prompt comes without claims; afterwards only with a claims challenge, so that a renewal never opens a browser by surprise.
    private async Task<AuthenticationResult> AcquireAsync(string? claims, ISignInPrompt? prompt, bool isFresh, IdentityRetry retry, CancellationToken token)
    {
        if (_account is { } account)
        {
            var (result, needed) = await retry.RunAsync(within => AcquireSilentlyAsync(account, claims, isFresh, within), token).ConfigureAwait(false);
            if (result is not null)
            {
                return result;
            }

            if (prompt is null || !choice.MayPrompt)
            {
                throw OfSilence(claims, needed!);
            }

            await prompt.VerboseAsync($"The account {account.Username} in the cache isn't sufficient; prompting for sign-in.").ConfigureAwait(false);
        }

        if (prompt is null || !choice.MayPrompt)
        {
            throw new SignInException(
                SignInFailure.SignInRequired,
                choice.Username is null
                    ? "No single cached account matches this tenant, and -NonInteractive prevents a prompt."
                    : $"The account {choice.Username} isn't in the cache, and -NonInteractive prevents a prompt.",
                "Sign in once without -NonInteractive (with -Persist, for later processes), or use an application with a certificate."
            )
            {
                Target = choice.Username ?? context.TenantId,
            };
        }

        _known = Ids(await application.GetAccountsAsync().ConfigureAwait(false));
        return await retry.RunOnceAsync(within => acquire(choice.Username ?? _account?.Username, claims, prompt, within), token).ConfigureAwait(false);
    }

    // Without a result where it takes the person.
    private async Task<(AuthenticationResult? Result, MsalUiRequiredException? Needed)> AcquireSilentlyAsync(
        IAccount account,
        string? claims,
        bool isFresh,
        CancellationToken token
    )
    {
        try
        {
            var result = await application
                .AcquireTokenSilent(context.UserScopes, account)
                .WithClaims(claims)
                .WithForceRefresh(isFresh)
                .ExecuteAsync(token)
                .ConfigureAwait(false);
            return (result, null);
        }
        catch (MsalUiRequiredException e)
        {
            return (null, e);
        }
    }

    private SignInException OfSilence(string? claims, MsalUiRequiredException e)
    {
        var refusal = context.Failures.OfSilence(e);
        return claims is null
            ? refusal
            : new SignInException(
                SignInFailure.SignInRequired,
                $"The service requires you to sign in again, and -NonInteractive prevents a prompt. {refusal.Message} It requires these claims: {claims}.",
                "Run Connect-MdeTenant again, without -NonInteractive.",
                e
            )
            {
                ServiceCode = refusal.GetServiceCode(),
                ServiceMessage = refusal.GetServiceMessage(),
                RequestId = refusal.GetRequestId(),
            };
    }

    // Who came only now and is not wanted is not kept, so that the next sign-in does not find them.
    private async Task RefuseAsync(AuthenticationResult result)
    {
        if (result.Account is { HomeAccountId.Identifier: { } id } account && !_known.Contains(id) && id != _account?.HomeAccountId?.Identifier)
        {
            await application.RemoveAsync(account).ConfigureAwait(false);
        }
    }

    private static HashSet<string?> Ids(IEnumerable<IAccount> all) => [.. all.Select(account => account.HomeAccountId?.Identifier)];

    // Of several accounts none is picked: the wrong one would hunt without anybody noticing.
    private async Task<IAccount?> FindAccountAsync(ISignInPrompt prompt)
    {
        var found = (await application.GetAccountsAsync().ConfigureAwait(false)).ToList();
        _known = Ids(found);
        var fitting = choice.Username is { } name
            ? found.FindAll(a => SignedInIdentity.IsOneOf(SignedInIdentity.NamesOf(a, context.TenantId), name))
            : found.FindAll(a => a.GetTenantProfiles()?.Any(p => string.Equals(p.TenantId, context.TenantId, StringComparison.OrdinalIgnoreCase)) == true);
        if (fitting.Count > 1)
        {
            await prompt
                .VerboseAsync(
                    $"{fitting.Count} cached accounts match: {string.Join(", ", fitting.Select(a => a.Username))}. Specify the one to use with -Username."
                )
                .ConfigureAwait(false);
        }

        return fitting.Count == 1 ? fitting[0] : null;
    }

    private async Task ForgetAsync(CancellationToken _)
    {
        if (_account is not null)
        {
            await application.RemoveAsync(_account).ConfigureAwait(false);
            accounts.RequireForgotten();
        }
    }
}
