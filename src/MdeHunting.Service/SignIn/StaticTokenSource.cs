using System.Text.RegularExpressions;
using MdeHunting.Contract;
using MdeHunting.Service.Tokens;
using MdeHunting.Text;

namespace MdeHunting.Service.SignIn;

/// <summary>A token that came from elsewhere: checked as far as it can be read, used as it is, and never renewed.</summary>
internal sealed class StaticTokenSource : ITokenSource
{
    // What may stand behind "Bearer": RFC 6750, section 2.1.
    private static readonly Regex BearerToken = new(@"^[A-Za-z0-9\-._~+/]+=*$", RegexOptions.CultureInvariant);
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
        var token = TokenReader.Bare(SecretText.Of(choice.Token));
        if (!BearerToken.IsMatch(token))
        {
            // Refused here, since .NET would repeat it in its own refusal.
            throw new TokenException(
                TokenFailure.TokenMalformed,
                token.Length == 0 ? "The token is empty." : "The token has a character that no access token has.",
                "Check that the whole token was copied, and nothing else."
            );
        }

        TokenReader.RequireWhole(token);
        var said = TokenReader.TryRead(token, Said.Of);
        if (said is null)
        {
            await prompt.VerboseAsync("The token cannot be read, so its audience, tenant and expiry are not known.").ConfigureAwait(false);
        }

        var audience = new AudienceCheck(context) { NextStep = "Get a token for that resource, or choose another -Api." };
        var check = new IdentityCheck(context.TenantId, null, audience);
        await check.RequireAsync(SignedInIdentity.Of(token), prompt).ConfigureAwait(false);
        if (said?.ExpiresOn is { } expiry && expiry <= context.Clock.GetUtcNow().UtcDateTime)
        {
            throw new SignInException(SignInFailure.TokenExpired, $"The token expired at {UtcText.Second(expiry)}.", "Get a new one.");
        }

        await WarnAsync(prompt, said?.ExpiresOn).ConfigureAwait(false);
        return new StaticTokenSource(
            token,
            new TokenMetadata(said?.TenantId ?? context.TenantId, said?.Account, said?.Permissions ?? [], said?.ExpiresOn ?? DateTime.MaxValue),
            check.Notes
        );
    }

    /// <inheritdoc/>
    public Task<string> GetAsync(TokenDemand demand, CancellationToken token) => Task.FromResult(_token);

    /// <inheritdoc/>
    public Task<string> RenewAsync(string refused, string? claims, TokenDemand demand, CancellationToken token) =>
        claims is null
            ? Task.FromResult(_token)
            : throw new SignInException(
                SignInFailure.SignInRequired,
                $"The service wants another token than the one that was supplied, with these claims: {claims}",
                "Get a new token, and connect again with it."
            );

    /// <inheritdoc/>
    public Task ForgetAsync(CancellationToken token) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() { }

    private static Task WarnAsync(ISignInPrompt prompt, DateTime? expiry) =>
        prompt.WarnAsync($"This token is not renewed: it is good until {(expiry is { } time ? UtcText.Second(time) : "it expires")}.");

    private sealed record Said(string? TenantId, string? Account, string[] Permissions, DateTime? ExpiresOn)
    {
        public static Said Of(Claims claims) =>
            new(claims.Text("tid"), claims.Account, claims.Words("scp") is { Length: > 0 } scopes ? scopes : claims.List("roles"), claims.Time("exp"));
    }
}
