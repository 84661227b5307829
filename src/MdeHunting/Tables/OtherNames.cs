using MdeHunting.Text;

namespace MdeHunting.Tables;

/// <summary>Names that tables, columns, functions and operators have elsewhere, or had before.</summary>
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

    // What SQL, Splunk, Python and PowerShell call them.
    private static readonly Dictionary<string, string> Functions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["lower"] = "tolower",
        ["lcase"] = "tolower",
        ["to_lower"] = "tolower",
        ["upper"] = "toupper",
        ["ucase"] = "toupper",
        ["to_upper"] = "toupper",
        ["len"] = "strlen",
        ["length"] = "strlen",
        ["substr"] = "substring",
        ["mid"] = "substring",
        ["concat"] = "strcat",
        ["if"] = "iff",
        ["ifnull"] = "coalesce",
        ["nvl"] = "coalesce",
        ["isnullorempty"] = "isempty",
        ["str"] = "tostring",
        ["to_string"] = "tostring",
        ["string"] = "tostring",
        ["to_int"] = "toint",
        ["to_datetime"] = "todatetime",
        ["regexp_replace"] = "replace_regex",
        ["regex_replace"] = "replace_regex",
        ["regexp_extract"] = "extract",
        ["regex_extract"] = "extract",
        ["charindex"] = "indexof",
        ["instr"] = "indexof",
        ["ltrim"] = "trim_start",
        ["rtrim"] = "trim_end",
        ["getdate"] = "now",
        ["sysdate"] = "now",
        ["utcnow"] = "now",
        ["year"] = "getyear",
        ["month"] = "monthofyear",
        ["day"] = "dayofmonth",
        ["hour"] = "hourofday",
        ["weekday"] = "dayofweek",
        ["datepart"] = "datetime_part",
        ["date_part"] = "datetime_part",
        ["dateadd"] = "datetime_add",
        ["date_add"] = "datetime_add",
        ["datediff"] = "datetime_diff",
        ["date_diff"] = "datetime_diff",
        ["date_trunc"] = "bin",
        ["ceil"] = "ceiling",
        ["power"] = "pow",
        ["ln"] = "log",
        ["average"] = "avg",
        ["mean"] = "avg",
        ["distinct_count"] = "dcount",
        ["countdistinct"] = "dcount",
        ["approx_count_distinct"] = "dcount",
        ["dc"] = "dcount",
        ["values"] = "make_set",
        ["collect_set"] = "make_set",
        ["collect_list"] = "make_list",
        ["array_agg"] = "make_list",
        ["group_concat"] = "make_list",
        ["string_agg"] = "make_list",
        ["first"] = "take_any",
        ["json_parse"] = "parse_json",
        ["from_json"] = "parse_json",
        ["json_extract"] = "extract_json",
        ["base64_decode"] = "base64_decode_tostring",
        ["base64decode"] = "base64_decode_tostring",
        ["urldecode"] = "url_decode",
        ["lag"] = "prev",
        ["lead"] = "next",
        ["array_size"] = "array_length",
    };

    private static readonly Dictionary<string, string> OtherOperators = new(StringComparer.OrdinalIgnoreCase)
    {
        ["select"] = "project",
        ["fields"] = "project",
        ["table"] = "project",
        ["group"] = "summarize",
        ["groupby"] = "summarize",
        ["stats"] = "summarize",
        ["aggregate"] = "summarize",
        ["having"] = "where",
        ["find"] = "search",
        ["head"] = "take",
        ["first"] = "take",
        ["orderby"] = "order by",
        ["sortby"] = "sort by",
        ["rename"] = "project-rename",
        ["dedup"] = "distinct",
        ["unique"] = "distinct",
        ["eval"] = "extend",
        ["rex"] = "parse",
        ["drop"] = "project-away",
        ["remove"] = "project-away",
        ["append"] = "union",
        ["expand"] = "mv-expand",
        ["mvexpand"] = "mv-expand",
        ["flatten"] = "mv-expand",
        ["leftjoin"] = "join",
        ["innerjoin"] = "join",
    };

    /// <summary>
    /// The table that one of another name is here, and why that name is none; null where nothing is known of the name, or the table is not there.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="known">The tables that there are.</param>
    public static (string Name, string Why)? Table(string name, IReadOnlyCollection<string> known) =>
        FormerTables.TryGetValue(name, out var renamed) && known.Contains(renamed)
            ? (renamed, $"Defender has had it under that name for years instead of '{name}', and its columns have other names too.")
        : SentinelTables.TryGetValue(name, out var defender) && known.Contains(defender)
            ? (defender, $"'{name}' is a table of Microsoft Sentinel, and Defender's has other columns.")
        : null;

    /// <summary>The same as a sentence.</summary>
    public static string? Advice(string name, IReadOnlyCollection<string> known) =>
        Table(name, known) is { } table ? $"{EditDistance.Ask([table.Name])} {table.Why}" : null;

    /// <summary>What a column is called today; null where nothing is known of the name.</summary>
    public static string? Column(string name) => FormerColumns.TryGetValue(name, out var renamed) ? renamed : null;

    /// <summary>What KQL calls a function; null where nothing is known of the name.</summary>
    public static string? Function(string name) => Functions.TryGetValue(name, out var own) ? own : null;

    /// <summary>What other languages call operators.</summary>
    public static IEnumerable<string> Operators => OtherOperators.Keys;

    /// <summary>What KQL calls an operator; null where nothing is known of the name.</summary>
    public static string? Operator(string name) => OtherOperators.TryGetValue(name, out var own) ? own : null;
}
