using MdeHunting.Contract;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Tokens;
using Microsoft.Identity.Client;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Tokens that MSAL gets. The one in hand is used while it is good; the next one is got beside the work before that ends, and waited for only then. Each
/// new one is compared with who was asked for, and with who signed in first.
/// </summary>
internal sealed class MsalTokenSource : ITokenSource
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PauseOfSameToken = TimeSpan.FromMinutes(1);

    private readonly Acquire _acquire;
    private readonly SignInContext _context;

    // Many callers at once cause one renewal: whoever comes second finds the new token, or the failure.
    private readonly SemaphoreSlim _renewal = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly IdentityCheck _check;
    private readonly EarlyRenewal _early;
    private volatile TokenInHand? _hand;
    private volatile FailedRenewal _failed = new(0, null);

    /// <param name="method">How the sign-in was done.</param>
    /// <param name="acquire">Gets a token from MSAL.</param>
    /// <param name="context">Where and for what.</param>
    /// <param name="username">The account that was asked for; null where any will do.</param>
    /// <param name="messages">What happened beside the work, for the next who listens; null where nothing has yet.</param>
    public MsalTokenSource(SignInMethod method, Acquire acquire, SignInContext context, string? username = null, LateMessages? messages = null)
    {
        Messages = messages ?? new LateMessages();
        Method = method;
        _acquire = acquire;
        _context = context;
        _check = new IdentityCheck(context.TenantId, username, new AudienceCheck(context));
        _early = new EarlyRenewal(context.Clock, RenewEarlyAsync, Messages, _closing.Token);
    }

    /// <summary>Gets a token.</summary>
    /// <param name="claims">The claims that a service wants beyond the usual; null for none.</param>
    /// <param name="prompt">Prompts the user; null if no prompt is allowed.</param>
    /// <param name="isFresh">Whether MSAL's cache is passed by.</param>
    /// <param name="retry">Makes the call, and repeats it.</param>
    /// <param name="token">Gives up.</param>
    public delegate Task<AuthenticationResult> Acquire(string? claims, ISignInPrompt? prompt, bool isFresh, IdentityRetry retry, CancellationToken token);

    /// <inheritdoc/>
    public SignInMethod Method { get; }

    /// <inheritdoc/>
    public TokenMetadata Latest =>
        _hand is { Result: var latest } hand
            ? new(
                _context.TenantId ?? TenantCheck.TenantOf(latest.AccessToken),
                SignedInIdentity.NameOf(latest.Account),
                [.. latest.Scopes],
                latest.ExpiresOn.UtcDateTime
            )
            {
                Told = hand.Told,
            }
            : throw new InvalidOperationException("Nobody has signed in yet.");

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => _check.Notes;

    /// <summary>What happened beside the work, for the next who listens.</summary>
    private LateMessages Messages { get; }

    /// <summary>Takes the account out of the cache; for methods that have accounts.</summary>
    public Func<CancellationToken, Task>? Forget { get; init; }

    /// <summary>Takes over what was found to be right.</summary>
    public Action<AuthenticationResult>? Accept { get; init; }

    /// <summary>Undoes what was found to be another account's, tenant's or API's.</summary>
    public Func<AuthenticationResult, Task>? Refuse { get; init; }

    /// <summary>Signs in, and checks that it is the API, the tenant and the account that was asked for.</summary>
    public async Task SignInAsync(ISignInPrompt prompt, CancellationToken token)
    {
        try
        {
            var retry = new IdentityRetry(_context, _context.Outage, _context.DemandOf(prompt));
            await AcquireAsync(null, prompt, prompt, isFresh: false, retry, token).ConfigureAwait(false);
        }
        finally
        {
            await Messages.TellAsync(prompt).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<string> GetAsync(TokenDemand demand, CancellationToken token)
    {
        if (demand.Prompt is not null)
        {
            await Messages.TellAsync(demand.Prompt).ConfigureAwait(false);
        }

        if (Usable() is { } hand)
        {
            if (_context.Clock.GetUtcNow() >= hand.RenewFrom)
            {
                _early.Begin();
            }

            return hand.Text;
        }

        return await RenewOnceAsync(null, null, demand, token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<string> RenewAsync(string refused, string? claims, TokenDemand demand, CancellationToken token) =>
        RenewOnceAsync(refused, claims, demand, token);

    /// <inheritdoc/>
    public Task ForgetAsync(CancellationToken token) => Forget?.Invoke(token) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _closing.Cancel();

    private TokenInHand? Usable() => _hand is { } hand && hand.IsGood(_context.Clock.GetUtcNow()) ? hand : null;

    private async Task<string> RenewOnceAsync(string? refused, string? claims, TokenDemand demand, CancellationToken token)
    {
        var before = _failed.Number;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, _closing.Token);
        await _renewal.WaitAsync(either.Token).ConfigureAwait(false);
        try
        {
            var renewed = refused is null ? Usable() : _hand;
            if (renewed is not null && renewed.Text != refused)
            {
                return renewed.Text;
            }

            // Whoever waited for one that failed has asked with it.
            if (claims is null && _failed is { Failure: { } failure } failed && failed.Number > before && IsOfAll(failure, demand))
            {
                throw failure.Retold(static text => text);
            }

            return await RenewNowAsync(claims, demand, either.Token).ConfigureAwait(false);
        }
        finally
        {
            _renewal.Release();
            if (demand.Prompt is not null)
            {
                await Messages.TellAsync(demand.Prompt).ConfigureAwait(false);
            }
        }
    }

    private async Task<string> RenewNowAsync(string? claims, TokenDemand demand, CancellationToken token)
    {
        try
        {
            // MSAL takes a token that a service refused without a word for a good one, so that it would give it again. A person is asked for claims alone.
            var retry = new IdentityRetry(_context, _context.Outage, demand);
            return await AcquireAsync(claims, claims is null ? null : demand.Prompt, demand.Prompt, isFresh: claims is null, retry, token)
                .ConfigureAwait(false);
        }
        catch (SignInException e) when (claims is null)
        {
            _failed = new FailedRenewal(_failed.Number + 1, e);
            throw;
        }
    }

    // One that would be waited out for longer by the next is not that one's yet.
    private bool IsOfAll(SignInException failure, TokenDemand demand) =>
        failure.Trouble is SignInTrouble.Lasting or SignInTrouble.BadResponse || _context.Outage.IsOver(demand.RetryTimeout);

    private async Task<(TimeSpan? Pause, SignInException? Failure)> RenewEarlyAsync(CancellationToken token)
    {
        await _renewal.WaitAsync(token).ConfigureAwait(false);
        try
        {
            if (_context.Clock.GetUtcNow() < _hand!.RenewFrom)
            {
                return (TimeSpan.Zero, null);
            }

            // What fails here is waited out by nobody, and so takes nothing of the time for which it would be.
            var retry = new IdentityRetry(_context, new Outage(_context.Clock), TokenDemand.Once with { Prompt = Messages });
            await AcquireAsync(null, null, Messages, isFresh: true, retry, token).ConfigureAwait(false);
            return (_context.Clock.GetUtcNow() < _hand!.RenewFrom ? TimeSpan.Zero : PauseOfSameToken, null);
        }
        catch (SignInException e)
        {
            return (e.MayPass ? e.RetryAfter ?? PauseAfterFailure : null, e);
        }
        finally
        {
            _renewal.Release();
        }
    }

    private async Task<string> AcquireAsync(
        string? claims,
        ISignInPrompt? asked,
        IMessageSink? messages,
        bool isFresh,
        IdentityRetry retry,
        CancellationToken token
    )
    {
        var result = await _acquire(claims, asked, isFresh, retry, token).ConfigureAwait(false);
        if (result.AccessToken != _hand?.Text)
        {
            try
            {
                await _check.RequireAsync(SignedInIdentity.Of(result, Method is SignInMethod.ManagedIdentity), messages).ConfigureAwait(false);
            }
            catch (SignInException)
            {
                if (Refuse is not null)
                {
                    await Refuse(result).ConfigureAwait(false);
                }

                throw;
            }

            Accept?.Invoke(result);
        }

        _hand = TokenInHand.Of(result, _context.Clock.GetUtcNow());
        _early.Reset();
        return result.AccessToken;
    }

    private sealed record FailedRenewal(int Number, SignInException? Failure);
}
