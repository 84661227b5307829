using MdeHunting.Contract;
using MdeHunting.Service.Tokens;
using MdeHunting.Text;

namespace MdeHunting.Service.SignIn;

/// <summary>A token that came from elsewhere: checked as far as it can be read, used as it is, and never renewed.</summary>
internal sealed class StaticTokenSource : ITokenSource
{
    private readonly string _token;

    private StaticTokenSource(string token, TokenMetadata facts, IReadOnlyList<string> notes)
    {
        _token = token;
        Latest = facts;
        Notes = notes;
    }

    /// <inheritdoc/>
    public SignInMethod Method => SignInMethod.AccessToken;

    /// <inheritdoc/>
    public TokenMetadata Latest { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Checks the token's audience, tenant and expiry against the connection.</summary>
    /// <exception cref="SignInException">It is for another API or tenant, or has expired.</exception>
    /// <exception cref="TokenException">It is no token at all.</exception>
    public static async Task<ITokenSource> CheckAsync(SignInContext context, AccessTokenChoice choice, ISignInPrompt prompt)
    {
        var audience = new AudienceCheck(context) { NextStep = "Get a token for that resource, or choose another -Api." };
        var check = new IdentityCheck(context.TenantId, null, audience);
        var token = await SuppliedToken.CheckAsync(context, check, SecretText.Of(choice.Token), prompt).ConfigureAwait(false);
        if (token.ExpiresOn is { } expiry && expiry <= context.Clock.GetUtcNow().UtcDateTime)
        {
            throw new SignInException(SignInFailure.TokenExpired, $"The token expired at {UtcText.Second(expiry)}.", "Get a new one.");
        }

        await WarnAsync(prompt, token.ExpiresOn).ConfigureAwait(false);
        return new StaticTokenSource(token.Text, token.Metadata, check.Notes);
    }

    /// <inheritdoc/>
    public Task<string> GetAsync(TokenDemand demand, CancellationToken token) => Task.FromResult(_token);

    /// <inheritdoc/>
    public Task<string> RenewAsync(string refused, string? claims, TokenDemand demand, CancellationToken token) =>
        claims is null
            ? Task.FromResult(_token)
            : throw new SignInException(
                SignInFailure.SignInRequired,
                $"The service requires a different token than the one that was supplied, with these claims: {claims}",
                "Get a new token, and connect again with it."
            );

    /// <inheritdoc/>
    public Task ForgetAsync(CancellationToken token) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() { }

    private static Task WarnAsync(ISignInPrompt prompt, DateTime? expiry) =>
        prompt.WarnAsync($"This token isn't renewed: it's valid until {(expiry is { } time ? UtcText.Second(time) : "it expires")}.");
}
