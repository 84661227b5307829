using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Story;

/// <summary>
/// Day -9, a Friday: the helpdesk signs in to the victim's machine with an administrator's account at 11:05, to mend a printer.
/// At 15:38, with everyone on the way home, the intruder dumps the memory of lsass.exe and has that account.
/// </summary>
internal static class CredentialTheft
{
    private const string DumpFolder = @"C:\ProgramData\OneNoteSync";
    private const string DumpFile = "cache.dat";

    public static void Record(Intrusion intrusion, RunningProcess implant)
    {
        var (scene, company) = (intrusion.Scene, intrusion.Company);
        var machine = implant.Machine;
        var services = intrusion.ServicesOf(machine);
        HelpdeskCalls(intrusion, company, machine);

        var lsass = services["lsass.exe"];
        var dumper = scene.Run(
            implant,
            intrusion.At(-9, 15, 38, 12),
            "rundll32.exe",
            $@"rundll32.exe C:\Windows\System32\comsvcs.dll, MiniDump {lsass.Id} {DumpFolder}\{DumpFile} full"
        );
        scene.Loads(dumper, intrusion.At(-9, 15, 38, 13), @"C:\Windows\System32", "comsvcs.dll");
        scene.Loads(dumper, intrusion.At(-9, 15, 38, 14), @"C:\Windows\System32", "dbgcore.dll");
        scene.Does(dumper, intrusion.At(-9, 15, 38, 15), "OpenProcessApiCall", """{"DesiredAccess":2097151}""").OnProcess(lsass);
        scene
            .Does(
                dumper,
                intrusion.At(-9, 15, 38, 16),
                "AsrLsassCredentialTheftAudited",
                """{"RuleId":"9e6c4e1f-7d60-472f-ba1a-a39ef669e4b2","IsAudit":true}"""
            )
            .OnProcess(lsass);

        var dump = scene.Content("lsass dump", 61_865_984);
        scene.Touches(dumper, intrusion.At(-9, 15, 38, 19), "FileCreated", DumpFolder, DumpFile, dump);
        scene.Touches(implant, intrusion.At(-9, 15, 53, 40), "FileDeleted", DumpFolder, DumpFile, dump);

        var kind = new AlertKind(
            "Suspicious access to LSASS service",
            "CredentialAccess",
            "High",
            AlertKind.Endpoint,
            "EDR",
            "LSASS Memory (T1003.001)",
            "System Binary Proxy Execution: Rundll32 (T1218.011)"
        );
        Alert.Raise(scene, intrusion.At(-9, 15, 44, 8), kind).On(machine).By(Account.System).Through(implant).Through(dumper).About(DumpFolder, DumpFile, dump);
    }

    private static void HelpdeskCalls(Intrusion intrusion, Company company, Machine machine)
    {
        var scene = intrusion.Scene;
        var desk = company.Administrator.Desk;
        var client = intrusion.DayOf(company.Administrator, -9).Program("mstsc.exe");
        var time = intrusion.At(-9, 11, 5, 20);
        scene.Connects(client, time.AddSeconds(-2), machine.LocalIP, 3389, machine.Name);
        scene.IsKnownTo(company.DomainController, time.AddSeconds(-1), company.AdminAccount, desk, machine, "Kerberos", "Remote desktop");
        scene.LogsOn(intrusion.ServicesOf(machine)["lsass.exe"], time, company.AdminAccount, "RemoteInteractive", 0x1f3a77b0, desk);
    }
}
