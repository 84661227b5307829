namespace MdeHunting.Lab.Directory;

/// <summary>The three resources that the lab stands in for.</summary>
public static class LabResources
{
    /// <summary>Microsoft Graph.</summary>
    public static LabResource Graph { get; } =
        new("Graph", "https://graph.microsoft.com", new Guid("00000003-0000-0000-c000-000000000000"), "ThreatHunting.Read.All", "ThreatHunting.Read.All")
        {
            OtherScopes = ["Application.ReadWrite.All"],
        };

    /// <summary>Defender for Endpoint's own API, "WindowsDefenderATP".</summary>
    public static LabResource Endpoint { get; } =
        new(
            "Endpoint",
            "https://api.securitycenter.microsoft.com",
            new Guid("fc780465-2017-40d4-a0c5-307022471b92"),
            "AdvancedQuery.Read",
            "AdvancedQuery.Read.All"
        )
        {
            Aliases = ["https://api.securitycenter.windows.com", "https://securitycenter.onmicrosoft.com/windowsatpservice"],
        };

    /// <summary>Defender XDR's own API, "Microsoft Threat Protection".</summary>
    public static LabResource Xdr { get; } =
        new("Xdr", "https://api.security.microsoft.com", new Guid("8ee8fdad-f234-4243-8f3b-15c294843740"), "AdvancedHunting.Read", "AdvancedHunting.Read.All");

    /// <summary>All of them, in the order of the environment file.</summary>
    public static IReadOnlyList<LabResource> All { get; } = [Graph, Endpoint, Xdr];
}
