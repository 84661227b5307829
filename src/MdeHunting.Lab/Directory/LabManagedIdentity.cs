namespace MdeHunting.Lab.Directory;

/// <summary>
/// An identity that the host of a program vouches for, without any secret.
/// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview
/// </summary>
/// <param name="Name">The display name.</param>
/// <param name="ClientId">Its application id.</param>
/// <param name="ObjectId">Its service principal's object id.</param>
/// <param name="ResourceId">The Azure resource id: of the host where it is system-assigned, its own where it is user-assigned.</param>
/// <param name="IsSystemAssigned">Whether it is the one that is meant when none is named.</param>
/// <param name="ConsentedRoles">The application permissions with their resource.</param>
public sealed record LabManagedIdentity(
    string Name,
    Guid ClientId,
    Guid ObjectId,
    string ResourceId,
    bool IsSystemAssigned,
    IReadOnlyList<string> ConsentedRoles
)
{
    internal LabApplication ToApplication() => new(ClientId, Name, IsPublicClient: false, []) { ConsentedRoles = ConsentedRoles };
}
