using MdeHunting.Text;

namespace MdeHunting.Tables;

/// <summary>Names that tables and columns have elsewhere, or had before; those of functions and operators are in <see cref="Kql.KqlFacts"/>.</summary>
internal static class OtherNames
{
    // Microsoft Defender ATP's schema until 2020: https://learn.microsoft.com/defender-xdr/advanced-hunting-schema-changes,
    // https://techcommunity.microsoft.com/blog/microsoftdefenderatpblog/advanced-hunting-updates-usb-events-machine-level-actions-and-schema-changes/824152.
    private static readonly Dictionary<string, string> FormerTables = new(StringComparer.OrdinalIgnoreCase)
    {
        ["MachineInfo"] = "DeviceInfo",
        ["MachineNetworkInfo"] = "DeviceNetworkInfo",
        ["ProcessCreationEvents"] = "DeviceProcessEvents",
        ["NetworkCommunicationEvents"] = "DeviceNetworkEvents",
        ["FileCreationEvents"] = "DeviceFileEvents",
        ["RegistryEvents"] = "DeviceRegistryEvents",
        ["LogonEvents"] = "DeviceLogonEvents",
        ["ImageLoadEvents"] = "DeviceImageLoadEvents",
        ["MiscEvents"] = "DeviceEvents",
        ["AlertEvents"] = "AlertInfo",
        ["DeviceAlertEvents"] = "AlertInfo",
        ["AppFileEvents"] = "CloudAppEvents",
        ["DeviceFileCertificateInfoBeta"] = "DeviceFileCertificateInfo",
        ["DeviceTvmSoftwareInventoryVulnerabilities"] = "DeviceTvmSoftwareVulnerabilities",
    };

    private static readonly Dictionary<string, string> FormerColumns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EventTime"] = "Timestamp",
        ["TimeGenerated"] = "Timestamp",
        ["ComputerName"] = "DeviceName",
        ["MachineName"] = "DeviceName",
        ["MachineId"] = "DeviceId",
        ["RemoteComputerName"] = "RemoteDeviceName",
        ["EventId"] = "ReportId",
        ["EventType"] = "ActionType",
        ["InitiatingProcessParentName"] = "InitiatingProcessParentFileName",
        ["FileSha1"] = "SHA1",
        ["FileSha256"] = "SHA256",
    };

    // Columns that the page of a table calls otherwise or doesn't have, and others of Microsoft's do, such as
    // https://learn.microsoft.com/azure/azure-monitor/reference/tables-index.
    private static readonly Dictionary<string, string[]> ElsewhereColumns = new(StringComparer.Ordinal)
    {
        ["AgentsInfo"] = ["Description", "Name"],
        ["CloudAppEvents"] = ["ISP"],
        ["CloudAuditEvents"] = ["ISP"],
        ["DeviceTvmSoftwareVulnerabilitiesKB"] = ["CvssVector", "EpssScore"],
        ["IdentityLogonEvents"] = ["ISP"],
    };

    // Microsoft Sentinel's, https://learn.microsoft.com/azure/azure-monitor/reference/tables-index: where Defender has what they tell.
    private static readonly Dictionary<string, string> SentinelTables = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SigninLogs"] = "EntraIdSignInEvents",
        ["AADNonInteractiveUserSignInLogs"] = "EntraIdSignInEvents",
        ["AADServicePrincipalSignInLogs"] = "EntraIdSpnSignInEvents",
        ["AADManagedIdentitySignInLogs"] = "EntraIdSpnSignInEvents",
        ["OfficeActivity"] = "CloudAppEvents",
        ["AuditLogs"] = "CloudAppEvents",
        ["AzureActivity"] = "CloudAppEvents",
        ["SecurityAlert"] = "AlertInfo",
        ["SecurityIncident"] = "AlertInfo",
        ["SecurityEvent"] = "DeviceEvents",
        ["WindowsEvent"] = "DeviceEvents",
        ["Event"] = "DeviceEvents",
        ["Heartbeat"] = "DeviceInfo",
        ["MicrosoftGraphActivityLogs"] = "GraphAPIAuditEvents",
        ["CommonSecurityLog"] = "DeviceNetworkEvents",
        ["DnsEvents"] = "DeviceNetworkEvents",
        ["WindowsFirewall"] = "DeviceNetworkEvents",
        ["McasShadowItReporting"] = "CloudAppEvents",
        ["BehaviorAnalytics"] = "BehaviorInfo",
    };

    /// <summary>Whether a table may have a column that its page doesn't have under that name.</summary>
    public static bool IsElsewhere(string table, string column) => ElsewhereColumns.TryGetValue(table, out var columns) && columns.Contains(column);

    /// <summary>
    /// The table that one of another name is here, and why that name is none; null where nothing is known of the name, or the table is not there.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="known">The tables that there are.</param>
    public static (string Name, string Why)? Table(string name, IReadOnlyCollection<string> known) =>
        FormerTables.TryGetValue(name, out var renamed) && known.Contains(renamed)
            ? (renamed, $"Defender renamed '{name}' to '{renamed}' years ago, and its columns have other names, too.")
        : SentinelTables.TryGetValue(name, out var defender) && known.Contains(defender)
            ? (defender, $"'{name}' is a table of Microsoft Sentinel, and Defender's has other columns.")
        : null;

    /// <summary>The same as a sentence.</summary>
    public static string? Advice(string name, IReadOnlyCollection<string> known) =>
        Table(name, known) is { } table ? $"{EditDistance.Ask([table.Name])} {table.Why}" : null;

    /// <summary>What a column is called today; null where nothing is known of the name.</summary>
    public static string? Column(string name) => FormerColumns.TryGetValue(name, out var renamed) ? renamed : null;
}
