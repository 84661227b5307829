using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Story;

/// <summary>
/// Day -12, 07:47: a Run key, then past the consent prompt to a scheduled task that runs the implant as SYSTEM.
/// From day -11 the Run key starts a copy at each logon, which finds the other one and stays quiet.
/// </summary>
internal static class Persistence
{
    private const string TaskName = @"\OneNote Sync Refresh";

    public static RunningProcess Record(Intrusion intrusion, RunningProcess implant)
    {
        var scene = intrusion.Scene;
        var victim = intrusion.Company.Victim;
        var hive = $@"HKEY_CURRENT_USER\{victim.Account.Sid}";
        var runKey = $@"{hive}\SOFTWARE\Microsoft\Windows\CurrentVersion\Run";
        var command = $"\"{implant.Image.FullPath}\" /resume";
        scene.SetsRegistry(implant, intrusion.At(-12, 7, 47, 10), runKey, "OneNoteSync", command);

        scene.SetsRegistry(implant, intrusion.At(-12, 7, 49, 2), $@"{hive}_Classes\ms-settings\Shell\Open\command", "DelegateExecute", "");
        scene.SetsRegistry(implant, intrusion.At(-12, 7, 49, 3), $@"{hive}_Classes\ms-settings\Shell\Open\command", "(Default)", "cmd.exe");
        var helper = scene.Run(implant, intrusion.At(-12, 7, 49, 8), "fodhelper.exe", "fodhelper.exe", implant.Session.Elevated);
        var shell = scene.Run(helper, intrusion.At(-12, 7, 49, 9), "cmd.exe", "cmd.exe");
        var create = scene.Run(
            shell,
            intrusion.At(-12, 7, 52, 1),
            "schtasks.exe",
            $"schtasks /create /tn \"{TaskName[1..]}\" /tr \"\\\"{implant.Image.FullPath}\\\" /resume\" /sc onstart /ru SYSTEM /f"
        );
        scene.Does(
            create,
            intrusion.At(-12, 7, 52, 2),
            "ScheduledTaskCreated",
            $$"""{"TaskName":"{{TaskName.Replace(@"\", @"\\", StringComparison.Ordinal)}}","UserId":"S-1-5-18","Trigger":"BootTrigger","Hidden":true}"""
        );
        scene.SetsRegistry(
            intrusion.ServicesOf(victim.Desk)["Schedule"],
            intrusion.At(-12, 7, 52, 3),
            $@"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache\Tree{TaskName}",
            "Id",
            $"{{{intrusion.Dice.Identifier()}}}"
        );
        scene.Run(shell, intrusion.At(-12, 7, 52, 25), "schtasks.exe", $"schtasks /run /tn \"{TaskName[1..]}\"");

        var service = scene.Run(intrusion.ServicesOf(victim.Desk)["Schedule"], intrusion.At(-12, 7, 52, 27), implant.Image, command, LogonSession.System);

        var kind = new AlertKind(
            "Anomaly detected in ASEP registry",
            "Persistence",
            "Medium",
            AlertKind.Endpoint,
            "EDR",
            "Registry Run Keys / Startup Folder (T1547.001)",
            "Scheduled Task (T1053.005)",
            "Bypass User Account Control (T1548.002)"
        );
        Alert
            .Raise(scene, intrusion.At(-12, 8, 1, 30), kind)
            .On(victim.Desk)
            .By(victim.Account)
            .Through(implant)
            .Through(create)
            .Setting(runKey, "OneNoteSync", command)
            .About(implant.Image.Folder, implant.Image.FileName, implant.Image.Content);

        foreach (var day in new[] { -11, -10, -9, -6, -5, -4, -3, -2 })
        {
            var explorer = intrusion.DayOf(victim, day).Explorer;
            scene.Run(explorer, explorer.Created.AddSeconds(9) + intrusion.Dice.Within(TimeSpan.FromSeconds(3)), "onsync.exe", command);
        }

        return service;
    }
}
