using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using MdeHunting.Connections;
using MdeHunting.Service.Hunting;
using MdeHunting.Service.Tokens;

namespace MdeHunting.Service.SignIn;

/// <summary>A token that came from elsewhere: checked as far as it can be read, used as it is, and never renewed.</summary>
internal sealed class SuppliedToken : ITokenSource
{
    // What may stand behind "Bearer": RFC 6750, section 2.1.
    private static readonly Regex BearerToken = new(@"^[A-Za-z0-9\-._~+/]+=*$", RegexOptions.CultureInvariant);
    private readonly string _token;

    private SuppliedToken(string token, IssuedToken facts)
    {
        _token = token;
        Latest = facts;
    }

    /// <inheritdoc/>
    public SignInMethod Method => SignInMethod.AccessToken;

    /// <inheritdoc/>
    public IssuedToken Latest { get; }

    /// <summary>Checks the token's audience, tenant and expiry against the connection.</summary>
    /// <exception cref="SignInException">It is for another API or tenant, or has expired.</exception>
    /// <exception cref="TokenException">It is no token at all.</exception>
    public static async Task<ITokenSource> CheckAsync(SignInContext context, AccessTokenChoice choice, ISignInPrompt prompt)
    {
        var token = TokenReader.Bare(new NetworkCredential(string.Empty, choice.Token).Password);
        if (!BearerToken.IsMatch(token))
        {
            // Refused here, since .NET would repeat it in its own refusal.
            throw new TokenException(
                TokenFailure.TokenMalformed,
                token.Length == 0 ? "The token is empty." : "The token has a character that no access token has.",
                "Check that the whole token was copied, and nothing else.");
        }

        var audience = TokenReader.TryReadClaim(token, "aud");
        if (audience is null)
        {
            await prompt.VerboseAsync("The token cannot be read, so its audience, tenant and expiry are not known.").ConfigureAwait(false);
            await WarnAsync(prompt, null).ConfigureAwait(false);
            return new SuppliedToken(token, new IssuedToken(context.TenantId, null, [], DateTime.MaxValue));
        }

        if (!HuntingAudiences.AreSame(context.Endpoint.Resource, audience) && !HuntingAudiences.Of(context.Api.Api).Include(audience))
        {
            throw new SignInException(
                SignInFailure.TokenForAnotherApi,
                $"The token is for {audience}, and {context.Api.Api} needs one for {context.Endpoint.Resource}.",
                "Get a token for that resource, or choose another -Api.")
            {
                Target = audience,
            };
        }

        await TenantCheck.RequireAsync(context.TenantId, null, token, prompt).ConfigureAwait(false);
        var expiry = Expiry(token);
        if (expiry <= context.Clock.GetUtcNow().UtcDateTime)
        {
            throw new SignInException(SignInFailure.TokenExpired, $"The token expired at {expiry:yyyy-MM-dd HH:mm:ss}Z.", "Get a new one.");
        }

        await WarnAsync(prompt, expiry).ConfigureAwait(false);
        var account = TokenReader.TryReadClaim(token, "upn") ?? TokenReader.TryReadClaim(token, "unique_name") ?? TokenReader.TryReadClaim(token, "preferred_username");
        var scopes = (TokenReader.TryReadClaim(token, "scp") ?? TokenReader.TryReadClaim(token, "roles"))?.Split(' ') ?? [];
        return new SuppliedToken(token, new IssuedToken(TenantCheck.TenantOf(token), account, scopes, expiry));
    }

    /// <inheritdoc/>
    public Task<string> GetAsync(CancellationToken token) => Task.FromResult(_token);

    /// <inheritdoc/>
    public Task<string> RenewAsync(string refused, string claims, ISignInPrompt prompt, CancellationToken token) => throw new SignInException(
        SignInFailure.SignInRequired,
        $"The service wants another token than the one that was supplied, with these claims: {claims}",
        "Get a new token, and connect again with it.");

    /// <inheritdoc/>
    public Task ForgetAsync(CancellationToken token) => Task.CompletedTask;

    private static DateTime Expiry(string token) =>
        double.TryParse(TokenReader.TryReadClaim(token, "exp"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 253_402_300_800
            ? new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(seconds)
            : DateTime.MaxValue;

    private static Task WarnAsync(ISignInPrompt prompt, DateTime? expiry) => prompt.WarnAsync(
        $"This token is not renewed: {(expiry is { } time && time != DateTime.MaxValue ? $"it is good until {time:yyyy-MM-dd HH:mm:ss}Z" : "it is good until it expires")}.");
}
