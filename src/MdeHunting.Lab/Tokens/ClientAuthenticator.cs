using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;
using Microsoft.IdentityModel.JsonWebTokens;

namespace MdeHunting.Lab.Tokens;

/// <summary>Finds out whether a client is the application that it says it is.</summary>
internal sealed class ClientAuthenticator(
    ApplicationCredentials credentials,
    CertificateAssertionCheck certificates,
    FederatedTokenCheck federation,
    TimeProvider clock
)
{
    public const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private readonly JsonWebTokenHandler _handler = new();

    /// <exception cref="EntraException">The client proved nothing, though it must, or something else than it should.</exception>
    public async Task<ClientProof> CheckAsync(EntraForm form, LabTenant tenant, LabApplication application)
    {
        var (secret, assertion) = (form.Optional("client_secret"), form.Optional("client_assertion"));
        if (secret is null && assertion is null)
        {
            return application.IsPublicClient ? ClientProof.None : throw new EntraException(Missing(form));
        }

        if (application.IsPublicClient)
        {
            throw new EntraException(CredentialErrors.PublicClient(application));
        }

        if (assertion is not null)
        {
            await CheckAssertionAsync(form, assertion, tenant, application);
            return ClientProof.Assertion;
        }
        var expiry = credentials.FindSecret(application, secret!) ?? throw new EntraException(CredentialErrors.WrongSecret(application));
        return clock.GetUtcNow() < expiry ? ClientProof.Secret : throw new EntraException(CredentialErrors.SecretExpired(application));
    }

    private async Task CheckAssertionAsync(EntraForm form, string assertion, LabTenant tenant, LabApplication application)
    {
        var type = form.Required("client_assertion_type");
        if (type != AssertionType)
        {
            throw new EntraException(CredentialErrors.UnsupportedAssertionType(type));
        }

        // One that the application issued itself is signed with its certificate; any other comes from somebody who vouches for it.
        var token = Read(assertion);
        var isOwn = Guid.TryParse(token.Issuer, out var issuer) && (issuer == application.Id || tenant.FindApplication(token.Issuer) is not null);
        if (isOwn)
        {
            await certificates.CheckAsync(token, tenant, application);
        }
        else
        {
            await federation.CheckAsync(token, application);
        }
    }

    private JsonWebToken Read(string assertion)
    {
        try
        {
            return _handler.ReadJsonWebToken(assertion);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new EntraException(CredentialErrors.MalformedAssertion("The token is not a JWT."));
        }
    }

    private static EntraError Missing(EntraForm form) =>
        form.Has("grant_type", "client_credentials") ? CredentialErrors.MissingCredential : EntraError.NotPublicClient;
}

/// <summary>How a client proved who it is; the number is a token's "appidacr".</summary>
internal enum ClientProof
{
    None = 0,
    Secret = 1,
    Assertion = 2,
}
