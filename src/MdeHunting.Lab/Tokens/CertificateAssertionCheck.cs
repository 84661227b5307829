using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MdeHunting.Lab.Tokens;

/// <summary>
/// Checks an assertion that an application signed with its certificate: RFC 7523 as in
/// https://learn.microsoft.com/entra/identity-platform/certificate-credentials.
/// </summary>
internal sealed class CertificateAssertionCheck(ApplicationCredentials credentials, Uri baseAddress, TimeProvider clock)
{
    private readonly JsonWebTokenHandler _handler = new();
    private readonly Lock _lock = new();
    private readonly HashSet<string> _seen = [];

    /// <exception cref="EntraException">The assertion is not the application's, not for here, not for now, or was seen before.</exception>
    public async Task CheckAsync(JsonWebToken token, LabTenant tenant, LabApplication application)
    {
        if (!Is(token.Issuer, application) || !Is(token.Subject, application))
        {
            throw new EntraException(CredentialErrors.WrongAssertionIssuer);
        }

        var certificate = Find(token, application);
        await CheckSignatureAsync(token, certificate);

        if (token.Audiences.FirstOrDefault(audience => IsHere(audience, tenant)) is null)
        {
            throw new EntraException(CredentialErrors.WrongAssertionAudience(string.Join(' ', token.Audiences)));
        }

        AssertionTimes.Check(token, clock.GetUtcNow());
        if (!token.TryGetPayloadValue<string>("jti", out var id) || id.Length == 0)
        {
            throw new EntraException(CredentialErrors.MalformedAssertion("The assertion has no 'jti'."));
        }

        lock (_lock)
        {
            if (!_seen.Add(id))
            {
                throw new EntraException(CredentialErrors.AssertionReplayed);
            }
        }
    }

    private X509Certificate2 Find(JsonWebToken token, LabApplication application)
    {
        var asked = Header(token, "x5t#S256") ?? Header(token, "x5t") ?? Header(token, "kid");
        var registered = application.RegisteredCertificate ?? credentials.Find(application.Id).Certificate;
        return asked is not null && registered is not null && Names(registered).Contains(asked)
            ? registered
            : throw new EntraException(CredentialErrors.KeyNotFound(asked));
    }

    private async Task CheckSignatureAsync(JsonWebToken token, X509Certificate2 certificate)
    {
        var result = await _handler.ValidateTokenAsync(
            token,
            new TokenValidationParameters
            {
                IssuerSigningKey = new X509SecurityKey(certificate),
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256],
                TryAllIssuerSigningKeys = true,
                ValidateIssuer = false,
                ValidateAudience = false,
                ValidateLifetime = false,
            }
        );
        if (!result.IsValid)
        {
            throw new EntraException(CredentialErrors.WrongSignature(certificate.Thumbprint));
        }
    }

    private bool IsHere(string audience, LabTenant tenant) =>
        new[] { tenant.Id.ToString(), tenant.Domain }
            .SelectMany(name => new[] { $"/{name}/oauth2/v2.0/token", $"/{name}/v2.0" })
            .Any(path => string.Equals(new Uri(baseAddress, path).AbsoluteUri, audience, StringComparison.OrdinalIgnoreCase));

    private static bool Is(string? id, LabApplication application) => Guid.TryParse(id, out var parsed) && parsed == application.Id;

    private static string? Header(JsonWebToken token, string name) => token.TryGetHeaderValue<string>(name, out var value) ? value : null;

    private static string[] Names(X509Certificate2 certificate) =>
        [
            Base64UrlEncoder.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256)),
            Base64UrlEncoder.Encode(certificate.GetCertHash(HashAlgorithmName.SHA1)),
            certificate.Thumbprint,
        ];
}
