using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Noise;

/// <summary>The day's post: colleagues, customers, newsletters, and the junk that the filter keeps out.</summary>
internal static class MailNoise
{
    private static readonly Partner[] Partners =
    [
        new(new("orders@northwind.example", "Northwind Orders", "203.0.113.12"), "en", "order", true, ["Your order {n}", "Delivery {n} is on its way"]),
        new(
            new("anna.berg@fabrikam.example", "Anna Berg", "203.0.113.14"),
            "en",
            "invoice",
            true,
            ["Invoice {n}", "Price list, week {n}", "Re: service window"]
        ),
        new(new("hinnat@teraskauppa.example", "Teräskauppa Oy", "203.0.113.16"), "fi", "hinnasto", true, ["Hinnasto {n}", "Tilausvahvistus {n}"]),
        new(new("kontakt@nordlicht-logistik.example", "Nordlicht Logistik GmbH", "203.0.113.18"), "de", "Lieferschein", true, ["Lieferung {n} nach Jyväskylä"]),
        new(
            new("sales@tokyo-parts.example", "東京パーツ", "203.0.113.20", IPv6: "2001:db8:20::20"),
            "ja",
            "見積書",
            true,
            ["見積書 {n}", "お世話になっております"]
        ),
        new(new("newsletter@standards.example", "Standards Weekly", "203.0.113.22"), "en", "digest", false, ["Weekly digest {n}"]),
        new(new("no-reply@rail.example", "Rail Tickets", "203.0.113.24"), "fi", "lippu", false, ["Matkalippusi {n}", "Kuitti {n}"]),
    ];

    private static readonly Partner[] Correspondents = [.. Partners.Where(partner => partner.Responses)];

    private static readonly MailSender Spammer = new("winner@prize-draw.example", "Prize Draw", "203.0.113.66");

    private static readonly string[] InternalSubjects =
    [
        "Kokous torstaina",
        "Vs: tarjouspyyntö {n}",
        "Tuntikirjaukset",
        "Budjetti {n}",
        "Sauna perjantaina?",
        "Figures for {n}",
        "Ylläpitokatko",
    ];

    public static void Record(Bystanders bystanders, int rows)
    {
        var dice = bystanders.Scene.Dice.For("mail noise");
        Account[] mailboxes = [.. bystanders.Company.Mailboxes];
        for (var i = 0; i < rows; i++)
        {
            var chance = dice.Below(100);
            if (chance < 12)
            {
                Junk(bystanders, dice, dice.Pick(mailboxes));
            }
            else if (chance < 55)
            {
                FromPartner(bystanders, dice, dice.Pick(Partners));
            }
            else if (chance < 70)
            {
                ToPartner(bystanders, dice, dice.Pick(Correspondents));
            }
            else
            {
                Internal(bystanders, dice, dice.Pick(mailboxes));
            }
        }
    }

    private static void Junk(Bystanders bystanders, Dice dice, Account recipient)
    {
        var isPhish = dice.Percent(20);
        var parts = new MailParts(
            Action: isPhish ? "Blocked" : "Junked",
            Location: isPhish ? "Quarantine" : "Junk folder",
            Threat: isPhish ? "Phish" : "Spam",
            Detection: isPhish ? """{"Phish":["URL malicious reputation"]}""" : """{"Spam":["Advanced filter"]}""",
            IsFirstContact: true,
            IsAuthenticated: false
        )
        {
            Urls = [$"https://prize-draw.example/{dice.Hex(4)}"],
        };
        bystanders.Scene.Sends(dice, bystanders.AnyTime(dice), Spammer, recipient, "You have won! 🎁", parts);
    }

    private static void FromPartner(Bystanders bystanders, Dice dice, Partner partner)
    {
        var (scene, session) = (bystanders.Scene, bystanders.Session(dice));
        var time = dice.Between(session.Start, session.End);
        var attachment = $"{partner.Attachment}-{dice.Below(200)}.pdf";
        var url = $"https://portal.vendor.example/order/{dice.Below(9_999)}";
        var hasUrl = dice.Percent(40);
        var message = scene.Sends(
            dice,
            time,
            partner.Sender,
            session.Person.Account,
            Numbered(dice, partner.Subjects),
            new MailParts(Language: partner.Language)
            {
                Attachments = dice.Percent(30) ? [(attachment, scene.Content(attachment))] : [],
                Urls = hasUrl ? [url] : [],
            }
        );

        var click = time + dice.Between(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(50));
        if (hasUrl && dice.Percent(30) && click < session.End)
        {
            scene.Clicks(click, message, url, "ClickAllowed", false, session.Machine.Site);
        }
    }

    private static void ToPartner(Bystanders bystanders, Dice dice, Partner partner)
    {
        var session = bystanders.Session(dice);
        var recipient = new Account("", "", "", partner.Sender.Address);
        bystanders.Scene.Sends(
            dice,
            dice.Between(session.Start, session.End),
            Sender(session, "192.0.2.25"),
            recipient,
            $"Re: {Numbered(dice, partner.Subjects)}",
            new MailParts("Outbound", Location: "On-premises/external", Language: partner.Language)
        );
    }

    private static void Internal(Bystanders bystanders, Dice dice, Account recipient)
    {
        var session = bystanders.Session(dice);
        bystanders.Scene.Sends(
            dice,
            dice.Between(session.Start, session.End),
            Sender(session, "10.20.1.25"),
            recipient,
            Numbered(dice, InternalSubjects),
            new MailParts("Intra-org", Language: "fi")
        );
    }

    private static MailSender Sender(WorkSession session, string address) =>
        new(session.Person.Account.Upn, session.Person.Account.DisplayName, address, session.Person.Account.ObjectId);

    private static string Numbered(Dice dice, IReadOnlyList<string> subjects) =>
        dice.Pick(subjects).Replace("{n}", $"{dice.Between(1_000, 9_999)}", StringComparison.Ordinal);

    private sealed record Partner(MailSender Sender, string Language, string Attachment, bool Responses, IReadOnlyList<string> Subjects);
}
