namespace MdeHunting.Lab.Directory;

/// <summary>The managed identities of Contoso's one host: its own, and one that it was lent.</summary>
public static class LabManagedIdentities
{
    private const string Group = "/subscriptions/99999999-0000-0000-0000-0000000000ff/resourcegroups/hunting/providers";

    /// <summary>The host's own identity; it may hunt.</summary>
    public static LabManagedIdentity System { get; } =
        new(
            "hunting-functions",
            new Guid("aaaaaaaa-0000-0000-0000-000000000001"),
            new Guid("aaaaaaaa-0000-0000-0000-000000000002"),
            $"{Group}/Microsoft.Web/sites/hunting-functions",
            IsSystemAssigned: true,
            LabApplications.HuntingRoles
        );

    /// <summary>An identity of its own that the host was lent; it may hunt.</summary>
    public static LabManagedIdentity User { get; } =
        new(
            "hunting-identity",
            new Guid("bbbbbbbb-0000-0000-0000-000000000001"),
            new Guid("bbbbbbbb-0000-0000-0000-000000000002"),
            $"{Group}/Microsoft.ManagedIdentity/userAssignedIdentities/hunting-identity",
            IsSystemAssigned: false,
            LabApplications.HuntingRoles
        );

    /// <summary>An identity that nobody gave a permission.</summary>
    public static LabManagedIdentity UserWithoutRoles { get; } =
        new(
            "new-identity",
            new Guid("bbbbbbbb-0000-0000-0000-000000000003"),
            new Guid("bbbbbbbb-0000-0000-0000-000000000004"),
            $"{Group}/Microsoft.ManagedIdentity/userAssignedIdentities/new-identity",
            IsSystemAssigned: false,
            []
        );

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LabManagedIdentity> All { get; } = [System, User, UserWithoutRoles];
}
