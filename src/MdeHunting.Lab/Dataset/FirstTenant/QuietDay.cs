using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Noise;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.FirstTenant;

/// <summary>The rest of the day on a computer that nobody works on: Windows keeps itself busy, and somebody reads documentation for an hour.</summary>
internal static class QuietDay
{
    private static readonly (string Service, string Program, string CommandLine)[] Chores =
    [
        ("Schedule", "taskhostw.exe", "taskhostw.exe Install $(Arg0)"),
        ("Schedule", "defrag.exe", "defrag.exe -c -h -k -g -$"),
        ("Schedule", "w32tm.exe", "w32tm /resync"),
        ("DcomLaunch", "backgroundTaskHost.exe", "\"C:\\Windows\\system32\\backgroundTaskHost.exe\" -ServerName:CortanaUI.AppX.mca"),
        ("DcomLaunch", "RuntimeBroker.exe", "C:\\Windows\\System32\\RuntimeBroker.exe -Embedding"),
        ("DcomLaunch", "dllhost.exe", "C:\\Windows\\system32\\DllHost.exe /Processid:{AB8902B4-09CA-4BB6-B78D-A8F59079A8D5}"),
        ("services.exe", "svchost.exe", "C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s wlidsvc"),
        ("services.exe", "TrustedInstaller.exe", "C:\\Windows\\servicing\\TrustedInstaller.exe"),
        ("wuauserv", "usoclient.exe", "usoclient.exe StartScan"),
        ("MsMpEng.exe", "MpCmdRun.exe", "MpCmdRun.exe SignatureUpdate -ScheduleJob -RestrictPrivileges"),
    ];

    private static readonly (string Service, string Host, string Address)[] Calls =
    [
        ("MsSense.exe", "winatp-gw.defender.example", "192.0.2.81"),
        ("MsSense.exe", "us-v20.events.defender.example", "192.0.2.82"),
        ("MsMpEng.exe", "wdcp.defender.example", "192.0.2.83"),
        ("wuauserv", "update.windows.example", "192.0.2.84"),
        ("BITS", "download.windows.example", "192.0.2.85"),
        ("CryptSvc", "ctldl.windows.example", "192.0.2.86"),
    ];

    public static void Record(Scene scene, Machine machine, Services services, RunningProcess explorer)
    {
        var dice = scene.Dice.For("quiet day");
        DateTime AnyTime() => dice.Between(scene.From.AddMinutes(4), scene.Now.AddMinutes(-3));

        for (var i = 0; i < 150; i++)
        {
            var (service, program, commandLine) = dice.Pick(Chores);
            scene.Run(services[service], AnyTime(), program, commandLine);
        }

        for (var i = 0; i < 240; i++)
        {
            var (service, host, address) = dice.Pick(Calls);
            scene.Connects(services[service], AnyTime(), address, 443, host, dice.Percent(95) ? "ConnectionSuccess" : "ConnectionFailed");
        }

        for (var i = 0; i < 24; i++)
        {
            scene.LogsOn(services["services.exe"], AnyTime(), Account.System, "Service", 0x3e7);
        }

        for (var i = 0; i < 40; i++)
        {
            scene.Does(services["MsMpEng.exe"], AnyTime(), "OpenProcessApiCall", """{"DesiredAccess":5136}""").OnProcess(services["lsass.exe"]);
        }

        for (var i = 0; i < 30; i++)
        {
            scene.SetsRegistry(
                services["MsMpEng.exe"],
                AnyTime(),
                @"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows Defender\Signature Updates",
                "SignatureType",
                "1",
                "Dword"
            );
        }

        for (var time = scene.From.AddMinutes(20); time < scene.Now; time += TimeSpan.FromHours(3))
        {
            scene.Describe(time + dice.Within(TimeSpan.FromMinutes(2)), machine, explorer.Session.Account);
            scene.DescribeNetwork(time + dice.Within(TimeSpan.FromMinutes(2)), machine, isFixed: false);
        }

        ReadDocumentation(scene, services, explorer, dice);
    }

    /// <summary>From 20:31, in the afternoon of the computer's own clock.</summary>
    private static void ReadDocumentation(Scene scene, Services services, RunningProcess explorer, Dice dice)
    {
        var start = scene.From.AddMinutes((23 * 60) + 33) + dice.Within(TimeSpan.FromSeconds(1));
        scene.LogsOn(services["lsass.exe"], start, explorer.Session.Account, "Unlock", explorer.Session.LogonId);
        var browser = scene.Run(
            explorer,
            start.AddSeconds(31),
            "msedge.exe",
            "\"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe\" --no-startup-window"
        );
        for (var i = 0; i < 35; i++)
        {
            var time = dice.Between(start.AddSeconds(40), start.AddMinutes(58));
            var site = Internet.AnySite(dice);
            scene.Connects(browser, time, Internet.AddressOf(site), 443, site);
            if (i % 3 == 0)
            {
                scene.Run(browser, time.AddMilliseconds(-300), "msedge.exe", $"\"msedge.exe\" --type=renderer --renderer-client-id={i + 5}");
            }
        }
    }
}
