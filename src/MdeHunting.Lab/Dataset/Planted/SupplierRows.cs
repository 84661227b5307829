using System.Globalization;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Dataset.Estate;
using static MdeHunting.Lab.Dataset.Planted.PlantedGrade;
using static MdeHunting.Lab.Dataset.Planted.PlantedIndicator;

namespace MdeHunting.Lab.Dataset.Planted;

/// <summary>The rows of the supplier's case, with what a sweep finds in each, and what misleads it.</summary>
internal static class SupplierRows
{
    private const string Desk = "jkl-ws-06";
    private const string OtherDesk = "jkl-ws-05";
    private const string Server = "jkl-fs01";
    private const string Message = "0d7c4b1a-66f0-4e0b-a1d5-9c23f0b7e814";

    private static readonly FileContent Loader = new("3e9b74d1c05a26f8e1b7d09c4a83f562e7d10b9c", LoaderSha256, "0b94d7e2c1f5a8360e7d49b2c6f1a83e", 418_304);
    private static readonly FileContent Tool = new(ToolSha1, "", "", 77_824);
    private static readonly FileContent Agent = new("71c0ad5e3f92b684d1e0c7f5a9b3824d6e0f1c97", "", AgentMd5, 219_136);
    private static readonly FileContent Stage = new("a4e81b07c39d5f2610b8e97d42c0f5a36e1d7b98", StageSha256, "", 6_144);

    /// <summary>Every row.</summary>
    public static IReadOnlyList<PlantedRow> All => Rows.Value;

    private static readonly Lazy<IReadOnlyList<PlantedRow>> Rows = new(() =>
        [.. Files(), .. Processes(), .. Connected(), .. Resolved(), .. Keys(), .. Mails(), .. Accounts(), .. Alerts(), .. NotLookedFor()]
    );

    private static IEnumerable<PlantedRow> Files() =>
        [
            Row("DeviceFileEvents", Desk, 20, [("ActionType", "FileCreated"), .. At(@"C:\ProgramData\Kumpula", "ksync.dll"), .. Of(Loader)])
                .Finds(LoaderSha256, "SHA256"),
            Row(
                    "DeviceFileEvents",
                    Server,
                    3,
                    [("ActionType", "FileCreated"), .. At(@"D:\Share\Tools", "ksync.bak"), .. Of(Loader), ("SHA256", LoaderSha256.ToUpperInvariant())]
                )
                .Finds(LoaderSha256, "SHA256"),
            // As the web's downloads come.
            Row(
                    "DeviceFileEvents",
                    OtherDesk,
                    9,
                    [
                        ("ActionType", "FileCreated"),
                        .. At(@"C:\Users\e.virtanen\Downloads", "stage2.ps1"),
                        .. Of(Stage),
                        ("FileOriginUrl", UpdateUrl),
                        ("FileOriginReferrerUrl", "https://portal.kumpula-tools.example/news"),
                        ("FileOriginIP", Address),
                    ]
                )
                .Finds(StageSha256, "SHA256")
                .Finds(UpdateUrl, "FileOriginUrl")
                .Finds(UpdateDomain, "FileOriginUrl", SameHost)
                .Finds(Domain, "FileOriginReferrerUrl", Below)
                .Finds(Address, "FileOriginIP"),
            // A hash with one digit changed, and one that is the beginning of another.
            Row(
                    "DeviceFileEvents",
                    OtherDesk,
                    9,
                    [("ActionType", "FileCreated"), .. At(@"C:\Temp", "near.dll"), ("SHA1", $"{ToolSha1[..39]}5"), ("FileSize", 1024L)]
                )
                .Misleads("SHA1"),
            Row(
                    "DeviceImageLoadEvents",
                    OtherDesk,
                    10,
                    [
                        ("ActionType", "ImageLoaded"),
                        .. At(@"C:\Users\e.virtanen\AppData\Roaming\Kumpula", "kagent.dll"),
                        .. Of(Tool),
                        ("SHA1", ToolSha1.ToUpperInvariant()),
                    ]
                )
                .Finds(ToolSha1, "SHA1")
                .Finds(AgentPath, "FolderPath"),
            Row(
                    "DeviceImageLoadEvents",
                    OtherDesk,
                    10,
                    [("ActionType", "ImageLoaded"), .. At(@"C:\Users\e.virtanen\AppData\Roaming\KumpulaTools", "kagent.dll")]
                )
                .Misleads("FolderPath"),
            Row(
                    "DeviceFileCertificateInfo",
                    OtherDesk,
                    10,
                    [("SHA1", ToolSha1), ("IsSigned", true), ("Signer", "Kumpula Tools Oy"), ("SignerHash", SignerHash)]
                )
                .Finds(ToolSha1, "SHA1")
                .Finds(SignerHash, "SignerHash"),
            Row("DeviceTvmCertificateInfo", Desk, null, [("Thumbprint", Thumbprint), ("Path", "LocalMachine/TrustedPublisher")])
                .Finds(Thumbprint, "Thumbprint"),
            Row(
                    "FileMaliciousContentInfo",
                    null,
                    8,
                    [("Workload", "SharePoint"), .. At("https://contoso.example/sites/it", "stage2.txt"), ("SHA256", StageSha256)]
                )
                .Finds(StageSha256, "SHA256"),
        ];

    private static IEnumerable<PlantedRow> Processes() =>
        [
            Row(
                    "DeviceProcessEvents",
                    Desk,
                    20,
                    [
                        .. At(@"C:\Users\o.jarvinen\Downloads", SetupName),
                        .. Of(Loader),
                        ("ActionType", "ProcessCreated"),
                        ("ProcessVersionInfoOriginalFileName", "KSetup.EXE"),
                        ("ProcessCommandLine", "ksetup.exe /quiet --kumpula-relay 443"),
                    ]
                )
                .Finds(LoaderSha256, "SHA256")
                .Finds(SetupName, "FileName")
                .Finds(SetupName, "ProcessVersionInfoOriginalFileName")
                .Finds(CommandLine, "ProcessCommandLine", Part)
                .Misleads("FolderPath", "ProcessCommandLine"),
            // Renamed, and with no more than its SHA-1.
            Row(
                    "DeviceProcessEvents",
                    Server,
                    2,
                    [
                        .. At(@"C:\Windows\Temp", "update.exe"),
                        ("SHA1", Loader.Sha1),
                        ("ActionType", "ProcessCreated"),
                        ("ProcessCommandLine", "update.exe --kumpula-relayed 4430"),
                    ]
                )
                .Finds(LoaderSha256, "SHA1", SameFile)
                .Misleads("ProcessCommandLine"),
            Row(
                    "DeviceProcessEvents",
                    OtherDesk,
                    7,
                    [
                        .. At(@"C:\ProgramData\Kumpula", AgentName),
                        .. Of(Agent),
                        ("ActionType", "ProcessCreated"),
                        ("ProcessCommandLine", "kumpulad.exe"),
                        .. User,
                    ]
                )
                .Finds(AgentName, "FileName")
                .Finds(AgentMd5, "MD5")
                .Finds(AccountName, "AccountName")
                .Finds(AccountSid, "AccountSid")
                .Finds(AccountUpn, "AccountUpn")
                .Finds(AccountObjectId, "AccountObjectId")
                .Misleads("FolderPath", "ProcessCommandLine"),
            Row(
                    "DeviceProcessEvents",
                    OtherDesk,
                    7,
                    [.. At(@"C:\Temp", "notkumpulad.exe"), ("ActionType", "ProcessCreated"), ("ProcessCommandLine", "notkumpulad.exe kumpulad.exe.txt")]
                )
                .Misleads("FileName", "FolderPath", "ProcessCommandLine"),
            Row(
                    "DeviceEvents",
                    OtherDesk,
                    7,
                    [
                        ("ActionType", "NamedPipeEvent"),
                        ("InitiatingProcessFileName", "KumpulaD.exe"),
                        ("InitiatingProcessMD5", AgentMd5),
                        ("InitiatingProcessSHA1", Agent.Sha1),
                        ("InitiatingProcessSHA256", ""),
                    ]
                )
                .Finds(AgentName, "InitiatingProcessFileName")
                .Finds(AgentMd5, "InitiatingProcessMD5"),
        ];

    private static IEnumerable<PlantedRow> Connected() =>
        [
            Row(
                    "DeviceNetworkEvents",
                    Desk,
                    19,
                    [
                        .. To(Address, "kumpula-tools.example"),
                        ("InitiatingProcessFileName", SetupName),
                        ("InitiatingProcessSHA1", Loader.Sha1),
                        ("InitiatingProcessSHA256", ""),
                        ("InitiatingProcessCommandLine", "ksetup.exe --kumpula-relay 443"),
                    ]
                )
                .Finds(Address, "RemoteIP")
                .Finds(Domain, "RemoteUrl")
                .Finds(SetupName, "InitiatingProcessFileName")
                .Finds(LoaderSha256, "InitiatingProcessSHA1", SameFile)
                .Finds(CommandLine, "InitiatingProcessCommandLine", Part)
                .Misleads("InitiatingProcessCommandLine"),
            Row("DeviceNetworkEvents", Server, 4, [.. To(Address, "UPDATE.Kumpula-Tools.example")])
                .Finds(Address, "RemoteIP")
                .Finds(Domain, "RemoteUrl", Below),
            Row("DeviceNetworkEvents", OtherDesk, 4, [.. To($"::ffff:{Address}", ""), ("RemoteIPType", "FourToSixMapping")]).Finds(Address, "RemoteIP"),
            Row("DeviceNetworkEvents", OtherDesk, 4, [.. To("198.51.100.177", "not-kumpula-tools.example")]).Misleads("RemoteIP", "RemoteUrl"),
            Row("DeviceNetworkEvents", OtherDesk, 4, [.. To("198.51.100.7", "kumpula-tools.example.attacker.example")]).Misleads("RemoteIP", "RemoteUrl"),
            Row("DeviceNetworkEvents", OtherDesk, 4, [.. To("192.0.2.88", "https://search.example/?q=kumpula-tools.example")]).Misleads("RemoteUrl"),
            Row("DeviceNetworkEvents", OtherDesk, 4, [.. To("192.0.2.88", "HTTPS://user:pw@DL.kumpula-tools.example:8443/a?b=c")])
                .Finds(Domain, "RemoteUrl", Below),
            Row("DeviceNetworkEvents", OtherDesk, 4, [.. To("192.0.2.88", "https://kumpula-tools.example@portal.attacker.example/a")]).Misleads("RemoteUrl"),
            Row("DeviceNetworkEvents", Desk, 6, [.. To(Address6, "http://kumpula-tools.example/")])
                .Finds(Address6, "RemoteIP")
                .Finds(Domain, "RemoteUrl", SameHost),
            Row("DeviceNetworkEvents", Server, 6, [.. To(Address6.ToUpperInvariant(), "")]).Finds(Address6, "RemoteIP"),
            Row("DeviceNetworkEvents", Server, 6, [.. To("2001:db8:77::150", "")]).Misleads("RemoteIP"),
            Row("DeviceNetworkEvents", Desk, 15, [.. To("198.51.100.80", "")]).Finds(Network, "RemoteIP", InNetwork),
            Row("DeviceNetworkEvents", Desk, 14, [.. To("198.51.100.95", "")]).Finds(Network, "RemoteIP", InNetwork),
            Row("DeviceNetworkEvents", Desk, 13, [.. To("::ffff:198.51.100.90", ""), ("RemoteIPType", "FourToSixMapping")])
                .Finds(Network, "RemoteIP", InNetwork),
            Row("DeviceNetworkEvents", Desk, 13, [.. To("198.51.100.79", "")]).Misleads("RemoteIP"),
            Row("DeviceNetworkEvents", Desk, 13, [.. To("198.51.100.96", "")]).Misleads("RemoteIP"),
            Row("DeviceNetworkEvents", Desk, 12, [.. To("192.0.2.88", "cdn.tuuli-metrics.example")]).Finds(Url, "RemoteUrl", SameHost),
            Row("DeviceNetworkEvents", Desk, 12, [.. To("192.0.2.88", "HTTPS://CDN.Tuuli-Metrics.example/r/agent.bin")]).Finds(Url, "RemoteUrl"),
            Row("DeviceNetworkEvents", Desk, 12, [.. To("192.0.2.88", "https://cdn.tuuli-metrics.example/r/agent.bin?id=7")])
                .Finds(Url, "RemoteUrl", Beginning),
            Row("DeviceNetworkEvents", Desk, 12, [.. To("192.0.2.88", "https://cdn.tuuli-metrics.example/other")]).Finds(Url, "RemoteUrl", SameHost),
            Row("DeviceNetworkEvents", Desk, 12, [.. To("192.0.2.88", "https://cdn.tuuli-metrics.example.attacker.example/r/agent.bin")]).Misleads("RemoteUrl"),
            Row(
                    "DeviceNetworkInfo",
                    OtherDesk,
                    5,
                    [("NetworkAdapterType", "Tunnel"), ("IPAddresses", $$"""[{"IPAddress":"10.20.1.199"},{"IPAddress":"{{ListedAddress}}"}]""")]
                )
                .Finds(ListedAddress, "IPAddresses", value: ListedAddress),
        ];

    private static IEnumerable<PlantedRow> Resolved() =>
        [
            Row(
                    "DeviceEvents",
                    Desk,
                    18,
                    [("ActionType", "DnsQueryResponse"), ("AdditionalFields", """{"DnsQueryString":"update.kumpula-tools.example","DnsQueryResult":[]}""")]
                )
                .Finds(Domain, "AdditionalFields", Below, "update.kumpula-tools.example"),
            Row(
                    "DeviceEvents",
                    Desk,
                    18,
                    [("ActionType", "DnsQueryResponse"), ("AdditionalFields", """{"DnsQueryString":"mykumpula-tools.example","DnsQueryResult":[]}""")]
                )
                .Misleads("AdditionalFields"),
            Row("BehaviorEntities", null, 18, [("EntityType", "Url"), ("RemoteUrl", "kumpula-tools.example")]).Finds(Domain, "RemoteUrl"),
        ];

    private static IEnumerable<PlantedRow> Keys() =>
        [
            Set(@"HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\Services\KumpulaSync", "ImagePath").Finds(ServiceKey, "RegistryKey"),
            Set(@"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\KumpulaSync\Parameters", "kumpularelay")
                .Finds(ServiceKey, "RegistryKey", SubKey)
                .Finds(RegistryValue, "RegistryValueName"),
            Set(@"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\KumpulaSyncHelper", "KumpulaRelayMode").Misleads("RegistryKey", "RegistryValueName"),
            Set(@"HKEY_CURRENT_USER\SOFTWARE\Kumpula\Agent", "Version").Finds(AgentKey, "RegistryKey"),
        ];

    private static IEnumerable<PlantedRow> Mails() =>
        [
            Row(
                    "EmailEvents",
                    null,
                    21,
                    [
                        .. Letter,
                        ("SenderFromAddress", "Updates@Kumpula-News.example"),
                        ("SenderMailFromAddress", MailAddress),
                        ("SenderFromDomain", "kumpula-news.example"),
                        ("SenderMailFromDomain", "kumpula-news.example"),
                        ("InternetMessageId", MessageId),
                        ("Subject", Subject),
                        ("SenderIPv4", Address),
                        ("SenderIPv6", Address6),
                    ]
                )
                .Finds(MailAddress, "SenderFromAddress")
                .Finds(MailAddress, "SenderMailFromAddress")
                .Finds(MessageId, "InternetMessageId")
                .Finds(Subject, "Subject")
                .Finds(Address, "SenderIPv4")
                .Finds(Address6, "SenderIPv6")
                .Misleads("SenderFromDomain", "SenderMailFromDomain"),
            // The name that is shown is anybody's choice.
            Row(
                    "EmailEvents",
                    null,
                    20,
                    [
                        ("NetworkMessageId", "5a0c9e71-0f4b-4d2e-a7c8-1b6d3e90f245"),
                        ("RecipientEmailAddress", "e.virtanen@contoso.example"),
                        ("SenderDisplayName", MailAddress),
                        ("SenderFromAddress", "support@kumpula-tools.example"),
                        ("SenderFromDomain", Domain),
                        ("SenderMailFromDomain", "mailer.kumpula-tools.example"),
                        ("Subject", "Newsletter"),
                        ("EmailDirection", "Inbound"),
                        ("DeliveryAction", "Delivered"),
                        ("ReportId", "planted-mail-2"),
                    ]
                )
                .Finds(Domain, "SenderFromDomain")
                .Finds(Domain, "SenderMailFromDomain", Below)
                .Misleads("SenderDisplayName", "SenderFromAddress"),
            Row(
                    "EmailAttachmentInfo",
                    null,
                    21,
                    [
                        ("NetworkMessageId", Message),
                        ("SenderFromAddress", MailAddress),
                        ("FileName", "renewal.ps1"),
                        ("SHA256", StageSha256),
                        ("ReportId", "planted-attachment"),
                    ]
                )
                .Finds(MailAddress, "SenderFromAddress")
                .Finds(StageSha256, "SHA256"),
            Row(
                    "EmailUrlInfo",
                    null,
                    21,
                    [("NetworkMessageId", Message), ("Url", UpdateUrl), ("UrlDomain", UpdateDomain), ("UrlLocation", "Body"), ("ReportId", "planted-url")]
                )
                .Finds(UpdateUrl, "Url")
                .Finds(UpdateDomain, "Url", SameHost)
                .Finds(UpdateUrl, "UrlDomain", SameHost)
                .Finds(UpdateDomain, "UrlDomain"),
            Row(
                    "EmailPostDeliveryEvents",
                    null,
                    20,
                    [("NetworkMessageId", Message), ("InternetMessageId", MessageId), ("ActionType", "Manual Remediation"), ("ReportId", "planted-purge")]
                )
                .Finds(MessageId, "InternetMessageId"),
            Row(
                    "UrlClickEvents",
                    null,
                    21,
                    [
                        ("Url", "https://cdn.tuuli-metrics.example/r/agent.bin"),
                        ("UrlChain", """["https://cdn.tuuli-metrics.example/r/agent.bin"]"""),
                        ("ActionType", "ClickAllowed"),
                        ("NetworkMessageId", Message),
                        ("IPAddress", "192.0.2.10"),
                        ("ReportId", "planted-click"),
                    ]
                )
                .Finds(Url, "Url")
                .Finds(Url, "UrlChain", value: Url),
            Row("MessageEvents", null, 17, [("SenderEmailAddress", MailAddress), ("MessageSubject", Subject), ("ReportId", "planted-message")])
                .Finds(MailAddress, "SenderEmailAddress")
                .Finds(Subject, "MessageSubject"),
        ];

    private static IEnumerable<PlantedRow> Accounts() =>
        [
            Row(
                    "IdentityLogonEvents",
                    null,
                    11,
                    [("ActionType", "LogonSuccess"), ("Application", "Microsoft 365"), .. User, ("IPAddress", Address), ("ReportId", "planted-logon")]
                )
                .Finds(AccountUpn, "AccountUpn")
                .Finds(AccountSid, "AccountSid")
                .Finds(AccountObjectId, "AccountObjectId")
                .Finds(AccountName, "AccountName")
                .Finds(Address, "IPAddress"),
            Row(
                    "EntraIdSignInEvents",
                    null,
                    11,
                    [
                        ("AccountUpn", "SVC-Kumpula@contoso.example"),
                        ("AccountObjectId", AccountObjectId),
                        ("IPAddress", Address),
                        ("UserAgent", UserAgent),
                        ("ReportId", "planted-signin"),
                    ]
                )
                .Finds(AccountUpn, "AccountUpn")
                .Finds(AccountObjectId, "AccountObjectId")
                .Finds(Address, "IPAddress")
                .Finds(UserAgent, "UserAgent"),
            Row(
                    "CloudAppEvents",
                    null,
                    11,
                    [
                        ("ActionType", "FileDownloaded"),
                        ("AccountObjectId", AccountObjectId),
                        ("AccountId", AccountObjectId),
                        ("IPAddress", Address6),
                        ("UserAgent", UserAgent),
                        // Somebody's notes of the case, written so that nobody follows them.
                        ("ObjectName", "notes on kumpula-tools[.]example and hxxps://cdn[.]tuuli-metrics[.]example.txt"),
                        ("RawEventData", new JsonObject { ["Operation"] = "FileDownloaded" }),
                        ("ReportId", "planted-cloud"),
                    ]
                )
                .Finds(AccountObjectId, "AccountObjectId")
                .Finds(AccountObjectId, "AccountId")
                .Finds(Address6, "IPAddress")
                .Finds(UserAgent, "UserAgent")
                .Misleads("ObjectName"),
            Row(
                    "DeviceLogonEvents",
                    Server,
                    11,
                    [("ActionType", "LogonSuccess"), ("AccountName", "KumpulaSvc"), ("AccountSid", AccountSid), ("RemoteIP", Address), ("LogonType", "Network")]
                )
                .Finds(AccountName, "AccountName")
                .Finds(AccountSid, "AccountSid")
                .Finds(Address, "RemoteIP"),
            Row(
                    "DeviceLogonEvents",
                    Server,
                    11,
                    [("ActionType", "LogonFailed"), ("AccountName", "kumpulasvc2"), ("AccountSid", $"{AccountSid}0"), ("LogonType", "Network")]
                )
                .Misleads("AccountName", "AccountSid"),
        ];

    private static IEnumerable<PlantedRow> Alerts() =>
        [
            Evidence("File", ("FileName", "kagent.dll"), ("SHA1", ToolSha1)).Finds(ToolSha1, "SHA1"),
            Evidence("Ip", ("RemoteIP", Address)).Finds(Address, "RemoteIP"),
            Evidence("Url", ("RemoteUrl", "https://kumpula-tools.example/login")).Finds(Domain, "RemoteUrl", SameHost),
            Evidence("RegistryValue", ("RegistryKey", ServiceKey), ("RegistryValueName", RegistryValue))
                .Finds(ServiceKey, "RegistryKey")
                .Finds(RegistryValue, "RegistryValueName"),
            Evidence("MailMessage", ("EmailSubject", Subject)).Finds(Subject, "EmailSubject"),
            Evidence("User", ("AccountName", AccountName), ("AccountUpn", AccountUpn)).Finds(AccountName, "AccountName").Finds(AccountUpn, "AccountUpn"),
            Evidence("Process", ("FileName", SetupName), ("SHA256", LoaderSha256), ("ProcessCommandLine", "ksetup.exe --kumpula-relay 443"))
                .Finds(SetupName, "FileName")
                .Finds(LoaderSha256, "SHA256")
                .Finds(CommandLine, "ProcessCommandLine", Part)
                .Misleads("ProcessCommandLine"),
        ];

    // There, and not looked for: their time is over, their author took them back, or they are in anybody's list.
    private static IEnumerable<PlantedRow> NotLookedFor() =>
        [
            Row("DeviceNetworkEvents", Server, 16, [.. To(ExpiredAddress, RevokedDomain)]).Finds(ExpiredAddress, "RemoteIP").Finds(RevokedDomain, "RemoteUrl"),
            Row("DeviceNetworkEvents", Server, 16, [.. To("192.0.2.88", UndetectableDomain)]).Finds(UndetectableDomain, "RemoteUrl"),
            Row("DeviceFileEvents", Server, 16, [("ActionType", "FileCreated"), .. At(@"D:\Share", "empty.txt"), ("MD5", EmptyMd5), ("FileSize", 0L)])
                .Finds(EmptyMd5, "MD5"),
        ];

    private static PlantedRow Row(string table, string? host, int? daysBefore, (string Column, object? Value)[] cells) =>
        // What is said later holds.
        new(table, host, daysBefore, [.. cells.Reverse().DistinctBy(cell => cell.Column).Reverse()]);

    private static PlantedRow Set(string key, string name) =>
        Row(
            "DeviceRegistryEvents",
            Desk,
            18,
            [("ActionType", "RegistryValueSet"), ("RegistryKey", key), ("RegistryValueName", name), ("RegistryValueType", "String"), ("RegistryValueData", "1")]
        );

    private static PlantedRow Evidence(string type, params (string Column, object? Value)[] cells) =>
        Row("AlertEvidence", null, 1, [("EntityType", type), ("EvidenceRole", "Related"), .. cells]);

    private static (string, object?)[] At(string folder, string name) =>
        [("FolderPath", folder.Contains('/') ? folder : string.Create(CultureInfo.InvariantCulture, $@"{folder}\{name}")), ("FileName", name)];

    private static (string, object?)[] Of(FileContent content) =>
        [("SHA1", content.Sha1), ("SHA256", content.Sha256), ("MD5", content.Md5), ("FileSize", content.Size)];

    private static (string, object?)[] To(string address, string url) =>
        [("ActionType", "ConnectionSuccess"), ("RemoteIP", address), ("RemotePort", 443), ("RemoteUrl", url), ("Protocol", "Tcp"), ("RemoteIPType", "Public")];

    private static (string, object?)[] User =>
        [
            ("AccountName", AccountName),
            ("AccountDomain", "contoso"),
            ("AccountSid", AccountSid),
            ("AccountUpn", AccountUpn),
            ("AccountObjectId", AccountObjectId),
        ];

    private static (string, object?)[] Letter =>
        [
            ("NetworkMessageId", Message),
            ("RecipientEmailAddress", "e.virtanen@contoso.example"),
            ("EmailDirection", "Inbound"),
            ("DeliveryAction", "Delivered"),
            ("ReportId", "planted-mail"),
        ];
}
