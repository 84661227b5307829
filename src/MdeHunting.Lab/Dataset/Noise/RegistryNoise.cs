using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Noise;

/// <summary>Settings that programs and services keep; honest software has Run keys too.</summary>
internal static class RegistryNoise
{
    private const string Local = @"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft";

    public static void Record(Bystanders bystanders, int rows)
    {
        var dice = bystanders.Scene.Dice.For("registry noise");
        for (var i = 0; i < rows; i++)
        {
            if (dice.Percent(50))
            {
                OfProgram(bystanders, dice);
            }
            else
            {
                OfService(bystanders, dice);
            }
        }
    }

    private static void OfProgram(Bystanders bystanders, Dice dice)
    {
        var (session, program, time) = bystanders.AtWork(dice);
        var software = $@"HKEY_CURRENT_USER\{session.Person.Account.Sid}\SOFTWARE\Microsoft";
        var path = program.Image.FullPath;
        var (key, name, data, type) = program.Image.FileName switch
        {
            "OneDrive.exe" or "ms-teams.exe" => ($@"{software}\Windows\CurrentVersion\Run", program.Image.Version.Product, $"\"{path}\" /background", "String"),
            "explorer.exe" => ($@"{software}\Windows\CurrentVersion\Explorer\RecentDocs", $"{dice.Below(150)}", "", "Binary"),
            "msedge.exe" => ($@"{software}\Edge\BLBeacon", "state", "1", "Dword"),
            _ => ($@"{software}\Office\16.0\Common\Roaming", "LastSync", $"0x{dice.Below(uint.MaxValue):x8}", "Dword"),
        };
        bystanders.Scene.SetsRegistry(program, time, key, name, data, type);
    }

    private static void OfService(Bystanders bystanders, Dice dice)
    {
        var (service, time) = bystanders.Running(dice, ["Schedule", "wuauserv", "MsMpEng.exe", "services.exe", "lsass.exe", "spoolsv.exe"]);
        var (key, name, data, type) = service.Image.FileName switch
        {
            "MsMpEng.exe" => (
                $@"{Local}\Windows Defender\Signature Updates",
                "AVSignatureVersion",
                $"1.{dice.Between(400, 460)}.{dice.Below(2000)}.0",
                "String"
            ),
            "services.exe" => (@"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\BITS", "Start", dice.Percent(50) ? "2" : "3", "Dword"),
            "lsass.exe" => (@"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Lsa", "LsaPid", $"{service.Id}", "Dword"),
            "spoolsv.exe" => (@"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Print\Printers\JKL-2K", "ChangeID", $"{dice.Below(9_999_999)}", "Dword"),
            _ => ($@"{Local}\Windows NT\CurrentVersion\Schedule\TaskCache\Tasks\{{{dice.Identifier()}}}", "DynamicInfo", dice.Hex(14), "Binary"),
        };
        bystanders.Scene.SetsRegistry(service, time, key, name, data, type);
    }
}
