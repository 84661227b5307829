namespace MdeHunting.Lab.Dataset.Planted;

/// <summary>An indicator of the supplier's case, as one of the documents that come with the lab states it.</summary>
/// <param name="Type">What it is a value of, as the module names it.</param>
/// <param name="Value">The value as it is to be looked for.</param>
/// <param name="Document">The document's file name.</param>
/// <param name="Skipped">Why it is not looked for unless somebody wants that, as the module names it; null where it is looked for.</param>
internal sealed record PlantedIndicator(string Type, string Value, string Document, string? Skipped = null)
{
    public const string Bundle = "supplier.stix.json";
    public const string Event = "supplier.misp.json";
    public const string List = "supplier.csv";
    public const string Report = "supplier-report.md";

    // The lab has addresses of the ranges that are kept for documentation, and no others.
    private const string Reserved = "ReservedAddress";

    public const string LoaderSha256 = "9d3c47b1e6f0a28d5c94713be8206fa1d7b35c0e92486af1b30d5e7c8f1a2946";
    public const string Address = "198.51.100.77";
    public const string Domain = "kumpula-tools.example";
    public const string Url = "https://cdn.tuuli-metrics.example/r/agent.bin";
    public const string Thumbprint = "4f0d9a6be1733c58d2904be67a1f85c30e9d2b74";
    public const string ServiceKey = @"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\KumpulaSync";
    public const string RegistryValue = "KumpulaRelay";
    public const string ExpiredAddress = "203.0.113.211";
    public const string RevokedDomain = "old.kumpula-archive.example";

    public const string ToolSha1 = "b7e02c9d514f83a6e90d17c2485fb36a0d9e71c4";
    public const string Address6 = "2001:db8:77::15";
    public const string MailAddress = "updates@kumpula-news.example";
    public const string Subject = "Kumpula Tools: urgent certificate renewal";
    public const string MessageId = "<20261101.kumpula@kumpula-news.example>";
    public const string UserAgent = "KumpulaSync/3.1 (compatible)";
    public const string SignerHash = "c05d21f87ea94b36d1708c2e5fb93a46e2d7104c8b6f95a31e70d42b9c8f6a15";
    public const string AgentName = "kumpulad.exe";
    public const string AgentMd5 = "6a1d0f3e95b8c7242e8d7b90f1c6a35d";
    public const string AgentKey = @"HKEY_CURRENT_USER\Software\Kumpula\Agent";
    public const string UndetectableDomain = "status.harju-info.example";

    public const string SetupName = "ksetup.exe";
    public const string AgentPath = @"%APPDATA%\Kumpula\kagent.dll";
    public const string CommandLine = "--kumpula-relay 443";
    public const string AccountUpn = "svc-kumpula@contoso.example";
    public const string AccountSid = "S-1-5-21-1111111111-2222222222-3333333333-1777";
    public const string AccountObjectId = "7c1e0d5a-52b4-4f0e-9d16-3b8a2c94e671";
    public const string AccountName = "kumpulasvc";
    public const string ListedAddress = "203.0.113.222";
    public const string EmptyMd5 = "d41d8cd98f00b204e9800998ecf8427e";

    public const string StageSha256 = "e81f5ab20c6d973415b0ea94d83c726f01b9c5ed4a7f3826d190be57c4f80a3b";
    public const string Network = "198.51.100.80/28";
    public const string UpdateDomain = "lataus.harju-update.example";
    public const string UpdateUrl = "https://lataus.harju-update.example/k/stage2.ps1";

    /// <summary>All of them, in the order of the documents.</summary>
    public static IReadOnlyList<PlantedIndicator> All { get; } =
    [
        new("Sha256", LoaderSha256, Bundle),
        new("IPv4", Address, Bundle, Reserved),
        new("Domain", Domain, Bundle),
        new("Url", Url, Bundle),
        new("CertificateThumbprint", Thumbprint, Bundle),
        new("IPv4", ExpiredAddress, Bundle, "Expired"),
        new("Domain", RevokedDomain, Bundle, "Revoked"),
        new("RegistryKey", ServiceKey, Bundle),
        new("RegistryValue", RegistryValue, Bundle),
        new("Sha1", ToolSha1, Event),
        new("IPv6", Address6, Event, Reserved),
        new("MailAddress", MailAddress, Event),
        new("MailSubject", Subject, Event),
        new("MessageId", MessageId, Event),
        new("UserAgent", UserAgent, Event),
        new("SignerHash", SignerHash, Event),
        new("Domain", UndetectableDomain, Event, "NotForDetection"),
        new("FileName", AgentName, Event),
        new("Md5", AgentMd5, Event),
        new("RegistryKey", AgentKey, Event),
        new("FileName", SetupName, List),
        new("FilePath", AgentPath, List),
        new("CommandLine", CommandLine, List),
        new("AccountUpn", AccountUpn, List),
        new("AccountSid", AccountSid, List),
        new("AccountObjectId", AccountObjectId, List),
        new("AccountName", AccountName, List),
        new("IPv4", ListedAddress, List, Reserved),
        new("Md5", EmptyMd5, List, "EmptyFile"),
        new("Sha256", StageSha256, Report),
        new("Cidr", Network, Report, Reserved),
        new("Domain", UpdateDomain, Report),
        new("Url", UpdateUrl, Report),
    ];
}
