using System.Text.Json.Nodes;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Story;

/// <summary>Day -20: one password tried on every mailbox, from one address, in the night. Nobody had it.</summary>
internal static class PasswordSpray
{
    public static void Record(Intrusion intrusion)
    {
        var (scene, company) = (intrusion.Scene, intrusion.Company);
        var minute = 12;
        foreach (var account in company.Mailboxes)
        {
            var time = intrusion.At(-20, 3, minute++, intrusion.Dice.Below(60));
            scene
                .Identity(time, account, "LogonFailed", "Microsoft 365", "OAuth2:Token", Attacker.SprayIP)
                .With(
                    ("FailureReason", "InvalidUserNameOrPassword"),
                    ("Isp", "Example Hosting"),
                    ("Location", "SC"),
                    (
                        "AdditionalFields",
                        new JsonObject
                        {
                            ["UserAgent"] = "python-requests/2.31",
                            ["IsInteractive"] = false,
                            ["Categories"] = new JsonArray("Anonymous proxy", "Tor"),
                            ["Attempts"] = 1L,
                        }
                    )
                );
        }

        var kind = new AlertKind(
            "Password spray attack involving multiple accounts",
            "CredentialAccess",
            "Medium",
            AlertKind.Identity,
            "Microsoft Defender for Identity",
            "Password Spraying (T1110.003)"
        );
        var alert = Alert.Raise(scene, intrusion.At(-20, 4, 2, 11), kind).To(Attacker.SprayIP);
        foreach (var account in company.Mailboxes)
        {
            alert.By(account);
        }
    }
}
