using MdeHunting.Contract;
using MdeHunting.Service.Tokens;
using MdeHunting.Text;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Tokens that a provider of the caller's gives. It runs only while a command does, since it needs that one's thread: before the token in hand ends, when the
/// service refuses it, and once for all that need it at a time. Each token is compared with who was asked for, and with the first.
/// </summary>
internal sealed class ProvidedTokenSource : ITokenSource
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly SignInContext _context;
    private readonly ITokenProvider _provider;
    private readonly IdentityCheck _check;
    private readonly SemaphoreSlim _call = new(1, 1);
    private volatile Hand? _hand;
    private volatile FailedCall _failed = new(0, null);

    private ProvidedTokenSource(SignInContext context, ITokenProvider provider)
    {
        _context = context;
        _provider = provider;
        _check = new IdentityCheck(context.TenantId, null, new AudienceCheck(context));
    }

    /// <inheritdoc/>
    public SignInMethod Method => SignInMethod.TokenProvider;

    /// <inheritdoc/>
    public TokenMetadata Latest => _hand?.Metadata ?? throw new InvalidOperationException("There's no token yet.");

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => _check.Notes;

    private DateTime Now => _context.Clock.GetUtcNow().UtcDateTime;

    private string NextStep =>
        $"The script block gets the API as $Resource ({_context.Endpoint.Resource}) and the tenant as $TenantId"
        + $"{(_context.TenantId is { } tenant ? $" ({tenant})" : string.Empty)}; it must return a token for both.";

    /// <summary>Gets the first token.</summary>
    /// <exception cref="SignInException">The provider failed, or its token cannot be used.</exception>
    public static async Task<ITokenSource> SignInAsync(SignInContext context, ITokenProvider provider, ISignInPrompt prompt, CancellationToken token)
    {
        var source = new ProvidedTokenSource(context, provider);
        await source.RequestOnceAsync(null, null, prompt, token).ConfigureAwait(false);
        return source;
    }

    /// <inheritdoc/>
    public async Task<string> GetAsync(TokenDemand demand, CancellationToken token)
    {
        var hand = _hand!;
        var isGood = Now < hand.ExpiresOn;
        if (isGood && (Now < hand.AskFrom || demand.Prompt is null || _provider.IsRunning))
        {
            return hand.Text;
        }

        try
        {
            return await RequestOnceAsync(null, null, demand.Prompt, token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SignInException or TokenException && isGood)
        {
            await demand
                .Prompt!.WarnAsync($"The current token is used until it expires at {UtcText.Second(hand.ExpiresOn)}. {e.Message}")
                .ConfigureAwait(false);
            return hand.Text;
        }
    }

    /// <inheritdoc/>
    public Task<string> RenewAsync(string refused, string? claims, TokenDemand demand, CancellationToken token) =>
        RequestOnceAsync(refused, claims, demand.Prompt, token);

    /// <inheritdoc/>
    public Task ForgetAsync(CancellationToken token) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() { }

    private async Task<string> RequestOnceAsync(string? refused, string? claims, ISignInPrompt? prompt, CancellationToken token)
    {
        if (prompt is null)
        {
            throw new SignInException(
                SignInFailure.SignInRequired,
                "The token provider runs only while a command does, and none is running.",
                "Run a command."
            );
        }

        if (_provider.IsRunning)
        {
            throw new SignInException(
                SignInFailure.TokenProviderFailed,
                "The token provider uses the connection that waits for its token.",
                "In the script block of -TokenProvider, get the token without this connection."
            );
        }

        var before = _failed.Number;
        await _call.WaitAsync(token).ConfigureAwait(false);
        try
        {
            if (_hand is { } hand && (refused is null ? Now < hand.AskFrom && Now < hand.ExpiresOn : hand.Text != refused))
            {
                return hand.Text;
            }

            // Whoever waited for a call that failed has asked with it.
            if (_failed is { Failure: { } failure } failed && failed.Number > before)
            {
                throw failure.Retold(static text => text);
            }

            return await RequestAsync(refused, claims, prompt).ConfigureAwait(false);
        }
        catch (MdeException e)
        {
            _failed = new FailedCall(_failed.Number + 1, e);
            if (_hand is { } hand)
            {
                _hand = hand with { AskFrom = Now + Pause };
            }

            throw;
        }
        finally
        {
            _call.Release();
        }
    }

    private async Task<string> RequestAsync(string? refused, string? claims, ISignInPrompt prompt)
    {
        await prompt
            .VerboseAsync($"Running the token provider for {_context.Endpoint.Resource}{(claims is null ? string.Empty : $" with these claims: {claims}")}.")
            .ConfigureAwait(false);
        var request = new TokenRequest(_context.Endpoint.Resource.TrimEnd('/'), _context.TenantId ?? _hand?.Metadata.TenantId, claims);
        var provided = await prompt.InvokeAsync(() => Provide(request)).ConfigureAwait(false);
        if (provided.Failure is { } failed)
        {
            throw failed;
        }

        foreach (var complaint in provided.Token!.Complaints)
        {
            await prompt.WarnAsync($"The token provider wrote an error: {complaint}").ConfigureAwait(false);
        }

        var token = await CheckAsync(provided.Token, prompt).ConfigureAwait(false);
        var expiry = token.ExpiresOn ?? provided.Token.ExpiresOn ?? DateTime.MaxValue;
        if (expiry <= Now)
        {
            throw new SignInException(
                SignInFailure.TokenExpired,
                $"The token provider returned a token that expired at {UtcText.Second(expiry)}.",
                "Make sure that the script block of -TokenProvider gets a new token each time it runs."
            );
        }

        if (token.Text == refused && claims is not null)
        {
            throw new SignInException(
                SignInFailure.SignInRequired,
                $"The service requires a different token, with these claims, and the token provider returned the same one again: {claims}",
                "In the script block of -TokenProvider, request the token with the value of $Claims (a claims challenge), or sign in again."
            );
        }

        await prompt
            .VerboseAsync(
                expiry == DateTime.MaxValue
                    ? "The token provider returned a token that doesn't state when it expires. It runs again when the service rejects the token."
                    : $"The token provider returned a token that expires at {UtcText.Second(expiry)}."
            )
            .ConfigureAwait(false);
        _hand = Hand.Of(token, expiry, isSame: token.Text == _hand?.Text, Now);
        return token.Text;
    }

    // What it throws is a failure of the sign-in, and not of the command's thread.
    private (ProvidedToken? Token, SignInException? Failure) Provide(TokenRequest request)
    {
        try
        {
            return (_provider.Provide(request), null);
        }
        catch (SignInException e)
        {
            return (null, e);
        }
    }

    private async Task<SuppliedToken> CheckAsync(ProvidedToken provided, ISignInPrompt prompt)
    {
        try
        {
            return await SuppliedToken.CheckAsync(_context, _check, provided.Text, prompt).ConfigureAwait(false);
        }
        catch (SignInException e)
        {
            throw new SignInException(e.Failure, $"The token provider's token can't be used. {e.What}", NextStep) { Target = e.GetTarget() };
        }
        catch (TokenException e)
        {
            throw new SignInException(SignInFailure.TokenProviderWithoutToken, $"The value that the token provider returned isn't a token. {e.What}", NextStep);
        }
    }

    private sealed record Hand(string Text, TokenMetadata Metadata, DateTime ExpiresOn, DateTime AskFrom)
    {
        public static Hand Of(SuppliedToken token, DateTime expiry, bool isSame, DateTime now)
        {
            // A provider that keeps tokens gives the same one until near its end.
            var from =
                expiry == DateTime.MaxValue ? expiry
                : isSame ? now + Pause
                : expiry - TokenInHand.Lead(expiry - now);
            return new Hand(token.Text, token.Metadata with { ExpiresOn = expiry }, expiry, from);
        }
    }

    private sealed record FailedCall(int Number, MdeException? Failure);
}
