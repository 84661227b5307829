using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Story;

/// <summary>Day -12, 06:41: an invoice that nobody ordered. Three get it, two do not, one opens it; the filter learns three hours later.</summary>
internal static class Phishing
{
    public const string Document = "Lasku_20931.docm";

    public static FileContent Letter(Scene scene) => scene.Content(Document, 94_720);

    public static void Record(Intrusion intrusion)
    {
        var (scene, company) = (intrusion.Scene, intrusion.Company);
        var parts = new MailParts(Language: "fi", IsFirstContact: true, IsAuthenticated: false)
        {
            Attachments = [(Document, Letter(scene))],
            Urls = [Attacker.LureUrl],
            LatestLocation = "Quarantine",
        };

        var opened = Send(company.Victim.Account, 7, parts);
        var clicked = Send(company.SecondReader.Account, 8, parts);
        Send(company.MobileOnly[0], 9, parts);
        var caught = parts with { Threat = "Phish", Detection = """{"Phish":["Spoof DMARC"]}""" };
        Send(company.People[2].Account, 9, caught with { Action = "Junked", Location = "Junk folder" });
        Send(company.People[1].Account, 10, caught with { Action = "Blocked", Location = "Quarantine" });

        scene.Clicks(intrusion.At(-12, 7, 3, 5), opened, Attacker.LureUrl, "ClickAllowed", true, Company.Jyvaskyla);
        scene.Clicks(intrusion.At(-12, 9, 55, 40), clicked, Attacker.LureUrl, "ClickBlocked", false, Company.Jyvaskyla, "Phish");

        var kind = new AlertKind(
            "Email messages containing malicious file removed after delivery",
            "InitialAccess",
            "Informational",
            AlertKind.Office,
            "Microsoft Defender for Office 365",
            "Phishing (T1566)",
            "Spearphishing Attachment (T1566.001)"
        );
        Alert
            .Raise(scene, intrusion.At(-12, 9, 50, 2), kind)
            .Carrying(opened)
            .Carrying(clicked)
            .By(opened.Recipient)
            .By(clicked.Recipient)
            .About("", Document, Letter(scene));

        MailMessage Send(Account recipient, int second, MailParts delivered) =>
            scene.Sends(intrusion.Dice, intrusion.At(-12, 6, 41, second), Attacker.Letterhead, recipient, "Lasku 20931 erääntyy tänään", delivered);
    }
}
