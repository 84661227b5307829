namespace MdeHunting.Contract;

/// <summary>An application that is to be registered: a public client for people, or one that signs in by itself.</summary>
/// <param name="Name">Its display name.</param>
internal sealed record ApplicationRequest(string Name)
{
    /// <summary>The public part of its certificate (DER); null where it has none.</summary>
    public byte[]? Certificate { get; init; }

    /// <summary>The subject of GitHub's tokens that stand for it; null where none do.</summary>
    public string? FederatedSubject { get; init; }

    /// <summary>Whether it signs in by itself, and needs an application permission.</summary>
    public bool IsByItself => Certificate is not null || FederatedSubject is not null;
}

/// <summary>What of an environment a registration goes by.</summary>
/// <param name="Graph">Where Graph is.</param>
/// <param name="Authority">The identity service's address for the tenant.</param>
/// <param name="Resource">The name of the API that is hunted with.</param>
/// <param name="ResourceId">Its application id.</param>
/// <param name="Permission">The one permission of it that hunting needs.</param>
internal sealed record RegistrationPlan(Uri Graph, string Authority, string Resource, Guid ResourceId, string Permission);

/// <summary>An application that was registered.</summary>
/// <param name="TenantId">The tenant's id.</param>
/// <param name="ClientId">The application (client) id.</param>
/// <param name="ObjectId">The id of its object.</param>
/// <param name="Authority">The identity service's address for the tenant.</param>
internal sealed record RegisteredApplication(string TenantId, Guid ClientId, string ObjectId, string Authority);
