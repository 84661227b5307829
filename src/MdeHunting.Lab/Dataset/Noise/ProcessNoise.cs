using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Noise;

/// <summary>
/// Short-lived processes, some of them of the kind that a hunt for intruders also finds: encoded commands of a monitoring agent,
/// an administrator's PowerShell, net.exe in a logon script.
/// </summary>
internal static class ProcessNoise
{
    private static readonly string Encoded = Convert.ToBase64String(Encoding.Unicode.GetBytes("Get-PSDrive C | Select-Object Used, Free"));

    /// <summary>What an open program starts: program, command line, and what that in turn starts.</summary>
    private static readonly FrozenDictionary<string, Habit[]> OfPrograms = new Dictionary<string, Habit[]>
    {
        ["explorer.exe"] =
        [
            new("notepad.exe", @"""C:\Windows\system32\notepad.exe"" C:\Users\{user}\Documents\muistio-{n}.txt"),
            new("Acrobat.exe", @"""C:\Program Files\Adobe\Acrobat DC\Acrobat\Acrobat.exe"" ""C:\Users\{user}\Downloads\esite-{n}.pdf"""),
            new("EXCEL.EXE", @"""C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"" ""D:\Shares\Sales\raportti-{n}.xlsx"""),
            new("7zFM.exe", @"""C:\Program Files\7-Zip\7zFM.exe"" ""C:\Users\{user}\Downloads\liitteet-{n}.zip"""),
            new("cmd.exe", @"cmd.exe /c \\jkl-dc01\netlogon\logon.cmd", new("net.exe", @"net use S: \\jkl-fs01\Shares")),
        ],
        ["msedge.exe"] =
        [
            new("msedge.exe", @"""C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe"" --type=renderer --lang=fi --renderer-client-id={n}"),
            new(
                "msedge.exe",
                @"""C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe"" --type=utility --utility-sub-type=network.mojom.NetworkService"
            ),
        ],
        ["OUTLOOK.EXE"] =
        [
            new("WINWORD.EXE", @"""C:\Program Files\Microsoft Office\root\Office16\WINWORD.EXE"" /n ""C:\Users\{user}\Downloads\muistio-{n}.docx"" /o """""),
            new("Acrobat.exe", @"""C:\Program Files\Adobe\Acrobat DC\Acrobat\Acrobat.exe"" ""C:\Users\{user}\Downloads\lasku-{n}.pdf"""),
            new("msedge.exe", @"""C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe"" --single-argument https://portal.vendor.example/order/{n}"),
        ],
        ["WINWORD.EXE"] = [new("splwow64.exe", "C:\\Windows\\splwow64.exe 12288")],
        ["EXCEL.EXE"] = [new("splwow64.exe", "C:\\Windows\\splwow64.exe 8192")],
        ["POWERPNT.EXE"] = [new("splwow64.exe", "C:\\Windows\\splwow64.exe 12288")],
        ["ms-teams.exe"] = [new("ms-teams.exe", "\"ms-teams.exe\" --type=gpu-process --gpu-preferences={n}")],
        ["OneDrive.exe"] = [new("OneDrive.exe", "OneDrive.exe /silentupdate:{n}")],
        ["ContosoErp.exe"] = [new("splwow64.exe", "C:\\Windows\\splwow64.exe 12288")],
        ["Code.exe"] =
        [
            new("git.exe", "git status -z -uall"),
            new("git.exe", "git fetch --all"),
            new("powershell.exe", "powershell.exe -NoLogo", new("git.exe", "git log --oneline -n {n}")),
            new("python.exe", "python.exe -m pytest -q tests/test_{n}.py"),
        ],
        ["mstsc.exe"] = [new("rundll32.exe", "rundll32.exe shell32.dll,Control_RunDLL timedate.cpl")],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What services start, round the clock.</summary>
    private static readonly (string Service, Habit Habit)[] OfServices =
    [
        ("Schedule", new("taskhostw.exe", "taskhostw.exe {n}")),
        ("Schedule", new("gpupdate.exe", "gpupdate.exe /target:computer")),
        ("Schedule", new("defrag.exe", "defrag.exe -c -h -o")),
        ("Schedule", new("w32tm.exe", "w32tm /resync")),
        (
            "Schedule",
            new("powershell.exe", @"powershell.exe -NoProfile -ExecutionPolicy RemoteSigned -File C:\Scripts\Inventory.ps1", new("whoami.exe", "whoami"))
        ),
        ("Schedule", new("ngen.exe", "ngen.exe ExecuteQueuedItems /LegacyServiceBehavior")),
        ("DcomLaunch", new("backgroundTaskHost.exe", "\"C:\\Windows\\system32\\backgroundTaskHost.exe\" -ServerName:App.AppX{n}.mca")),
        ("DcomLaunch", new("RuntimeBroker.exe", "C:\\Windows\\System32\\RuntimeBroker.exe -Embedding")),
        ("DcomLaunch", new("dllhost.exe", "C:\\Windows\\system32\\DllHost.exe /Processid:{AB8902B4-09CA-4BB6-B78D-A8F59079{n}}")),
        ("services.exe", new("svchost.exe", "C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s seclogon")),
        ("services.exe", new("TrustedInstaller.exe", "C:\\Windows\\servicing\\TrustedInstaller.exe")),
        ("services.exe", new("msiexec.exe", "C:\\Windows\\system32\\msiexec.exe /V")),
        ("wuauserv", new("usoclient.exe", "usoclient.exe StartScan")),
        ("MsMpEng.exe", new("MpCmdRun.exe", "MpCmdRun.exe SignatureUpdate -ScheduleJob -RestrictPrivileges")),
        (
            "MsSense.exe",
            new("SenseIR.exe", "\"SenseIR.exe\" {n}", new("powershell.exe", "powershell.exe -NoProfile -NonInteractive -File DataCollection-{n}.ps1"))
        ),
        ("monagent.exe", new("powershell.exe", $"powershell.exe -NoProfile -EncodedCommand {Encoded}")),
        ("monagent.exe", new("cmd.exe", "cmd.exe /c quser", new("quser.exe", "quser"))),
        ("monagent.exe", new("cmd.exe", "cmd.exe /c vssadmin list shadows", new("vssadmin.exe", "vssadmin list shadows"))),
        ("bkagent.exe", new("vssadmin.exe", "vssadmin list writers")),
    ];

    public static void Record(Bystanders bystanders, int rows)
    {
        var scene = bystanders.Scene;
        var dice = scene.Dice.For("process noise");
        var end = scene.Record.Count("DeviceProcessEvents") + rows;
        while (scene.Record.Count("DeviceProcessEvents") < end)
        {
            if (dice.Percent(55))
            {
                var (_, program, time) = bystanders.AtWork(dice);
                Start(scene, dice, program, time, dice.Pick(OfPrograms[program.Image.FileName]));
                continue;
            }

            var (name, habit) = dice.Pick(OfServices);
            var (service, moment) = bystanders.Running(dice, [name]);
            Start(scene, dice, service, moment, habit);
        }
    }

    private static void Start(Scene scene, Dice dice, RunningProcess parent, DateTime time, Habit habit)
    {
        if (time >= scene.Now)
        {
            return;
        }

        var commandLine = habit
            .CommandLine.Replace("{user}", parent.Session.Account.Name, StringComparison.Ordinal)
            .Replace("{n}", dice.Between(100, 9_999).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var process = scene.Run(parent, time, habit.Program, commandLine);
        if (habit.Starts is { } next)
        {
            Start(scene, dice, process, time + dice.Between(TimeSpan.FromMilliseconds(60), TimeSpan.FromSeconds(1)), next);
        }
    }

    private sealed record Habit(string Program, string CommandLine, Habit? Starts = null);
}
