using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Estate;

/// <summary>The processes that a machine has run since it was last started, before the first day that is told.</summary>
internal sealed class Services
{
    private readonly Dictionary<string, RunningProcess> _byName = new(StringComparer.OrdinalIgnoreCase);

    public Services(Scene scene, Machine machine, DateTime boot)
    {
        var system = Add("System", scene.Standing(machine, null, boot, "ntoskrnl.exe", "", LogonSession.System));
        var smss = Add("smss.exe", Standing(system, 900, "smss.exe", "smss.exe", LogonSession.System));
        var wininit = Add("wininit.exe", Standing(smss, 2_100, "wininit.exe", "wininit.exe", LogonSession.System));
        Add("winlogon.exe", Standing(smss, 2_600, "winlogon.exe", "winlogon.exe", LogonSession.System with { Number = 1 }));
        var services = Add("services.exe", Standing(wininit, 3_000, "services.exe", "services.exe", LogonSession.System));
        Add("lsass.exe", Standing(wininit, 3_050, "lsass.exe", "lsass.exe", LogonSession.System));

        Host("Schedule", "netsvcs -p -s Schedule", LogonSession.System);
        Host("wuauserv", "netsvcs -p -s wuauserv", LogonSession.System);
        Host("BITS", "netsvcs -p -s BITS", LogonSession.System);
        Host("Winmgmt", "netsvcs -p -s Winmgmt", LogonSession.System);
        Host("Dnscache", "NetworkService -p -s Dnscache", LogonSession.NetworkService);
        Host("CryptSvc", "NetworkService -p -s CryptSvc", LogonSession.NetworkService);
        Host("TermService", "NetworkService -s TermService", LogonSession.NetworkService);
        Host("EventLog", "LocalServiceNetworkRestricted -p -s EventLog", LogonSession.LocalService);
        Host("DcomLaunch", "DcomLaunch -p", LogonSession.System);
        Run("spoolsv.exe", 9_000);
        Run("MsMpEng.exe", 9_400);
        Run("MsSense.exe", 9_900);
        if (machine.DnsSuffix.Length > 0)
        {
            Run("monagent.exe", 12_000, "\"C:\\Program Files\\Fabrikam\\Monitoring\\monagent.exe\" --service");
        }

        if (machine.Role == MachineRole.DomainController)
        {
            Run("dns.exe", 11_000);
        }

        if (machine.Role == MachineRole.FileServer)
        {
            Run("dfsrs.exe", 11_000);
        }

        if (machine.Role == MachineRole.ApplicationServer)
        {
            Run("sqlservr.exe", 14_000, "\"C:\\Program Files\\Microsoft SQL Server\\MSSQL16.ERP\\MSSQL\\Binn\\sqlservr.exe\" -sERP");
        }

        if (machine.Role != MachineRole.Workstation)
        {
            Run("bkagent.exe", 15_000, "\"C:\\Program Files\\Fabrikam\\Backup\\bkagent.exe\" --service");
        }

        void Host(string service, string arguments, LogonSession session) =>
            Add(service, Standing(services, 5_000 + (_byName.Count * 210), "svchost.exe", $@"C:\Windows\system32\svchost.exe -k {arguments}", session));

        void Run(string program, int milliseconds, string? commandLine = null) =>
            Add(program, Standing(services, milliseconds, program, commandLine ?? program, LogonSession.System));

        RunningProcess Standing(RunningProcess parent, int milliseconds, string program, string commandLine, LogonSession session) =>
            scene.Standing(machine, parent, boot.AddMilliseconds(milliseconds), program, commandLine, session);

        RunningProcess Add(string name, RunningProcess process) => _byName[name] = process;
    }

    /// <summary>By the program's name, or for a service host by its service's.</summary>
    public RunningProcess this[string name] => _byName[name];

    public bool Has(string name) => _byName.ContainsKey(name);
}
