using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Story;

/// <summary>The intruder at a server's desktop, with the stolen account, through the implant on the victim's machine.</summary>
internal static class RemoteDesktop
{
    public static RunningProcess Open(Intrusion intrusion, RunningProcess implant, Machine target, DateTime time)
    {
        var (scene, company) = (intrusion.Scene, intrusion.Company);
        var services = intrusion.ServicesOf(target);
        var logonId = 0x20000000 + intrusion.Dice.Below(0x10000000L);
        var session = LogonSession.User(company.AdminAccount, logonId, 2).Elevated with
        {
            RemoteDevice = implant.Machine.HostName,
            RemoteIP = implant.Machine.LocalIP,
        };

        scene.Connects(implant, time, target.LocalIP, 3389, target.Name);
        scene
            .Connects(services["TermService"], After(3), implant.Machine.LocalIP, Activity.EphemeralPort(time), action: "InboundConnectionAccepted")
            .With(("LocalPort", 3389));
        scene.IsKnownTo(company.DomainController, After(420), company.AdminAccount, implant.Machine, target, "Ntlm", "Remote desktop");
        scene.LogsOn(services["lsass.exe"], After(900), company.AdminAccount, "RemoteInteractive", logonId, implant.Machine);

        var userinit = scene.Run(services["winlogon.exe"], After(1_800), "userinit.exe", "userinit.exe", session);
        var explorer = scene.Run(userinit, After(2_400), "explorer.exe", @"C:\Windows\Explorer.EXE");
        scene.Run(services["TermService"], After(2_900), "rdpclip.exe", "rdpclip", session);
        return explorer;

        DateTime After(int milliseconds) => time.AddMilliseconds(milliseconds) + intrusion.Dice.Within(TimeSpan.FromMilliseconds(3));
    }
}
