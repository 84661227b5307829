using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Story;

/// <summary>
/// Day -6, a Monday evening: by SMB and a new service to the file server, by remote desktop to the domain controller,
/// whose database of accounts is copied.
/// </summary>
internal static class LateralMovement
{
    public static RunningProcess Record(Intrusion intrusion, RunningProcess implant)
    {
        var serverImplant = ToFileServer(intrusion, implant);
        ToDomainController(intrusion, implant);
        return serverImplant;
    }

    private static RunningProcess ToFileServer(Intrusion intrusion, RunningProcess implant)
    {
        var (scene, company, server) = (intrusion.Scene, intrusion.Company, intrusion.Company.FileServer);
        var services = intrusion.ServicesOf(server);
        var (account, source) = (company.AdminAccount, implant.Machine);

        var shell = scene.Run(implant, intrusion.At(-6, 19, 12, 2), "cmd.exe", "cmd.exe");
        scene.Run(shell, intrusion.At(-6, 19, 12, 30), "net.exe", $@"net use \\{server.HostName}\admin$ /user:contoso\{account.Name} *");
        foreach (var second in new[] { 31, 44 })
        {
            scene.LogsOn(services["lsass.exe"], intrusion.At(-6, 19, 12, second), account, "Network", null, source, "InvalidUserNameOrPassword");
        }

        scene.Connects(intrusion.ServicesOf(source)["System"], intrusion.At(-6, 19, 13, 8), server.LocalIP, 445, server.Name);
        scene.IsKnownTo(company.DomainController, intrusion.At(-6, 19, 13, 9), account, source, server, "Ntlm", "Credentials validation");
        scene.LogsOn(services["lsass.exe"], intrusion.At(-6, 19, 13, 10), account, "Network", 0x2b01c4e1, source);

        var image = scene.Software.For("svcupd.exe", Account.System);
        scene
            .Touches(services["System"], intrusion.At(-6, 19, 18, 41), "FileCreated", image.Folder, image.FileName, image.Content)
            .With(
                ("RequestProtocol", "Smb"),
                ("RequestAccountName", account.Name),
                ("RequestAccountDomain", account.Domain),
                ("RequestAccountSid", account.Sid),
                ("RequestSourceIP", source.LocalIP),
                ("RequestSourcePort", intrusion.Dice.Between(49_152, 65_535)),
                ("ShareName", "ADMIN$")
            );
        scene
            .Does(
                services["services.exe"],
                intrusion.At(-6, 19, 18, 50),
                "ServiceInstalled",
                """{"ServiceName":"svcupd","ServiceType":"16","ServiceStartType":"3","ServiceAccount":"LocalSystem"}"""
            )
            .WithContent(image.Content)
            .With(("FileName", image.FileName), ("FolderPath", image.FullPath));
        scene.SetsRegistry(
            services["services.exe"],
            intrusion.At(-6, 19, 18, 51),
            @"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\svcupd",
            "ImagePath",
            image.FullPath,
            "ExpandString"
        );
        var serverImplant = scene.Run(services["services.exe"], intrusion.At(-6, 19, 18, 53), "svcupd.exe", image.FullPath);

        var serverShell = scene.Run(serverImplant, intrusion.At(-6, 19, 24, 5), "cmd.exe", "cmd.exe");
        scene.Run(serverShell, intrusion.At(-6, 19, 24, 9), "whoami.exe", "whoami");
        scene.Run(serverShell, intrusion.At(-6, 19, 24, 31), "net.exe", "net share");
        scene.Run(serverShell, intrusion.At(-6, 19, 25, 12), "quser.exe", "quser");

        var kind = new AlertKind(
            "Suspicious service launched",
            "LateralMovement",
            "Medium",
            AlertKind.Endpoint,
            "EDR",
            "SMB/Windows Admin Shares (T1021.002)",
            "Service Execution (T1569.002)"
        );
        Alert
            .Raise(scene, intrusion.At(-6, 19, 31, 17), kind)
            .On(server)
            .By(account)
            .Through(serverImplant)
            .About(image.Folder, image.FileName, image.Content)
            .To(source.LocalIP);
        return serverImplant;
    }

    private static void ToDomainController(Intrusion intrusion, RunningProcess implant)
    {
        var (scene, controller) = (intrusion.Scene, intrusion.Company.DomainController);
        var explorer = RemoteDesktop.Open(intrusion, implant, controller, intrusion.At(-6, 20, 5, 14));
        var shell = scene.Run(explorer, intrusion.At(-6, 20, 9, 33), "cmd.exe", "\"C:\\Windows\\system32\\cmd.exe\" ");
        scene.Run(shell, intrusion.At(-6, 20, 10, 2), "nltest.exe", "nltest /dclist:contoso");
        var copier = scene.Run(shell, intrusion.At(-6, 20, 14, 47), "ntdsutil.exe", @"ntdsutil ""ac i ntds"" ""ifm"" ""create full C:\Windows\Temp\ifm"" q q");

        var database = scene.Content("ntds.dit", 2_415_919_104);
        const string Folder = @"C:\Windows\Temp\ifm\Active Directory";
        scene.Touches(copier, intrusion.At(-6, 20, 15, 58), "FileCreated", Folder, "ntds.dit", database);
        scene.Touches(copier, intrusion.At(-6, 20, 16, 3), "FileCreated", @"C:\Windows\Temp\ifm\registry", "SYSTEM", scene.Content("SYSTEM hive", 18_874_368));

        var kind = new AlertKind(
            "Possible theft of the Active Directory database",
            "CredentialAccess",
            "High",
            AlertKind.Endpoint,
            "EDR",
            "NTDS (T1003.003)",
            "Remote Desktop Protocol (T1021.001)"
        );
        Alert
            .Raise(scene, intrusion.At(-6, 20, 22, 40), kind)
            .On(controller)
            .By(intrusion.Company.AdminAccount)
            .Through(copier)
            .About(Folder, "ntds.dit", database)
            .To(implant.Machine.LocalIP);
    }
}
