using MdeHunting.Lab.Dataset.Estate;

namespace MdeHunting.Lab.Dataset.Recording;

/// <summary>E-mail: rows of EmailEvents, EmailAttachmentInfo, EmailUrlInfo and UrlClickEvents, joined by NetworkMessageId.</summary>
internal static class Mail
{
    public static MailMessage Sends(this Scene scene, Dice dice, DateTime time, MailSender sender, Account recipient, string subject, MailParts parts)
    {
        var message = new MailMessage(dice.Identifier(), time, sender, recipient, subject);
        scene.RecordMessage(dice, message, parts);
        foreach (var (fileName, content) in parts.Attachments)
        {
            scene.RecordAttachment(message, parts, fileName, content);
        }

        foreach (var url in parts.Urls)
        {
            scene.RecordUrl(message, url);
        }

        return message;
    }

    public static RecordedRow Clicks(
        this Scene scene,
        DateTime time,
        MailMessage message,
        string url,
        string action,
        bool? isThrough,
        Site site,
        string threat = ""
    ) =>
        scene.Record.Add(
            "UrlClickEvents",
            time,
            ("Url", url),
            ("ActionType", action),
            ("AccountUpn", message.Recipient.Upn),
            ("Workload", "Email"),
            ("NetworkMessageId", message.NetworkMessageId),
            ("ThreatTypes", threat),
            ("DetectionMethods", threat.Length == 0 ? "" : $$"""{"{{threat}}":["URL detonation reputation"]}"""),
            ("IPAddress", site.PublicIP),
            ("IsClickedThrough", isThrough),
            ("UrlChain", $"""["{url}"]"""),
            ("ReportId", scene.ReportText("click")),
            ("AppName", "Mail"),
            ("Type", "UrlClickEvents"),
            ("TimeGenerated", time)
        );

    private static void RecordMessage(this Scene scene, Dice dice, MailMessage message, MailParts parts) =>
        scene.Record.Add(
            "EmailEvents",
            message.Time,
            ("NetworkMessageId", message.NetworkMessageId),
            ("InternetMessageId", $"<{dice.Hex(10)}@{message.Sender.Domain}>"),
            ("SenderMailFromAddress", message.Sender.Address),
            ("SenderFromAddress", message.Sender.Address),
            ("SenderDisplayName", message.Sender.DisplayName),
            ("SenderObjectId", message.Sender.ObjectId),
            ("SenderMailFromDomain", message.Sender.Domain),
            ("SenderFromDomain", message.Sender.Domain),
            ("SenderIPv4", message.Sender.IPv4),
            ("SenderIPv6", message.Sender.IPv6),
            ("RecipientEmailAddress", message.Recipient.Upn),
            ("RecipientObjectId", message.Recipient.ObjectId),
            ("RecipientDomain", message.Recipient.Upn[(message.Recipient.Upn.IndexOf('@', StringComparison.Ordinal) + 1)..]),
            ("To", $"""["{message.Recipient.Upn}"]"""),
            ("Subject", message.Subject),
            ("EmailClusterId", dice.Below(uint.MaxValue)),
            ("EmailDirection", parts.Direction),
            ("DeliveryAction", parts.Action),
            ("DeliveryLocation", parts.Location),
            ("LatestDeliveryAction", parts.LatestLocation.Length == 0 ? parts.Action : "Moved to quarantine"),
            ("LatestDeliveryLocation", parts.LatestLocation.Length == 0 ? parts.Location : parts.LatestLocation),
            ("ThreatTypes", parts.Threat),
            ("DetectionMethods", parts.Detection),
            ("ConfidenceLevel", parts.Threat.Length == 0 ? "" : $$"""{"{{parts.Threat}}":"High"}"""),
            ("BulkComplaintLevel", parts.Direction == "Inbound" ? dice.Below(5) : null),
            (
                "AuthenticationDetails",
                parts.IsAuthenticated
                    ? """{"SPF":"pass","DKIM":"pass","DMARC":"pass","CompAuth":"pass"}"""
                    : """{"SPF":"softfail","DKIM":"none","DMARC":"none","CompAuth":"none"}"""
            ),
            ("AttachmentCount", parts.Attachments.Count),
            ("UrlCount", parts.Urls.Count),
            ("EmailLanguage", parts.Language),
            ("EmailSize", 6_000 + dice.Below(30_000L) + parts.Attachments.Sum(attachment => attachment.Content.Size ?? 0)),
            ("IsFirstContact", parts.IsFirstContact ? 1 : 0),
            ("ReportId", scene.ReportText("mail"))
        );

    private static void RecordAttachment(this Scene scene, MailMessage message, MailParts parts, string fileName, FileContent content) =>
        scene.Record.Add(
            "EmailAttachmentInfo",
            message.Time,
            ("NetworkMessageId", message.NetworkMessageId),
            ("SenderFromAddress", message.Sender.Address),
            ("SenderDisplayName", message.Sender.DisplayName),
            ("SenderObjectId", message.Sender.ObjectId),
            ("RecipientEmailAddress", message.Recipient.Upn),
            ("RecipientObjectId", message.Recipient.ObjectId),
            ("FileName", fileName),
            ("FileType", Path.GetExtension(fileName).TrimStart('.')),
            ("SHA256", content.Sha256),
            ("FileSize", content.Size),
            ("ThreatTypes", parts.Threat),
            ("DetectionMethods", parts.Detection),
            ("ReportId", scene.ReportText("attachment"))
        );

    private static void RecordUrl(this Scene scene, MailMessage message, string url) =>
        scene.Record.Add(
            "EmailUrlInfo",
            message.Time,
            ("NetworkMessageId", message.NetworkMessageId),
            ("Url", url),
            ("UrlDomain", new Uri(url).Host),
            ("UrlLocation", "Body"),
            ("ReportId", scene.ReportText("url"))
        );
}
