using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Settings;
using MdeHunting.Lab.Tokens;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.Hosting;

/// <summary>What a test sees of a running lab, and changes in it.</summary>
public sealed class LabState
{
    private readonly LabServices _services;

    internal LabState(LabServices services) => _services = services;

    /// <summary>What is to go wrong.</summary>
    public LabFaults Faults => _services.Faults;

    /// <summary>The requests that were answered so far, or that will get no response: the oldest response first.</summary>
    public IReadOnlyList<LabRequest> Requests => _services.Log.Snapshot();

    /// <summary>ACTIONS_ID_TOKEN_REQUEST_URL of the external issuer's jobs, to which a client appends "&amp;audience=…".</summary>
    public Uri FederatedTokenRequestUrl => _services.ExternalEndpoint.RequestUrl;

    /// <summary>ACTIONS_ID_TOKEN_REQUEST_TOKEN, the bearer that goes with it.</summary>
    public string FederatedTokenRequestToken => _services.ExternalEndpoint.RequestToken;

    /// <summary>IDENTITY_ENDPOINT of the host whose managed identities the lab has.</summary>
    public Uri ManagedIdentityEndpoint => _services.ManagedIdentity.Address;

    /// <summary>IDENTITY_ENDPOINT of a machine with Azure Arc, whose key file cannot be read; IMDS_ENDPOINT is set there too.</summary>
    public Uri ArcEndpoint => _services.ManagedIdentity.ArcAddress;

    /// <summary>IDENTITY_HEADER, the secret that goes with it.</summary>
    public string ManagedIdentityHeader => _services.ManagedIdentity.Secret;

    /// <summary>What an application proves itself with.</summary>
    /// <exception cref="KeyNotFoundException">No tenant has the application.</exception>
    public LabApplicationCredentials CredentialsOf(Guid applicationId) => _services.Credentials.Of(applicationId);

    /// <summary>A token of the external issuer, by default the one that the Runbook application trusts.</summary>
    /// <param name="subject">The token's "sub".</param>
    /// <param name="audience">The token's "aud".</param>
    /// <param name="issuer">Another "iss" than the issuer's own; the signature is the same.</param>
    /// <param name="lifetime">How long it is good for; ten minutes unless told.</param>
    public string CreateFederatedToken(
        string subject = LabApplications.FederatedSubject,
        string audience = LabFederatedCredential.DefaultAudience,
        string? issuer = null,
        TimeSpan? lifetime = null
    ) => _services.ExternalIssuer.CreateToken(subject, audience, issuer, lifetime);

    /// <summary>Revokes all refresh tokens, as an administrator who ends a user's sessions does.</summary>
    public void RevokeRefreshTokens() => _services.RefreshTokens.Revoke((_, _) => true);

    /// <summary>
    /// Ends sessions as an administrator does: refresh tokens are dead (AADSTS50173), and Graph answers the access tokens of clients that say "cp1"
    /// with a claims challenge. Those of other clients stay good until they expire.
    /// </summary>
    /// <param name="accountOrTenant">A sign-in name, or a tenant's id or domain for everybody there.</param>
    public void RevokeSessions(string accountOrTenant)
    {
        bool Is(string name) => string.Equals(name, accountOrTenant, StringComparison.OrdinalIgnoreCase);
        _services.Revoke((tenant, account) => Is(account.UserPrincipalName) || Is(tenant.Domain) || Is(tenant.Id.ToString()));
    }

    /// <summary>
    /// Lets another program take a part of a tenant's quota: from now on it asks at even intervals, as if it had done so for a minute already. Like any program
    /// it is refused where the quota is used up; one that asks for more than there is takes all.
    /// </summary>
    /// <param name="tenant">The tenant's id or domain.</param>
    /// <param name="api">Graph, Endpoint or Xdr.</param>
    /// <param name="callsPerMinute">How often it asks in place of what it did before, up to 6000; 0 for no more.</param>
    /// <exception cref="ArgumentException">There is no such tenant, or <see cref="LabOptions.Quotas"/> has none for the API.</exception>
    public void UseQuota(string tenant, string api, int callsPerMinute) => _services.Quotas.Share(tenant, api, callsPerMinute);

    /// <summary>Makes an access token without a sign-in.</summary>
    internal string CreateAccessToken(TokenGrant grant, TimeSpan lifetime) => _services.Issuer.CreateAccessToken(grant, lifetime);
}
