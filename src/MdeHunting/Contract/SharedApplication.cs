namespace MdeHunting.Contract;

/// <summary>A public client of Microsoft's own that people sign in with. It is used where it is named, and never by default: it can change or vanish.</summary>
/// <param name="Name">What <c>-ClientId</c> takes.</param>
/// <param name="Id">The application (client) id.</param>
/// <param name="Title">The name that Entra ID shows.</param>
/// <param name="About">What it is, in a sentence.</param>
internal sealed record SharedApplication(string Name, Guid Id, string Title, string About)
{
    /// <summary>
    /// What <c>Connect-MgGraph</c> signs in with. It may ask for any delegated permission of Microsoft Graph, and none is consented to beforehand
    /// (https://learn.microsoft.com/powershell/microsoftgraph/authentication-commands).
    /// </summary>
    public static SharedApplication GraphCommandLineTools { get; } =
        new(
            "GraphCommandLineTools",
            new Guid("14d82eec-204b-4c2f-b7e8-296a70dab67e"),
            "Microsoft Graph Command Line Tools",
            "Microsoft's shared application for Graph, which Connect-MgGraph uses: no registration of your own, an administrator's consent once per tenant"
        );

    // These ask Graph for a fixed set of permissions, without hunting. Entra ID refuses others with AADSTS65002.
    // Their IDs: https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in
    private static readonly Dictionary<string, Guid> WithoutHunting = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AzureCli"] = new("04b07795-8ddb-461a-bbee-02f9e1bf7b46"),
        ["AzurePowerShell"] = new("1950a258-227b-4e31-a9cf-717495945fc2"),
    };

    /// <summary>Those that can hunt.</summary>
    public static IReadOnlyList<SharedApplication> All { get; } = [GraphCommandLineTools];

    /// <summary>The one of a name; null where none has it.</summary>
    public static SharedApplication? Find(string name) => All.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The one of an id; null where it is another's.</summary>
    public static SharedApplication? Find(Guid? id) => All.FirstOrDefault(one => one.Id == id);

    /// <summary>Whether a name or an ID is that of an application of Microsoft's that cannot hunt.</summary>
    public static bool CannotHunt(string name) => WithoutHunting.ContainsKey(name) || (Guid.TryParse(name, out var id) && WithoutHunting.ContainsValue(id));
}
