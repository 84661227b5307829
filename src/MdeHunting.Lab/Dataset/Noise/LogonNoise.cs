using System.Text.Json.Nodes;
using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Noise;

/// <summary>Screens unlocked, shares opened, passwords mistyped, backups run; and the same as the domain and the cloud know it.</summary>
internal static class LogonNoise
{
    private static readonly string[] CloudApplications = ["Microsoft Exchange Online", "Microsoft Teams", "Microsoft SharePoint Online", "Microsoft 365"];

    public static void RecordOnDevices(Bystanders bystanders, int rows)
    {
        var dice = bystanders.Scene.Dice.For("logon noise");
        for (var i = 0; i < rows; i++)
        {
            OnDevice(bystanders, dice);
        }
    }

    public static void RecordIdentities(Bystanders bystanders, int rows)
    {
        var dice = bystanders.Scene.Dice.For("identity noise");
        for (var i = 0; i < rows; i++)
        {
            if (dice.Percent(45))
            {
                InDomain(bystanders, dice);
            }
            else
            {
                InCloud(bystanders, dice);
            }
        }
    }

    private static void OnDevice(Bystanders bystanders, Dice dice)
    {
        var (scene, company, session) = (bystanders.Scene, bystanders.Company, bystanders.Session(dice));
        var (account, desk, time) = (session.Person.Account, session.Machine, dice.Between(session.Start.AddMinutes(10), session.End));
        var logonId = 0x100000 + dice.Below(0x7000000L);
        switch (dice.Below(100))
        {
            case < 35:
                scene.LogsOn(bystanders.ServicesOf(desk)["lsass.exe"], time, account, "Unlock", logonId);
                return;
            case < 41:
                scene.LogsOn(bystanders.ServicesOf(desk)["lsass.exe"], time, account, "Unlock", null, failure: "InvalidUserNameOrPassword");
                return;
            case < 75:
                var server = desk.Site == Company.Tokyo ? company.TokyoFileServer : company.FileServer;
                scene.LogsOn(bystanders.ServicesOf(server)["lsass.exe"], time, account, "Network", logonId, desk).With(("Protocol", "Kerberos"));
                return;
            case < 85:
                // What the sensor could not tell is null: nobody asked whether the service's account is an administrator.
                scene
                    .LogsOn(bystanders.ServicesOf(company.FileServer)["lsass.exe"], bystanders.AnyTime(dice), company.BackupAccount, "Batch", logonId)
                    .With(("IsLocalAdmin", null));
                return;
            case < 89:
                var shift = bystanders.Session(dice, company.Administrator);
                if (shift.Start >= bystanders.ContainedFrom)
                {
                    return;
                }

                var managed = dice.Pick(company.Machines.Where(machine => machine.Role != MachineRole.Workstation).ToArray());
                var authority = bystanders.ServicesOf(managed)["lsass.exe"];
                scene
                    .LogsOn(authority, dice.Between(shift.Start, shift.End), company.AdminAccount, "RemoteInteractive", logonId, shift.Machine)
                    .With(("Protocol", "Kerberos"));
                return;
            default:
                var (service, moment) = bystanders.Running(dice, ["services.exe"]);
                scene.LogsOn(service, moment, Account.System, "Service", 0x3e7);
                return;
        }
    }

    private static void InDomain(Bystanders bystanders, Dice dice)
    {
        var session = bystanders.Session(dice);
        var (company, time) = (bystanders.Company, dice.Between(session.Start, session.End));
        var target = dice.Percent(70) ? company.FileServer : company.ErpServer;
        bystanders.Scene.IsKnownTo(company.DomainController, time, session.Person.Account, session.Machine, target, "Kerberos", "Resource access");
    }

    private static void InCloud(Bystanders bystanders, Dice dice)
    {
        var session = bystanders.Session(dice);
        var (site, time) = (session.Machine.Site, dice.Between(session.Start, session.End));
        var row = bystanders
            .Scene.Identity(
                time,
                session.Person.Account,
                dice.Percent(96) ? "LogonSuccess" : "LogonFailed",
                dice.Pick(CloudApplications),
                "OAuth2:Authorize",
                site.PublicIP
            )
            .With(("Location", site.Country), ("Isp", "Example Telecom"), ("OSPlatform", session.Machine.Windows.Platform));
        if (dice.Percent(30))
        {
            return;
        }

        row.With(
            (
                "AdditionalFields",
                new JsonObject
                {
                    ["IsInteractive"] = dice.Percent(20),
                    ["Categories"] = new JsonArray(),
                    ["Attempts"] = 1L,
                }
            )
        );
    }
}
