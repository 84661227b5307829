using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.FirstTenant;

/// <summary>
/// The evening before: the first logon after the sensor was set up, then the documented detection test, which gives the tenant its first alert.
/// </summary>
internal static class Onboarding
{
    public static RunningProcess Record(Scene scene, Machine machine, Services services)
    {
        var account = new Account(machine.HostName, "labuser", "S-1-5-21-2022030-6123328-500500-1001", IsLocalAdmin: true);
        var session = LogonSession.User(account, 0x3c1f7, 1);

        scene.LogsOn(services["lsass.exe"], At(11), account, "Interactive", session.LogonId);
        var userinit = scene.Run(services["winlogon.exe"], At(12), "userinit.exe", "userinit.exe", session);
        var explorer = scene.Run(userinit, At(13), "explorer.exe", @"C:\Windows\Explorer.EXE");

        var shell = scene.Run(explorer, At(1_310), "cmd.exe", "\"C:\\Windows\\system32\\cmd.exe\" ");
        var powershell = scene.Run(
            shell,
            At(1_326),
            "powershell.exe",
            "powershell.exe -NoExit -ExecutionPolicy Bypass -WindowStyle Hidden "
                + @"(New-Object System.Net.WebClient).DownloadFile('http://127.0.0.1/1.exe', 'C:\test-WDATP-test\invoice.exe')"
        );
        scene.Run(powershell, At(1_327), "conhost.exe", @"\??\C:\Windows\system32\conhost.exe 0xffffffff -ForceV1");

        var kind = new AlertKind("Suspicious PowerShell command line", "Execution", "Medium", AlertKind.Endpoint, "EDR", "PowerShell (T1059.001)");
        Alert.Raise(scene, At(1_741), kind).On(machine).By(account).Through(powershell);
        return explorer;

        DateTime At(int second) => scene.From.AddSeconds(second).AddTicks(second * 79_193L % 9_999_991);
    }
}
