using System.Collections.Frozen;
using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Noise;

/// <summary>Connections of every day, of programs in working hours and of services round the clock.</summary>
internal static class NetworkNoise
{
    private static readonly FrozenDictionary<string, string[]> ProgramHosts = new Dictionary<string, string[]>
    {
        ["OUTLOOK.EXE"] = ["outlook.mail.example", "outlook.mail.example", "autodiscover.mail.example"],
        ["ms-teams.exe"] = ["teams.chat.example", "media.chat.example"],
        ["OneDrive.exe"] = ["files.cloud.example", "sync.cloud.example"],
        ["WINWORD.EXE"] = ["officecdn.example", "roaming.officecdn.example"],
        ["EXCEL.EXE"] = ["officecdn.example", "files.cloud.example"],
        ["POWERPNT.EXE"] = ["officecdn.example", "files.cloud.example"],
        ["Code.exe"] = ["marketplace.code.example", "git.example", "pypi.example"],
        ["svchost.exe"] = ["update.windows.example", "download.windows.example", "ctldl.windows.example", "ocsp.pki.example"],
        ["MsSense.exe"] = ["telemetry.defender.example"],
        ["MsMpEng.exe"] = ["packages.defender.example", "telemetry.defender.example"],
        ["monagent.exe"] = ["monitor.fabrikam.example"],
        ["bkagent.exe"] = ["vault.fabrikam.example"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] Outward =
    [
        "BITS",
        "wuauserv",
        "CryptSvc",
        "MsSense.exe",
        "MsSense.exe",
        "MsMpEng.exe",
        "monagent.exe",
        "monagent.exe",
        "bkagent.exe",
    ];
    private static readonly string[] Inward = ["lsass.exe", "lsass.exe", "Dnscache", "Dnscache", "spoolsv.exe", "dfsrs.exe", "sqlservr.exe", "dns.exe"];

    public static void Record(Bystanders bystanders, int rows)
    {
        var dice = bystanders.Scene.Dice.For("network noise");
        for (var i = 0; i < rows; i++)
        {
            var chance = dice.Below(100);
            if (chance < 62)
            {
                FromDesk(bystanders, dice);
            }
            else if (chance < 82)
            {
                Outwards(bystanders, dice);
            }
            else
            {
                Within(bystanders, dice);
            }
        }
    }

    private static void FromDesk(Bystanders bystanders, Dice dice)
    {
        var (session, program, time) = bystanders.AtWork(dice);
        var (scene, company) = (bystanders.Scene, bystanders.Company);
        var fileServer = session.Machine.Site == Company.Tokyo ? company.TokyoFileServer : company.FileServer;
        _ = program.Image.FileName switch
        {
            "msedge.exe" => Call(scene, dice, program, time, Internet.AnySite(dice)),
            "explorer.exe" => scene.Connects(program, time, fileServer.LocalIP, 445, fileServer.Name),
            "ContosoErp.exe" => scene.Connects(program, time, company.ErpServer.LocalIP, 1433, company.ErpServer.Name),
            "mstsc.exe" => ManageServer(scene, company, dice, program, time),
            var name => Call(scene, dice, program, time, dice.Pick(ProgramHosts[name])),
        };
    }

    private static void Outwards(Bystanders bystanders, Dice dice)
    {
        var (service, time) = bystanders.Running(dice, Outward);
        Call(bystanders.Scene, dice, service, time, dice.Pick(ProgramHosts[service.Image.FileName]));
    }

    private static void Within(Bystanders bystanders, Dice dice)
    {
        var (service, time) = bystanders.Running(dice, Inward);
        var (scene, company) = (bystanders.Scene, bystanders.Company);
        var controller = company.DomainController;
        var peer = dice.Pick(company.People).Desk;
        _ = service.Image.FileName switch
        {
            "lsass.exe" => scene.Connects(service, time, controller.LocalIP, dice.Percent(60) ? 88 : 389, controller.Name),
            "svchost.exe" => scene.Connects(service, time, controller.LocalIP, 53).With(("Protocol", "Udp")),
            "spoolsv.exe" => scene.Connects(service, time, company.PrintServer.LocalIP, 445, company.PrintServer.Name),
            "dfsrs.exe" => scene.Connects(
                service,
                time,
                service.Machine == company.FileServer ? company.TokyoFileServer.LocalIP : company.FileServer.LocalIP,
                5722
            ),
            "sqlservr.exe" => Accept(scene, service, time, peer, 1433),
            _ => Accept(scene, service, time, peer, 53),
        };
    }

    private static RecordedRow Accept(Scene scene, RunningProcess service, DateTime time, Machine peer, int port) =>
        scene.Connects(service, time, peer.LocalIP, Activity.EphemeralPort(time), action: "InboundConnectionAccepted").With(("LocalPort", port));

    private static RecordedRow ManageServer(Scene scene, Company company, Dice dice, RunningProcess program, DateTime time)
    {
        var server = dice.Pick(company.Machines.Where(machine => machine.Role != MachineRole.Workstation).ToArray());
        return scene.Connects(program, time, server.LocalIP, 3389, server.Name);
    }

    private static RecordedRow Call(Scene scene, Dice dice, RunningProcess process, DateTime time, string host)
    {
        var action = dice.Below(100) switch
        {
            < 4 => "ConnectionFailed",
            < 7 => "ConnectionRequest",
            _ => "ConnectionSuccess",
        };
        return scene.Connects(process, time, Internet.AddressOf(host), host == "monitor.fabrikam.example" ? 8443 : 443, host, action);
    }
}
