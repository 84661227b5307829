using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MdeHunting.Lab.Tokens;

/// <summary>
/// Checks a token with which another issuer vouches for an application: issuer, then subject, then audience must be those of one federated credential.
/// https://learn.microsoft.com/entra/workload-id/workload-identity-federation
/// </summary>
internal sealed class FederatedTokenCheck(ExternalIssuer issuer, TimeProvider clock)
{
    private readonly JsonWebTokenHandler _handler = new();

    /// <exception cref="EntraException">The application trusts no such token, or nobody signed it.</exception>
    public async Task CheckAsync(JsonWebToken token, LabApplication application)
    {
        var known = application.FederatedCredentials;
        if (known.Count == 0)
        {
            throw new EntraException(CredentialErrors.NoFederatedCredential(application));
        }

        if (token.Issuer != issuer.Name)
        {
            throw new EntraException(CredentialErrors.FederatedIssuer(token.Issuer));
        }

        var ofSubject = known.Where(one => one.Subject == token.Subject).ToArray();
        if (ofSubject.Length == 0)
        {
            throw new EntraException(CredentialErrors.FederatedSubject(token.Subject));
        }

        if (!ofSubject.Any(one => token.Audiences.Contains(one.Audience)))
        {
            throw new EntraException(CredentialErrors.FederatedAudience(string.Join(' ', token.Audiences)));
        }

        AssertionTimes.Check(token, clock.GetUtcNow());
        var result = await _handler.ValidateTokenAsync(
            token,
            new TokenValidationParameters
            {
                IssuerSigningKey = issuer.Key.SecurityKey,
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
                ValidateIssuer = false,
                ValidateAudience = false,
                ValidateLifetime = false,
            }
        );
        if (!result.IsValid)
        {
            throw new EntraException(CredentialErrors.MalformedAssertion("The signature is not the issuer's."));
        }
    }
}
