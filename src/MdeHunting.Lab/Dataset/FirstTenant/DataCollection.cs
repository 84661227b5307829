using System.Globalization;
using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.FirstTenant;

/// <summary>
/// The sensor's own scripts: PowerShell that compiles a helper and asks net.exe about accounts. The last run is the one that the first question finds.
/// </summary>
internal static class DataCollection
{
    private const string Folder = @"C:\ProgramData\Microsoft\Windows Defender Advanced Threat Protection\DataCollection";
    private static readonly DateTime CompilerStarts = At("2022-03-07T21:34:29.3809980Z");
    private static readonly DateTime NetStarts = At("2022-03-07T21:34:30.1187436Z");

    public static void Record(Scene scene, Services services)
    {
        var dice = scene.Dice.For("data collection");
        for (var time = scene.From.AddHours(1); time < CompilerStarts.AddHours(-1); time += TimeSpan.FromHours(3) + dice.Within(TimeSpan.FromMinutes(40)))
        {
            var compilerStarts = time + dice.Within(TimeSpan.FromSeconds(1));
            Run(scene, services, dice, compilerStarts, compilerStarts.AddMilliseconds(500) + dice.Within(TimeSpan.FromSeconds(1)));
        }

        Run(scene, services, dice, CompilerStarts, NetStarts);
    }

    private static void Run(Scene scene, Services services, Dice dice, DateTime compilerStarts, DateTime netStarts)
    {
        DateTime Near(int milliseconds) => compilerStarts.AddMilliseconds(milliseconds) + dice.Within(TimeSpan.FromMilliseconds(20));

        var ir = scene.Run(services["MsSense.exe"], Near(-4_310), "SenseIR.exe", "\"SenseIR.exe\" \"OnlineSenseIR\" \"2604\"");
        scene.Connects(ir, Near(-4_020), "192.0.2.81", 443, "winatp-gw.defender.example");
        var script = $@"{Folder}\{dice.Between(7_000, 8_000)}.{dice.Hex(16)}\{dice.Hex(6)}.ps1";
        var powershell = scene.Run(
            ir,
            Near(-2_190),
            "powershell.exe",
            $"powershell.exe -ExecutionPolicy AllSigned -NoProfile -NonInteractive -Command \"& {{ . '{script}' }}\""
        );
        scene.Run(powershell, Near(-2_130), "conhost.exe", @"\??\C:\Windows\system32\conhost.exe 0xffffffff -ForceV1");

        var name = dice.Hex(4);
        var compiler = scene.Run(powershell, compilerStarts, "csc.exe", $"\"csc.exe\" /noconfig /fullpaths @\"C:\\Windows\\TEMP\\{name}.cmdline\"");
        scene.Run(compiler, Near(310), "cvtres.exe", $"cvtres.exe /NOLOGO /READONLY /MACHINE:IX86 \"/OUT:C:\\Windows\\TEMP\\RES{name[..4]}.tmp\"");
        scene.Touches(compiler, Near(420), "FileCreated", @"C:\Windows\Temp", $"{name}.dll", scene.Content($"helper {name}", 3_072));

        var net = scene.Run(powershell, netStarts, "net.exe", "\"net.exe\" accounts");
        scene.Run(
            net,
            netStarts + dice.Between(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(30)),
            "net1.exe",
            @"C:\Windows\system32\net1 accounts"
        );
    }

    private static DateTime At(string time) =>
        DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
}
