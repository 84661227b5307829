using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;
using MdeHunting.Lab.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>Checks a bearer as a protected resource must: that this identity server signed it, for this resource, for now, with the permission.</summary>
internal sealed class BearerCheck(SigningKey key, LabDirectory directory, ClaimsChallenges challenges, TimeProvider clock)
{
    private const string Scheme = "Bearer ";

    // Services let clocks differ by this much for what is not good yet; what has expired has expired.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    public Task<Bearer> CheckAsync(string? authorization, LabResource resource) =>
        CheckAsync(authorization, resource, resource.DelegatedScope, resource.ApplicationRole);

    public async Task<Bearer> CheckAsync(string? authorization, LabResource resource, string scope, string role)
    {
        if (authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) != true)
        {
            return new(null, BearerProblem.Missing, null);
        }

        var text = authorization[Scheme.Length..].Trim();
        if (text.Length == 0)
        {
            return new(null, BearerProblem.Missing, null);
        }

        var result = await _handler.ValidateTokenAsync(text, Parameters(resource));
        var token = result.SecurityToken as JsonWebToken ?? Read(text);
        if (!result.IsValid)
        {
            return new(null, ToProblem(result.Exception), token);
        }

        if (token is null || FindTenant(token) is not { } tenant)
        {
            return new(null, BearerProblem.UnknownTenant, token);
        }

        if (challenges.Find(token, resource) is { } challenge)
        {
            return new(tenant, BearerProblem.CalledBack, token) { Challenge = challenge };
        }

        var isAllowed = Bearer.Permission(token, "scp").Contains(scope) || Bearer.Permission(token, "roles").Contains(role);
        return new(tenant, isAllowed ? null : BearerProblem.MissingPermission, token);
    }

    private TokenValidationParameters Parameters(LabResource resource) =>
        new()
        {
            IssuerSigningKey = key.SecurityKey,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ValidTypes = ["JWT"],
            AudienceValidator = (audiences, _, _) => audiences.Any(resource.IsNamed),
            IssuerValidator = (issuer, token, _) =>
                FindTenant((JsonWebToken)token) is { } tenant && issuer == TokenIssuer.AccessTokenIssuer(tenant)
                    ? issuer
                    : throw new SecurityTokenInvalidIssuerException("The issuer is not one of the lab's tenants."),
            LifetimeValidator = (notBefore, expires, _, _) => clock.GetUtcNow().UtcDateTime is var now && notBefore <= now + Tolerance && now < expires,
        };

    private LabTenant? FindTenant(JsonWebToken token) => Guid.TryParse(token.GetPayloadValueOrNull("tid"), out var id) ? directory.Find(id) : null;

    private JsonWebToken? Read(string text)
    {
        try
        {
            return _handler.CanReadToken(text) ? _handler.ReadJsonWebToken(text) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static BearerProblem ToProblem(Exception? exception) =>
        exception switch
        {
            SecurityTokenInvalidAudienceException => BearerProblem.WrongAudience,
            SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNotYetValidException => BearerProblem.OutOfTime,
            SecurityTokenInvalidIssuerException => BearerProblem.UnknownTenant,
            SecurityTokenInvalidSignatureException => BearerProblem.WrongSignature,
            _ => BearerProblem.Malformed,
        };
}
