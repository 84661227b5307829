using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Noise;

/// <summary>What each device reports of itself twice a day, and how well it is set up.</summary>
internal static class Inventory
{
    private static readonly (string Id, string Category, double Impact, JsonContext Context)[] Settings =
    [
        ("scid-2010", "Security controls", 9.5, new("Real-time protection", true)),
        ("scid-2500", "Security controls", 7.25, new("Attack surface reduction", false)),
        ("scid-3001", "Accounts", 5.0, new("Local administrators", false)),
        ("scid-6001", "Network", 0.1, new("SMB signing", true)),
    ];

    public static void Record(Bystanders bystanders)
    {
        var scene = bystanders.Scene;
        foreach (var machine in bystanders.Company.Machines)
        {
            var owner = bystanders.Company.People.FirstOrDefault(person => person.Desk == machine);
            var dice = scene.Dice.For($"inventory of {machine.Name}");
            for (var time = scene.From + dice.Within(TimeSpan.FromHours(12)); time < scene.Now; time += TimeSpan.FromHours(12))
            {
                DeviceReports.Describe(scene, time, machine, owner?.Account);
                DeviceReports.DescribeNetwork(scene, time.AddSeconds(2 + dice.Below(20)), machine, machine.Role != MachineRole.Workstation);
            }

            Assess(scene, scene.Now - dice.Between(TimeSpan.FromHours(1), TimeSpan.FromHours(20)), dice, machine);
        }
    }

    private static void Assess(Scene scene, DateTime time, Dice dice, Machine machine)
    {
        foreach (var (id, category, impact, context) in Settings)
        {
            scene.Record.Add(
                "DeviceTvmSecureConfigurationAssessment",
                time,
                machine,
                ("OSPlatform", machine.Windows.Platform),
                ("ConfigurationId", id),
                ("ConfigurationCategory", category),
                ("ConfigurationSubcategory", context.Name),
                ("ConfigurationImpact", impact),
                ("IsCompliant", dice.Percent(75)),
                ("IsApplicable", context.IsForWorkstations || machine.Role != MachineRole.Workstation),
                ("Context", System.Text.Json.Nodes.JsonNode.Parse($"""[["{context.Name}"],["1"]]"""))
            );
        }
    }

    private sealed record JsonContext(string Name, bool IsForWorkstations);
}
