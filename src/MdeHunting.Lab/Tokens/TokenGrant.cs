using System.Net;
using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Tokens;

/// <summary>
/// What an access token says: for whom (no account where the application acts for itself), through which application, to which resource,
/// with which delegated ("scp") and application ("roles") permissions, and which capabilities the client claims ("xms_cc").
/// </summary>
internal sealed record TokenGrant(
    LabTenant Tenant,
    LabApplication Application,
    LabAccount? Account,
    string Audience,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Roles,
    IReadOnlyList<string> Capabilities
)
{
    /// <summary>The object that an application is in its tenant: its service principal or managed identity.</summary>
    public Guid? ServicePrincipalId { get; init; }

    /// <summary>The resource that a managed identity is of, a token's "xms_mirid".</summary>
    public string? ManagedIdentityResource { get; init; }

    public ClientProof Proof { get; init; }

    public IPAddress Address { get; init; } = IPAddress.Loopback;
}
