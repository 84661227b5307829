using System.Collections.Frozen;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Estate;

/// <summary>The programs of the invented estates. A folder that starts with ~ lies in the user's profile.</summary>
internal sealed class Software
{
    private const string Windows = "Microsoft Corporation|Microsoft® Windows® Operating System|{windows}";
    private const string Office = "Microsoft Corporation|Microsoft Office|16.0.19127.20264";
    private const string Defender = "Microsoft Corporation|Microsoft Defender for Endpoint|{sensor}";

    private static readonly (string Folder, string Maker, string Programs)[] Catalogue =
    [
        (
            @"C:\Windows\System32",
            Windows,
            """
            ntoskrnl.exe=NT Kernel & System, smss.exe=Windows Session Manager, wininit.exe=Windows Start-Up Application, winlogon.exe=Windows Logon Application,
            services.exe=Services and Controller app, lsass.exe=Local Security Authority Process, svchost.exe=Host Process for Windows Services,
            spoolsv.exe=Spooler SubSystem App, userinit.exe=Userinit Logon Application, sihost.exe=Shell Infrastructure Host,
            taskhostw.exe=Host Process for Windows Tasks, RuntimeBroker.exe=Runtime Broker, dllhost.exe=COM Surrogate, conhost.exe=Console Window Host,
            cmd.exe=Windows Command Processor, net.exe=Net Command, net1.exe=Net Command, whoami.exe=whoami - displays logged on user information,
            nltest.exe=Microsoft® Logon Server Test Utility, ipconfig.exe=IP Configuration Utility, systeminfo.exe=Displays system information,
            quser.exe=Query User Utility, arp.exe=TCP/IP Arp Command, schtasks.exe=Task Scheduler Configuration Tool, reg.exe=Registry Console Tool,
            rundll32.exe=Windows host process (Rundll32), vssadmin.exe=Command Line Interface for Microsoft® Volume Shadow Copy Service,
            wbadmin.exe=Command Line Interface for Microsoft® BLB Backup, bcdedit.exe=Boot Configuration Data Editor,
            wevtutil.exe=Eventing Command Line Utility, ntdsutil.exe=NT5DS, msiexec.exe=Windows® installer, gpupdate.exe=Microsoft® Group Policy Update Utility,
            SearchProtocolHost.exe=Microsoft Windows Search Protocol Host, SearchFilterHost.exe=Microsoft Windows Search Filter Host,
            backgroundTaskHost.exe=Background Task Host, notepad.exe=Notepad, mstsc.exe=Remote Desktop Connection, rdpclip.exe=RDP Clipboard Monitor,
            dns.exe=Domain Name System (DNS) Server, dfsrs.exe=Distributed File System Replication, w32tm.exe=Windows Time Service Diagnostic Tool,
            usoclient.exe=UsoClient, smartscreen.exe=Windows Defender SmartScreen, defrag.exe=Disk Defragmenter Module,
            sc.exe=Service Control Manager Configuration Tool,
            fodhelper.exe=Features On Demand Helper, HOSTNAME.EXE=Hostname APP, tzutil.exe=Windows Time Zone Utility
            """
        ),
        (@"C:\Windows", Windows, "explorer.exe=Windows Explorer, splwow64.exe=Print driver host for applications"),
        (@"C:\Windows\System32\WindowsPowerShell\v1.0", Windows, "powershell.exe=Windows PowerShell"),
        (@"C:\Windows\servicing", Windows, "TrustedInstaller.exe=Windows Modules Installer"),
        (
            @"C:\Windows\Microsoft.NET\Framework64\v4.0.30319",
            "Microsoft Corporation|Microsoft® .NET Framework|4.8.9037.0",
            "csc.exe=Visual C# Command Line Compiler, cvtres.exe=Microsoft® Resource File To COFF Object Conversion Utility, ngen.exe=Microsoft .NET ngen"
        ),
        (
            @"C:\ProgramData\Microsoft\Windows Defender\Platform\{antivirus}",
            Defender,
            "MsMpEng.exe=Antimalware Service Executable, MpCmdRun.exe=Microsoft Malware Protection Command Line Utility"
        ),
        (
            @"C:\Program Files\Windows Defender Advanced Threat Protection",
            Defender,
            "MsSense.exe=Windows Defender Advanced Threat Protection Service Executable, SenseIR.exe=Windows Defender ATP Sense IR module"
        ),
        (
            @"C:\Program Files\Microsoft Office\root\Office16",
            Office,
            "OUTLOOK.EXE=Microsoft Outlook, WINWORD.EXE=Microsoft Word, EXCEL.EXE=Microsoft Excel, POWERPNT.EXE=Microsoft PowerPoint"
        ),
        (@"C:\Program Files (x86)\Microsoft\Edge\Application", "Microsoft Corporation|Microsoft Edge|{browser}", "msedge.exe=Microsoft Edge"),
        (
            @"C:\Program Files\WindowsApps\MSTeams_24215.1007.3082.1590_x64__8wekyb3d8bbwe",
            "Microsoft Corporation|Microsoft Teams|24215.1007.3082.1590",
            "ms-teams.exe=Microsoft Teams"
        ),
        (@"~\AppData\Local\Microsoft\OneDrive", "Microsoft Corporation|Microsoft OneDrive|24.161.0811.0001", "OneDrive.exe=Microsoft OneDrive"),
        (@"~\AppData\Local\Programs\Microsoft VS Code", "Microsoft Corporation|Visual Studio Code|1.92.2", "Code.exe=Visual Studio Code"),
        (@"C:\Program Files\Git\cmd", "The Git Development Community|Git|2.46.0.1", "git.exe=Git for Windows"),
        (@"C:\Program Files\Python312", "Python Software Foundation|Python|3.12.5", "python.exe=Python"),
        (@"C:\Program Files\Adobe\Acrobat DC\Acrobat", "Adobe Systems Incorporated|Adobe Acrobat|24.2.21005.0", "Acrobat.exe=Adobe Acrobat"),
        (@"C:\Program Files\7-Zip", "Igor Pavlov|7-Zip|24.08", "7z.exe=7-Zip Console, 7zFM.exe=7-Zip File Manager"),
        (@"C:\Program Files\Fabrikam\Monitoring", "Fabrikam Ltd|Fabrikam Monitoring|7.4.2", "monagent.exe=Fabrikam Monitoring Agent"),
        (@"C:\Program Files\Fabrikam\Backup", "Fabrikam Ltd|Fabrikam Backup|12.1.0", "bkagent.exe=Fabrikam Backup Agent"),
        (@"C:\Program Files\Contoso\Erp", "Contoso Oy|Contoso ERP|3.11.0", "ContosoErp.exe=Contoso ERP Client"),
        (
            @"C:\Program Files\Microsoft SQL Server\MSSQL16.ERP\MSSQL\Binn",
            "Microsoft Corporation|Microsoft SQL Server|16.0.4135.4",
            "sqlservr.exe=SQL Server Windows NT"
        ),
        (@"C:\ProgramData\sync", "||", "rclone.exe="),
        (@"~\AppData\Roaming\OneNoteSync", "||", "onsync.exe="),
        (@"C:\Windows", "||", "svcupd.exe="),
        (@"C:\ProgramData", "||", "wlock.exe="),
    ];

    private readonly FrozenDictionary<string, ProgramImage> _images;

    public Software(Dice dice, Release release)
    {
        Release = release;
        _images = Catalogue
            .SelectMany(entry =>
                entry.Programs.Split(',', StringSplitOptions.TrimEntries).Select(program => Image(dice, Dated(entry.Folder), Dated(entry.Maker), program))
            )
            .ToFrozenDictionary(image => image.FileName, StringComparer.OrdinalIgnoreCase);

        string Dated(string text) =>
            text.Replace("{windows}", release.Windows, StringComparison.Ordinal)
                .Replace("{browser}", release.Browser, StringComparison.Ordinal)
                .Replace("{antivirus}", release.Antivirus, StringComparison.Ordinal)
                .Replace("{sensor}", release.Sensor, StringComparison.Ordinal);
    }

    public Release Release { get; }

    /// <summary>The program as the account has it: one copy for all, or one in its own profile.</summary>
    public ProgramImage For(string fileName, Account account)
    {
        var image = _images[fileName];
        return image.Folder.StartsWith('~') ? image.In(account.Profile + image.Folder[1..]) : image;
    }

    private static ProgramImage Image(Dice dice, string folder, string maker, string program)
    {
        var (name, description) = (program[..program.IndexOf('=', StringComparison.Ordinal)], program[(program.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        var makers = maker.Split('|');
        var signed = makers[0].Length > 0;
        var version = signed ? new VersionInfo(makers[0], makers[1], makers[2], name[..name.LastIndexOf('.')], name, description) : VersionInfo.None;
        var signer = signed
            ? makers[0] == "Microsoft Corporation"
                ? "OsVendor"
                : "Unknown"
            : "";
        return new ProgramImage(name, folder, FileContent.Invent(dice, $"program {name}"), version, signer);
    }
}
