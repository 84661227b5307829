using MdeHunting.Lab.Dataset.Noise;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Planted;

/// <summary>
/// A supplier of Contoso Oy, Kumpula Tools, was broken into and tells its customers what to look for. This is what there is of it in the tenant: each kind of
/// indicator in each kind of column, and beside them rows that a careless sweep reports, or misses.
/// </summary>
internal static class SupplierCase
{
    /// <summary>The rows of the table that other rows are counted against.</summary>
    public static int Connections { get; } = SupplierRows.All.Count(row => row.Table == "DeviceNetworkEvents");

    /// <summary>What a sweep has to find, and in how many rows; nothing else.</summary>
    public static IReadOnlyDictionary<PlantedHit, int> Hits { get; } =
        SupplierRows.All.SelectMany(row => row.Hits).GroupBy(hit => hit).ToDictionary(hit => hit.Key, hit => hit.Count());

    /// <summary>Records the rows.</summary>
    /// <param name="bystanders">Whom the rows are about.</param>
    /// <param name="alert">The alert that evidence of the case is added to.</param>
    public static void Record(Bystanders bystanders, Alert alert)
    {
        var scene = bystanders.Scene;
        var number = 0;
        foreach (var row in SupplierRows.All)
        {
            number++;
            var machine = bystanders.Company.Machines.FirstOrDefault(machine => machine.HostName == row.Host);
            if (row.DaysBefore is not { } days)
            {
                scene.Record.Add(row.Table).With(("DeviceId", machine!.Id)).With([.. row.Cells]);
                continue;
            }

            // The same second of each day, so that which of two is first does not hang on the hour of the lab.
            var time = scene.Now.Date.AddDays(-days).AddHours(9).AddSeconds(number);
            var recorded =
                machine is null ? scene.Record.Add(row.Table, time)
                : HasInitiator(row.Table) ? scene.Record.Add(row.Table, time, bystanders.ServicesOf(machine)["Schedule"])
                : scene.Record.Add(row.Table, time, machine);
            if (row.Table == "DeviceProcessEvents")
            {
                recorded.With(("ProcessId", 7_000_000L + number), ("ProcessCreationTime", time.AddMilliseconds(-20)));
            }

            if (row.Table == "AlertEvidence")
            {
                recorded.With([.. alert.Cells]);
            }

            recorded.With([.. row.Cells]);
        }
    }

    private static bool HasInitiator(string table) => HuntingTables.All[table].Any(column => column.Name == "InitiatingProcessId");
}
