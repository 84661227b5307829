using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Story;

/// <summary>Day -12, 07:31: seven minutes of looking around, each command through a shell of its own.</summary>
internal static class Discovery
{
    private static readonly (int Minute, int Second, string Program, string CommandLine)[] Commands =
    [
        (31, 4, "whoami.exe", "whoami /all"),
        (31, 40, "systeminfo.exe", "systeminfo"),
        (32, 21, "ipconfig.exe", "ipconfig /all"),
        (33, 2, "arp.exe", "arp -a"),
        (33, 48, "net.exe", "net user p.hamalainen /domain"),
        (34, 30, "net.exe", "net group \"Domain Admins\" /domain"),
        (35, 51, "nltest.exe", "nltest /dclist:contoso"),
        (36, 37, "nltest.exe", "nltest /domain_trusts /all_trusts"),
        (37, 45, "quser.exe", "quser"),
        (38, 20, "net.exe", "net view /all /domain"),
    ];

    public static void Record(Intrusion intrusion, RunningProcess implant)
    {
        var scene = intrusion.Scene;
        foreach (var (minute, second, program, commandLine) in Commands)
        {
            var shell = scene.Run(implant, intrusion.At(-12, 7, minute, second), "cmd.exe", $"cmd.exe /c {commandLine}");
            var tool = scene.Run(shell, intrusion.At(-12, 7, minute, second + 1), program, commandLine);
            if (program == "net.exe")
            {
                scene.Run(tool, intrusion.At(-12, 7, minute, second + 2), "net1.exe", $@"C:\Windows\system32\net1{commandLine[3..]}");
            }
        }

        var controller = intrusion.Company.DomainController;
        scene
            .Does(
                implant,
                intrusion.At(-12, 7, 39, 3),
                "LdapSearch",
                """{"SearchFilter":"(&(objectCategory=computer)(operatingSystem=*server*))","DistinguishedName":"DC=corp,DC=contoso,DC=example","""
                    + "\"ScopeOfSearch\":\"Subtree\"}"
            )
            .With(("RemoteIP", controller.LocalIP), ("RemotePort", 389), ("RemoteDeviceName", controller.Name));
    }
}
