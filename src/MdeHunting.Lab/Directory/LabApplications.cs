namespace MdeHunting.Lab.Directory;

/// <summary>The applications that the lab has unless it is given others. All hunt; they differ in how they sign in and in what else they may do.</summary>
public static class LabApplications
{
    /// <summary>The name of a secret that is good.</summary>
    public const string CurrentSecret = "current";

    /// <summary>The name of a second secret that is good, as while one is being replaced.</summary>
    public const string NextSecret = "next";

    /// <summary>The name of a secret that has expired.</summary>
    public const string ExpiredSecret = "expired";

    /// <summary>The subject of the jobs that the external issuer vouches for.</summary>
    public const string FederatedSubject = "repo:contoso/hunting:environment:production";

    /// <summary>The permissions that hunting needs, on all three services.</summary>
    public static IReadOnlyList<string> HuntingRoles => [.. LabResources.All.Select(resource => $"{resource.Identifier}/{resource.ApplicationRole}")];

    /// <summary>The application that a person signs in to; a public client, with consent to hunt through all three services.</summary>
    public static LabApplication Hunting { get; } =
        new(
            new Guid("22222222-2222-2222-2222-222222222222"),
            "API for MDE",
            IsPublicClient: true,
            [.. LabResources.All.Select(resource => $"{resource.Identifier}/{resource.DelegatedScope}")]
        )
        {
            RedirectUris = ["http://localhost"],
        };

    /// <summary>The application of an unattended job: every way to prove itself, and the permission to hunt.</summary>
    public static LabApplication Runbook { get; } =
        new(new Guid("33333333-3333-3333-3333-333333333333"), "Runbook", IsPublicClient: false, [])
        {
            ConsentedRoles = HuntingRoles,
            Secrets = AllSecrets,
            HasCertificate = true,
            FederatedCredentials = [new(FederatedSubject)],
        };

    /// <summary>An application that may do far more than hunt.</summary>
    public static LabApplication OverPrivileged { get; } =
        new(new Guid("88888888-8888-8888-8888-888888888888"), "Over-privileged", IsPublicClient: false, [])
        {
            ConsentedRoles =
            [
                .. HuntingRoles,
                .. new[]
                {
                    "Machine.Isolate",
                    "Machine.LiveResponse",
                    "Machine.Offboard",
                    "Machine.ReadWrite.All",
                    "Machine.RestrictExecution",
                    "Ti.ReadWrite.All",
                }.Select(role => $"{LabResources.Endpoint.Identifier}/{role}"),
                .. new[] { "Directory.ReadWrite.All", "Mail.ReadWrite", "RoleManagement.ReadWrite.Directory" }.Select(role =>
                    $"{LabResources.Graph.Identifier}/{role}"
                ),
                $"{LabResources.Xdr.Identifier}/Incident.ReadWrite.All",
            ],
            Secrets = AllSecrets,
            HasCertificate = true,
        };

    /// <summary>An application that nobody gave a permission.</summary>
    public static LabApplication NoRoles { get; } =
        new(new Guid("99999999-0000-0000-0000-000000000001"), "No roles", IsPublicClient: false, []) { Secrets = AllSecrets, HasCertificate = true };

    /// <summary>A public client that nobody consented to.</summary>
    public static LabApplication NoConsent { get; } =
        new(new Guid("99999999-0000-0000-0000-000000000002"), "No consent", IsPublicClient: true, [])
        {
            RedirectUris = ["http://localhost"],
            RequiredScopes = Hunting.ConsentedScopes,
        };

    /// <summary>
    /// Microsoft's own public client for Graph, which is in every tenant. Whoever hunts with it needs an administrator's consent to the permission first.
    /// </summary>
    public static LabApplication GraphCommandLineTools { get; } =
        new(new Guid("14d82eec-204b-4c2f-b7e8-296a70dab67e"), "Microsoft Graph Command Line Tools", IsPublicClient: true, [])
        {
            RedirectUris = ["http://localhost"],
        };

    /// <summary>The same in a tenant whose administrator has consented to registering applications with it, and not to hunting.</summary>
    public static LabApplication GraphCommandLineToolsForRegistration { get; } =
        GraphCommandLineTools with
        {
            ConsentedScopes = [$"{LabResources.Graph.Identifier}/Application.ReadWrite.All"],
        };

    /// <summary>The same in a tenant whose administrator has consented to hunting with it, too.</summary>
    public static LabApplication GraphCommandLineToolsWithConsent { get; } =
        GraphCommandLineTools with
        {
            ConsentedScopes = [.. LabResources.Graph.DelegatedScopes.Select(scope => $"{LabResources.Graph.Identifier}/{scope}")],
        };

    private static IReadOnlyList<LabSecret> AllSecrets =>
        [new(CurrentSecret, TimeSpan.FromDays(180)), new(NextSecret, TimeSpan.FromDays(365)), new(ExpiredSecret, TimeSpan.FromDays(-1))];
}
