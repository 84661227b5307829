using System.Text.Json.Nodes;
using static MdeHunting.Lab.Dataset.Planted.PlantedGrade;
using static MdeHunting.Lab.Dataset.Planted.PlantedIndicator;
using static MdeHunting.Lab.Dataset.Planted.SupplierCells;

namespace MdeHunting.Lab.Dataset.Planted;

/// <summary>The rows of the supplier's case that mail, identity and alert services reported.</summary>
internal static class SupplierCloudRows
{
    /// <summary>Every row of them.</summary>
    public static IEnumerable<PlantedRow> All() => [.. Mails(), .. Accounts(), .. Alerts()];

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
}
