using static MdeHunting.Lab.Dataset.Planted.PlantedGrade;
using static MdeHunting.Lab.Dataset.Planted.PlantedIndicator;
using static MdeHunting.Lab.Dataset.Planted.SupplierCells;

namespace MdeHunting.Lab.Dataset.Planted;

/// <summary>The rows of the supplier's case that devices reported.</summary>
internal static class SupplierDeviceRows
{
    /// <summary>Every row of them.</summary>
    public static IEnumerable<PlantedRow> All() => [.. Files(), .. Processes(), .. Connected(), .. Resolved(), .. Keys()];

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
}
