namespace MdeHunting.Tables;

/// <summary>Which of a row's columns matter, by their names alone.</summary>
internal static class ColumnRoles
{
    // The first column of a role that a row has plays it. They stand in this order on the screen, and the last one gets the room that is left. Where there is
    // none for all of them, those with the highest number go first.
    private static readonly RoleNames[] Roles =
    [
        new(ColumnRole.Table, 0, ["$table", "source_", "Type", "Table", "SourceTable"]),
        new(ColumnRole.Connection, 1, ["MdeConnection"]),
        new(ColumnRole.Query, 2, ["MdeQuery"]),
        new(ColumnRole.Time, 3, ["Timestamp", "TimeGenerated", "ActivityTimestamp"]),
        new(ColumnRole.Device, 4, ["DeviceName", "SourceDeviceName", "KubernetesPodName", "SourceNodeName", "DeviceId"]),
        new(
            ColumnRole.Account,
            16,
            [
                "AccountName",
                "AccountUpn",
                "AccountDisplayName",
                "InitiatingProcessAccountName",
                "SenderFromAddress",
                "SenderEmailAddress",
                "UserPrincipalName",
                "ActivityInitiatorUpn",
                "FileOwnerUpn",
                "CreatorAccountUpn",
                "ServicePrincipalName",
                "UserId",
                "AccountObjectId",
            ]
        ),
        new(ColumnRole.Title, 6, ["Title"]),
        new(
            ColumnRole.Action,
            17,
            [
                "ActionType",
                "ResultStatus",
                "DeliveryAction",
                "EventType",
                "ActivityType",
                "RequestMethod",
                "EntityType",
                "EdgeLabel",
                "ErrorCode",
                "IsCompliant",
                "NetworkAdapterStatus",
                "AgentStatus",
                "LifecycleStatus",
                "AppStatus",
            ]
        ),
        new(ColumnRole.Recipient, 8, ["RecipientEmailAddress"]),
        new(
            ColumnRole.Kind,
            11,
            [
                "Severity",
                "ExposureLevel",
                "VulnerabilitySeverityLevel",
                "ConfigurationImpact",
                "ExtensionRisk",
                "PrivilegeLevel",
                "CriticalityLevel",
                "ThreatTypes",
            ]
        ),
        new(ColumnRole.Logon, 13, ["LogonType"]),
        new(
            ColumnRole.Subject,
            7,
            [
                "FileName",
                "RegistryKey",
                "Subject",
                "MessageSubject",
                "Application",
                "ApplicationName",
                "AppDisplayName",
                "DnsQuery",
                "CveId",
                "SoftwareName",
                "ResourceName",
                "OperationName",
                "StorageAccount",
                "Signer",
                "NetworkAdapterName",
                "ConfigurationSubcategory",
                "ConfigurationId",
                "ExtensionName",
                "IssuedTo",
                "AppName",
                "AgentName",
                "AIAgentName",
                "CampaignName",
                "ThreadName",
                "OriginatorUpn",
                "TargetNodeName",
                "JobTitle",
                "OSPlatform",
            ]
        ),
        new(
            ColumnRole.Target,
            10,
            [
                "RegistryValueName",
                "TargetAccountUpn",
                "TargetAccountDisplayName",
                "QueryTarget",
                "DestinationDeviceName",
                "ObjectName",
                "ResourceDisplayName",
                "SoftwareName",
                "SoftwareVersion",
                "StorageContainer",
                "Issuer",
                "IssuedBy",
                "CurrentValue",
                "BrowserName",
                "ActionResult",
                "VerifiedPublisher",
                "Department",
            ]
        ),
        new(ColumnRole.Value, 10, ["RegistryValueData", "RecommendedValue", "IsTrusted", "ExpirationDate"]),
        new(ColumnRole.Remote, 9, ["RemoteIP", "IPAddress", "SenderIPv4", "RemoteUrl", "Url", "PublicIP"]),
        new(ColumnRole.Port, 9, ["RemotePort"]),
        new(ColumnRole.Url, 12, ["RemoteUrl", "Url", "RequestUri"]),
        new(ColumnRole.Program, 18, ["InitiatingProcessFileName"]),
        new(
            ColumnRole.Detail,
            14,
            [
                "ProcessCommandLine",
                "InitiatingProcessCommandLine",
                "FolderPath",
                "MessageSnippet",
                "Query",
                "IPAddresses",
                "Reason",
                "RecipientDetails",
                "Description",
                "AgentDescription",
                "Permissions",
            ]
        ),
    ];

    // Where no file and no program is the point, it's who did it and whether it succeeded.
    private const int RankOfWho = 5;
    private const int RankOfOutcome = 12;

    // Of columns without a role those go first that nobody reads.
    private const int RankOfOpaque = 100;

    // Of columns whose first value says little of the next ones.
    private static readonly Dictionary<string, int> Widths = new(StringComparer.OrdinalIgnoreCase)
    {
        ["$table"] = 20,
        ["DeviceName"] = 15,
        ["AccountName"] = 14,
        ["AccountUpn"] = 26,
        ["ActionType"] = 20,
        ["FileName"] = 18,
        ["RemoteIP"] = 15,
        ["RemoteUrl"] = 28,
        ["ProcessCommandLine"] = 40,
        ["InitiatingProcessCommandLine"] = 40,
        ["InitiatingProcessFileName"] = 18,
        ["Title"] = 32,
        ["Subject"] = 28,
    };

    private static readonly string[] AddressEnds = ["IP", "IPAddress", "IPv4", "IPv6"];

    private static readonly string[] WholeEnds = [.. AddressEnds, "Port", "FileName", "Severity"];

    private static readonly Dictionary<string, RoleNames> ByName = Index();

    /// <summary>The columns that matter with their roles, in the order of those; fewer than three where this is another kind of row.</summary>
    /// <param name="names">The row's columns.</param>
    /// <param name="isEmpty">Whether the column at a place has no value, so that another one may play its role; null where that is not known.</param>
    /// <returns>Each role that is played, and the place of its column.</returns>
    public static IReadOnlyList<RoleColumn> Of(IReadOnlyList<string> names, Func<int, bool>? isEmpty = null)
    {
        // Each column is looked up once: there may be hundreds.
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Count; i++)
        {
            if (ByName.ContainsKey(names[i]) && !places.ContainsKey(names[i]))
            {
                places.Add(names[i], i);
            }
        }

        var found = new List<RoleColumn>();
        foreach (var role in Roles)
        {
            var chosen = -1;
            foreach (var name in role.Names)
            {
                if (!places.TryGetValue(name, out var place) || found.Exists(one => one.Place == place) || IsOfKey(name) && !HasKey())
                {
                    continue;
                }

                if (isEmpty is null || !isEmpty(place))
                {
                    chosen = place;
                    break;
                }

                chosen = chosen < 0 ? place : chosen;
            }

            if (chosen >= 0)
            {
                found.Add(new RoleColumn(role.Role, chosen));
            }
        }

        return found;

        // A value of the registry says nothing without its key.
        bool HasKey() =>
            found.Exists(one => one.Role == ColumnRole.Subject && string.Equals(names[one.Place], "RegistryKey", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a column may play a role.</summary>
    public static bool IsKnown(string name) => ByName.ContainsKey(name);

    /// <summary>The role that a column may play; null where it has none.</summary>
    public static ColumnRole? RoleOf(string name) => ByName.TryGetValue(name, out var found) ? found.Role : null;

    /// <summary>Whether a role tells where a row is from.</summary>
    public static bool IsSource(ColumnRole role) => role is ColumnRole.Table or ColumnRole.Connection or ColumnRole.Query;

    /// <summary>How soon a column is left out where there is no room: the one with the highest number first.</summary>
    /// <param name="names">The row's columns.</param>
    /// <param name="name">One of them.</param>
    public static int RankOf(IReadOnlyList<string> names, string name)
    {
        if (!ByName.TryGetValue(name, out var found))
        {
            return IsOpaque(name) ? RankOfOpaque : RankOfOpaque - 1;
        }

        return found.Role switch
        {
            ColumnRole.Account when IsAboutAccount(names, name) => RankOfWho,
            ColumnRole.Action when IsAboutAccount(names, name) => RankOfOutcome,
            _ => found.Rank,
        };
    }

    /// <summary>Whether a column holds addresses of hosts, of which no part says anything.</summary>
    public static bool IsAddress(string name) => AddressEnds.Any(end => name.EndsWith(end, StringComparison.Ordinal));

    /// <summary>What a column's values need of the screen, by its name.</summary>
    public static ColumnFit FitOf(string name)
    {
        foreach (var end in WholeEnds)
        {
            if (name.EndsWith(end, StringComparison.Ordinal))
            {
                return ColumnFit.Whole;
            }
        }

        return name.EndsWith("DeviceName", StringComparison.OrdinalIgnoreCase) ? ColumnFit.Host
            : name.EndsWith("CommandLine", StringComparison.OrdinalIgnoreCase) || name == "Title" ? ColumnFit.Rest
            : name.EndsWith("RegistryKey", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Path", StringComparison.Ordinal) ? ColumnFit.Path
            : ColumnFit.Text;
    }

    /// <summary>Whether a column's values are to be compared and searched for, and say nothing to who reads them.</summary>
    public static bool IsOpaque(string name) =>
        name.EndsWith("Id", StringComparison.Ordinal) || name.StartsWith("SHA", StringComparison.Ordinal) || name == "MD5";

    private static bool IsOfKey(string name) => name.StartsWith("RegistryValue", StringComparison.Ordinal);

    private static bool IsAboutAccount(IReadOnlyList<string> names, string name) =>
        name.StartsWith("Sender", StringComparison.Ordinal)
        || name != "InitiatingProcessAccountName" && !names.Contains("FileName") && !names.Contains("RegistryKey") && !names.Contains("LocalPort");

    /// <summary>How wide a column's values commonly are; 0 where that is not known.</summary>
    public static int TypicalWidth(string name) => Widths.TryGetValue(name, out var width) ? width : 0;

    private static Dictionary<string, RoleNames> Index()
    {
        var index = new Dictionary<string, RoleNames>(StringComparer.OrdinalIgnoreCase);
        foreach (var role in Roles)
        {
            foreach (var name in role.Names)
            {
                if (!index.ContainsKey(name))
                {
                    index.Add(name, role);
                }
            }
        }

        return index;
    }

    // Classes: lists of values are compiled for each kind of value when a session first shows a row, and those of classes are not.
    private sealed record RoleNames(ColumnRole Role, int Rank, string[] Names);
}
