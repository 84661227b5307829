using System.Text;
using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Story;

/// <summary>Day -12, 07:04: the letter's document starts PowerShell, which fetches and starts the implant, onsync.exe.</summary>
internal static class Foothold
{
    /// <summary>The text that -Enc carries. It does nothing: the lab shows what a sensor shows, and ships no tool.</summary>
    private const string Script = "Write-Output 'MdeHunting lab: only text'";

    public static RunningProcess Record(Intrusion intrusion)
    {
        var scene = intrusion.Scene;
        var day = intrusion.DayOf(intrusion.Company.Victim, -12);
        var profile = day.Person.Account.Profile;
        var folder = $@"{profile}\AppData\Local\Microsoft\Windows\INetCache\Content.Outlook\{intrusion.Dice.Hex(4).ToUpperInvariant()}";
        var outlook = day.Program("OUTLOOK.EXE");

        scene
            .Touches(outlook, intrusion.At(-12, 7, 4, 31), "FileCreated", folder, Phishing.Document, Phishing.Letter(scene))
            .With(("FileOriginReferrerUrl", Attacker.LureUrl), ("AdditionalFields", """{"FileType":"OfficeOpenXml","IsMacroEnabled":true}"""));
        var word = scene.Run(
            outlook,
            intrusion.At(-12, 7, 4, 33),
            "WINWORD.EXE",
            $"\"{scene.Software.For("WINWORD.EXE", day.Person.Account).FullPath}\" /n \"{folder}\\{Phishing.Document}\" /o \"\""
        );
        scene.Loads(
            word,
            intrusion.At(-12, 7, 4, 48),
            @"C:\Program Files\Microsoft Office\root\vfs\ProgramFilesCommonX64\Microsoft Shared\VBA\VBA7.1",
            "VBE7.DLL"
        );

        var encoded = Convert.ToBase64String(Encoding.Unicode.GetBytes(Script));
        var powershell = scene.Run(word, intrusion.At(-12, 7, 4, 52), "powershell.exe", $"powershell.exe -NoP -NonI -W Hidden -Enc {encoded}");
        scene.Run(powershell, intrusion.At(-12, 7, 4, 53), "conhost.exe", @"\??\C:\Windows\system32\conhost.exe 0xffffffff -ForceV1");
        scene
            .Does(word, intrusion.At(-12, 7, 4, 54), "AsrOfficeChildProcessAudited", """{"RuleId":"d4f940ab-401b-4efc-aadc-ad5f3c50688a","IsAudit":true}""")
            .OnProcess(powershell);
        scene.Does(powershell, intrusion.At(-12, 7, 4, 55), "PowerShellCommand", """{"Command":"Invoke-WebRequest"}""");
        scene.Connects(powershell, intrusion.At(-12, 7, 4, 56), Attacker.ControlIP, 443, Attacker.ControlHost);

        var image = scene.Software.For("onsync.exe", day.Person.Account);
        scene
            .Touches(powershell, intrusion.At(-12, 7, 5, 1), "FileCreated", image.Folder, image.FileName, image.Content)
            .With(("FileOriginUrl", $"https://{Attacker.ControlHost}/assets/onsync.bin"), ("FileOriginIP", Attacker.ControlIP));
        var implant = scene.Run(powershell, intrusion.At(-12, 7, 5, 6), "onsync.exe", $"\"{image.FullPath}\" /install");

        var kind = new AlertKind(
            "Suspicious PowerShell command line",
            "Execution",
            "Medium",
            AlertKind.Endpoint,
            "EDR",
            "PowerShell (T1059.001)",
            "Malicious File (T1204.002)",
            "Ingress Tool Transfer (T1105)"
        );
        Alert
            .Raise(scene, intrusion.At(-12, 7, 9, 44), kind)
            .On(day.Machine)
            .By(day.Person.Account)
            .Through(word)
            .Through(powershell)
            .About(folder, Phishing.Document, Phishing.Letter(scene))
            .To(Attacker.ControlIP, $"https://{Attacker.ControlHost}/assets/onsync.bin");
        return implant;
    }
}
