namespace MdeHunting.Lab.Directory;

/// <summary>A person's account in a tenant.</summary>
public sealed record LabAccount(Guid ObjectId, string UserPrincipalName, string GivenName, string FamilyName)
{
    /// <summary>The template id of a role that may consent to delegated permissions, and register applications.</summary>
    public static Guid CloudApplicationAdministrator { get; } = new("158c047a-c907-4556-b7ef-446551a6b5f7");

    /// <summary>The template id of the other such role.</summary>
    public static Guid ApplicationAdministrator { get; } = new("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3");

    /// <summary>The display name.</summary>
    public string Name => $"{GivenName} {FamilyName}";

    /// <summary>The name that a guest signs in with, which is that of its own organisation; null for a member.</summary>
    public string? HomeName { get; init; }

    /// <summary>Why its sign-ins are refused, or null where they are not.</summary>
    public LabPolicy? Policy { get; init; }

    /// <summary>
    /// The template ids of the account's directory roles, a token's "wids"; by default Security Reader and the mark of an ordinary member.
    /// https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
    /// </summary>
    public IReadOnlyList<Guid> DirectoryRoles { get; init; } = [new("5d6b6bb7-de71-4623-b4af-96380a352509"), new("b79fbf4d-3ef9-4689-8143-76b194e85509")];

    /// <summary>Whether it may consent for everybody, and register applications.</summary>
    internal bool AdministersApplications => DirectoryRoles.Contains(CloudApplicationAdministrator) || DirectoryRoles.Contains(ApplicationAdministrator);
}
