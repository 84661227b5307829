using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.FirstTenant;
using MdeHunting.Lab.Dataset.Recording;
using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.Dataset;

/// <summary>
/// A tenant of one trial licence and one computer, a day after it was onboarded: what is in Defender for Endpoint on the evening of 7 March 2022,
/// when somebody asked for the first time which processes PowerShell starts. There is no mail and no directory to hunt in.
/// </summary>
public static class SeedTenantData
{
    /// <summary>The tenant's id.</summary>
    public const string TenantId = "11111111-1111-1111-1111-111111111111";

    private static readonly DateTime Onboarded = new(2022, 3, 6, 20, 58, 0, DateTimeKind.Utc);
    private static readonly DateTime Asked = new(2022, 3, 7, 21, 35, 0, DateTimeKind.Utc);

    /// <summary>The tenant's data, always the same.</summary>
    public static KqlDatabase Create()
    {
        var dice = Dice.FromSeed(2022);
        var tables = HuntingTables.All.Keys.Where(IsOfEndpoint);
        var scene = new Scene(new TenantRecorder(tables), dice, Release.Of2022, Onboarded, Asked);
        var home = new Site("", "", TimeSpan.FromHours(-5), "198.51.100.200", "192.168.1");
        var machine = new Machine(
            dice.For("device").Hex(20),
            "desktop-7k3q9lm",
            "",
            home,
            57,
            MachineRole.Workstation,
            WindowsEdition.Windows10,
            "VMware, Inc.",
            "VMware7,1"
        );
        var services = new Services(scene, machine, Onboarded.AddSeconds(-95));

        var explorer = Onboarding.Record(scene, machine, services);
        QuietDay.Record(scene, machine, services, explorer);
        DataCollection.Record(scene, services);
        return scene.Record.Finish(Asked);
    }

    private static bool IsOfEndpoint(string table) => table.StartsWith("Device", StringComparison.Ordinal) || table is "AlertInfo" or "AlertEvidence";
}
