using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Noise;

/// <summary>The sensor's many other events, and the libraries that programs load.</summary>
internal static class DeviceEventNoise
{
    private static readonly string[] Libraries =
    [
        "ncrypt.dll",
        "winhttp.dll",
        "dbghelp.dll",
        "amsi.dll",
        "taskschd.dll",
        "wbemcomn.dll",
        "samcli.dll",
        "vaultcli.dll",
    ];

    public static void RecordEvents(Bystanders bystanders, int rows)
    {
        var dice = bystanders.Scene.Dice.For("event noise");
        for (var i = 0; i < rows; i++)
        {
            if (dice.Percent(55))
            {
                OfProgram(bystanders, dice);
            }
            else
            {
                OfService(bystanders, dice);
            }
        }
    }

    public static void RecordLibraries(Bystanders bystanders, int rows)
    {
        var dice = bystanders.Scene.Dice.For("library noise");
        for (var i = 0; i < rows; i++)
        {
            var (_, program, time) = bystanders.AtWork(dice);
            bystanders.Scene.Loads(program, time, @"C:\Windows\System32", dice.Pick(Libraries));
        }
    }

    private static void OfProgram(Bystanders bystanders, Dice dice)
    {
        var (session, program, time) = bystanders.AtWork(dice);
        var scene = bystanders.Scene;
        _ = program.Image.FileName switch
        {
            "OUTLOOK.EXE" => scene.Does(program, time, "BrowserLaunchedToOpenUrl").With(("RemoteUrl", $"https://{Internet.AnySite(dice)}/")),
            "msedge.exe" => scene.Does(program, time, "DpapiAccessed", """{"OperationType":"Unprotect","DataDescription":"Microsoft Edge"}"""),
            "explorer.exe" when dice.Percent(20) => scene.Does(
                program,
                time,
                "UsbDriveMounted",
                $$"""{"DriveLetter":"E:","SerialNumber":"{{dice.Hex(6).ToUpperInvariant()}}","ProductName":"USB DISK 3.0"}"""
            ),
            "explorer.exe" => scene
                .Does(program, time, "ShellLinkCreateFileEvent")
                .With(("FileName", "muistio.lnk"), ("FolderPath", $@"{session.Person.Account.Profile}\AppData\Roaming\Microsoft\Windows\Recent\muistio.lnk")),
            "EXCEL.EXE" or "WINWORD.EXE" or "POWERPNT.EXE" => scene.Does(program, time, "GetClipboardData"),
            _ => scene.Does(
                program,
                time,
                "NamedPipeEvent",
                $$"""{"PipeName":"\\Device\\NamedPipe\\mojo.{{program.Id}}.{{dice.Below(99_999)}}","RemoteClientsAccess":"DenyRemote"}"""
            ),
        };
    }

    private static void OfService(Bystanders bystanders, Dice dice)
    {
        var (service, time) = bystanders.Running(dice, ["MsMpEng.exe", "MsMpEng.exe", "Schedule", "monagent.exe", "lsass.exe", "services.exe", "bkagent.exe"]);
        var scene = bystanders.Scene;
        var lsass = bystanders.ServicesOf(service.Machine)["lsass.exe"];
        _ = service.Image.FileName switch
        {
            "MsMpEng.exe" when dice.Percent(10) => scene.Does(
                service,
                time,
                dice.Percent(90) ? "AntivirusScanCompleted" : "AntivirusScanCancelled",
                """{"ScanTypeIndex":"Quick","ScanParametersIndex":"1"}"""
            ),
            // The antivirus and the monitoring read lsass.exe as well, with lesser rights than a dump needs.
            "MsMpEng.exe" or "monagent.exe" => scene.Does(service, time, "OpenProcessApiCall", """{"DesiredAccess":5136}""").OnProcess(lsass),
            "lsass.exe" => scene.Does(service, time, "UserAccountModified", """{"Attribute":"lastLogonTimestamp"}"""),
            "services.exe" => scene.Does(service, time, "ServiceInstalled", """{"ServiceName":"MpKsl","ServiceType":"1","ServiceStartType":"3"}"""),
            "svchost.exe" => scene.Does(service, time, "ScheduledTaskUpdated", """{"TaskName":"\\Microsoft\\Windows\\UpdateOrchestrator\\Schedule Scan"}"""),
            _ => scene.Does(service, time, "NamedPipeEvent", """{"PipeName":"\\Device\\NamedPipe\\fabrikam.backup","RemoteClientsAccess":"AcceptRemote"}"""),
        };
    }
}
