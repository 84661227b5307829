using System.Text.RegularExpressions;
using MdeHunting.Contract;
using MdeHunting.Service.Tokens;

namespace MdeHunting.Service.SignIn;

/// <summary>A token that nobody signed in for here, checked as far as it can be read: that it is one, whole, and for the API, tenant and account.</summary>
/// <param name="Text">The token.</param>
/// <param name="Metadata">What may be told of it.</param>
/// <param name="ExpiresOn">When it says that it expires (UTC); null where it does not.</param>
internal sealed record SuppliedToken(string Text, TokenMetadata Metadata, DateTime? ExpiresOn)
{
    // What may stand behind "Bearer": RFC 6750, section 2.1.
    private static readonly Regex BearerToken = new(@"^[A-Za-z0-9\-._~+/]+=*$", RegexOptions.CultureInvariant);

    /// <summary>Checks a token.</summary>
    /// <param name="context">What it is for.</param>
    /// <param name="check">Compares the API, tenant and account.</param>
    /// <param name="text">The token, with what may have been copied with it.</param>
    /// <param name="messages">Told what cannot be known.</param>
    /// <exception cref="SignInException">It is for another API or tenant.</exception>
    /// <exception cref="TokenException">It is no token at all.</exception>
    public static async Task<SuppliedToken> CheckAsync(SignInContext context, IdentityCheck check, string text, IMessageSink messages)
    {
        var token = TokenReader.Bare(text);
        context.Http.Secrets.Add(token);
        if (!BearerToken.IsMatch(token))
        {
            // Refused here, since .NET would repeat it in its own refusal.
            throw new TokenException(
                TokenFailure.TokenMalformed,
                token.Length == 0 ? "The token is empty." : "The token has a character that isn't valid in an access token.",
                "Check that the whole token was copied, and nothing else."
            );
        }

        TokenReader.RequireWhole(token);
        var said = TokenReader.TryRead(token, Said.Of);
        if (said is null)
        {
            await messages.VerboseAsync("The token can't be read, so its audience, tenant, and expiry aren't known.").ConfigureAwait(false);
        }

        await check.RequireAsync(SignedInIdentity.Of(token), messages).ConfigureAwait(false);
        return new SuppliedToken(
            token,
            new TokenMetadata(said?.TenantId ?? context.TenantId, said?.Account, said?.Permissions ?? [], said?.ExpiresOn ?? DateTime.MaxValue)
            {
                Told = ToldNames.Of(token),
            },
            said?.ExpiresOn
        );
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(SuppliedToken);

    private sealed record Said(string? TenantId, string? Account, string[] Permissions, DateTime? ExpiresOn)
    {
        public static Said Of(Claims claims) =>
            new(claims.Text("tid"), claims.Account, claims.Words("scp") is { Length: > 0 } scopes ? scopes : claims.List("roles"), claims.Time("exp"));
    }
}
