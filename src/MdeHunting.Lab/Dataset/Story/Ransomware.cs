using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Story;

/// <summary>
/// The Sunday, 02:31: from the domain controller's desktop to six machines. Shadow copies go first; then the antivirus stops the rest,
/// except that on the file server it needs nineteen seconds, and forty files are renamed. At 03:03 the accounts and devices are cut off.
/// </summary>
internal static class Ransomware
{
    private static readonly string[] Names = ["Budjetti", "Palkat", "Tarjous", "見積書", "Sopimus", "Tilinpäätös", "Varasto", "Kokous"];

    public static void Record(Intrusion intrusion, RunningProcess implant)
    {
        var (scene, company) = (intrusion.Scene, intrusion.Company);
        var controller = company.DomainController;
        var explorer = RemoteDesktop.Open(intrusion, implant, controller, intrusion.At(0, 2, 12, 31));
        var shell = scene.Run(explorer, intrusion.At(0, 2, 14, 2), "cmd.exe", "\"C:\\Windows\\system32\\cmd.exe\" ");

        var locked = scene.Software.For("wlock.exe", company.AdminAccount);
        scene.Touches(explorer, intrusion.At(0, 2, 19, 50), "FileCreated", @"C:\Windows\Temp", locked.FileName, locked.Content);

        Machine[] targets =
        [
            company.FileServer,
            company.ErpServer,
            company.PrintServer,
            company.TokyoFileServer,
            company.Victim.Desk,
            company.SecondReader.Desk,
        ];
        var kind = new AlertKind(
            "'Wanlock' ransomware was prevented",
            "Ransomware",
            "High",
            AlertKind.Endpoint,
            "Antivirus",
            "Data Encrypted for Impact (T1486)"
        );
        for (var i = 0; i < targets.Length; i++)
        {
            var locker = Strike(intrusion, shell, targets[i], minute: 31 + (i * 2));
            Alert
                .Raise(scene, intrusion.At(0, 2, 32 + (i * 2), 20), kind)
                .On(targets[i])
                .Through(locker)
                .About(locker.Image.Folder, locker.Image.FileName, locker.Image.Content, "Wanlock");
        }

        var disrupted = new AlertKind(
            "Hands-on-keyboard attack was disrupted: account and devices contained",
            "Impact",
            "High",
            AlertKind.Endpoint,
            "EDR",
            "Inhibit System Recovery (T1490)",
            "Data Encrypted for Impact (T1486)"
        );
        var alert = Alert.Raise(scene, intrusion.At(0, 3, 3, 9), disrupted).By(company.AdminAccount).On(controller).On(implant.Machine);
        foreach (var target in targets)
        {
            alert.On(target);
        }
    }

    private static RunningProcess Strike(Intrusion intrusion, RunningProcess shell, Machine target, int minute)
    {
        var (scene, services, account) = (intrusion.Scene, intrusion.ServicesOf(target), intrusion.Company.AdminAccount);
        var image = scene.Software.For("wlock.exe", Account.System);
        var controller = shell.Machine;

        scene.Run(shell, intrusion.At(0, 2, minute, 1), "cmd.exe", $@"cmd /c copy C:\Windows\Temp\wlock.exe \\{target.HostName}\c$\ProgramData\wlock.exe");
        scene.Connects(intrusion.ServicesOf(controller)["System"], intrusion.At(0, 2, minute, 2), target.LocalIP, 445, target.Name);
        scene.LogsOn(services["lsass.exe"], intrusion.At(0, 2, minute, 3), account, "Network", 0x30000000 + intrusion.Dice.Below(0x1000000L), controller);
        scene
            .Touches(services["System"], intrusion.At(0, 2, minute, 5), "FileCreated", image.Folder, image.FileName, image.Content)
            .With(
                ("RequestProtocol", "Smb"),
                ("RequestAccountName", account.Name),
                ("RequestAccountDomain", account.Domain),
                ("RequestAccountSid", account.Sid),
                ("RequestSourceIP", controller.LocalIP),
                ("RequestSourcePort", intrusion.Dice.Between(49_152, 65_535)),
                ("ShareName", "C$")
            );
        scene.Run(shell, intrusion.At(0, 2, minute, 9), "sc.exe", $@"sc \\{target.HostName} create wl binPath= C:\ProgramData\wlock.exe start= demand");

        var worker = scene.Run(services["services.exe"], intrusion.At(0, 2, minute, 14), "cmd.exe", @"cmd.exe /c C:\ProgramData\prep.cmd");
        scene.Run(worker, intrusion.At(0, 2, minute, 15), "vssadmin.exe", "vssadmin delete shadows /all /quiet");
        scene.Run(worker, intrusion.At(0, 2, minute, 17), "wbadmin.exe", "wbadmin delete catalog -quiet");
        scene.Run(worker, intrusion.At(0, 2, minute, 18), "bcdedit.exe", "bcdedit /set {default} recoveryenabled No");
        scene.Run(worker, intrusion.At(0, 2, minute, 19), "wevtutil.exe", "wevtutil cl Security");

        var locker = scene.Run(services["services.exe"], intrusion.At(0, 2, minute, 22), "wlock.exe", $"{image.FullPath} -all");
        var isFileServer = target == intrusion.Company.FileServer;
        if (isFileServer)
        {
            Rename(intrusion, locker, minute);
        }

        scene
            .Does(
                services["MsMpEng.exe"],
                intrusion.At(0, 2, minute, isFileServer ? 42 : 23),
                "AntivirusDetection",
                """{"ThreatName":"Ransom:Win32/Wanlock.A","Description":"ransomware","Action":"2","WasExecutingWhileDetected":true,"WasRemediated":true}"""
            )
            .OnProcess(locker);
        return locker;
    }

    private static void Rename(Intrusion intrusion, RunningProcess locker, int minute)
    {
        var scene = intrusion.Scene;
        for (var i = 0; i < 40; i++)
        {
            var name = $"{Names[i % Names.Length]}_{2019 + (i / Names.Length)}.xlsx";
            var time = intrusion.At(0, 2, minute, 23 + (i * 18 / 40));
            scene
                .Touches(locker, time, "FileRenamed", @"D:\Shares\Finance", $"{name}.wanlock", scene.Content($"locked {name}"))
                .With(("PreviousFileName", name), ("PreviousFolderPath", @"D:\Shares\Finance"));
        }

        scene.Touches(locker, intrusion.At(0, 2, minute, 41), "FileCreated", @"D:\Shares\Finance", "README_RESTORE.txt", scene.Content("ransom note", 1_184));
    }
}
