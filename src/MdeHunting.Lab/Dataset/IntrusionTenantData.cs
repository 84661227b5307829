using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Noise;
using MdeHunting.Lab.Dataset.Planted;
using MdeHunting.Lab.Dataset.Recording;
using MdeHunting.Lab.Dataset.Story;
using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.Dataset;

/// <summary>
/// The tenant of Contoso Oy: thirty days of ordinary work in two offices, one intrusion, from a letter to an attempt at ransomware, and what is left of
/// another that began at a supplier.
/// Everything is invented; names and addresses are of the ranges that are kept for documentation.
/// </summary>
public static class IntrusionTenantData
{
    /// <summary>The tenant's id.</summary>
    public const string TenantId = "55555555-5555-5555-5555-555555555555";

    /// <summary>The tenant's domain.</summary>
    public const string Domain = Company.MailDomain;

    /// <summary>How far back the data goes.</summary>
    public static TimeSpan Span { get; } = TimeSpan.FromDays(30);

    /// <summary>With fewer rows than this, the processes that people start are more than the connections, whatever the seed.</summary>
    public const int FewestRows = 4_000;

    /// <summary>With more rows than this, few computers have the memory for them.</summary>
    public const int MostRows = 5_000_000;

    /// <summary>
    /// Tells the thirty days before <paramref name="now"/>. The same seed and now give the same rows to the letter, whatever the size of the noise is;
    /// the story's days count from the last Sunday before the day of now.
    /// </summary>
    /// <param name="seed">Decides hashes, identifiers, moments and noise.</param>
    /// <param name="now">The moment (UTC) that the data ends at.</param>
    /// <param name="rows">
    /// How many rows DeviceNetworkEvents has, which is the largest table from <see cref="FewestRows"/> on; the story's own (some 1,300) are there in any
    /// case. The other tables grow with it to 2.8 times as many rows in all: a million are 1.7 GB of objects, and 2.4 GB of the process while they are made.
    /// </param>
    /// <param name="token">Stops the telling.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static KqlDatabase Create(int seed, DateTime now, int rows = 8_000, CancellationToken token = default)
    {
        if (now.Kind != DateTimeKind.Utc)
        {
            throw new ArgumentException("The moment that the data ends at must be in UTC.", nameof(now));
        }

        var dice = Dice.FromSeed(seed);
        var scene = new Scene(new TenantRecorder(HuntingTables.All.Keys, token), dice, Release.Of2026, now - Span, now);
        var company = new Company(dice.For("company"));
        var sunday = Intrusion.Sunday(now);
        var services = company.Machines.ToDictionary(machine => machine, machine => new Services(scene, machine, LastStart(scene, machine)));
        var sessions = WorkDays.Record(scene, company, services, isBarred: (person, day) => person == company.Victim && day > sunday);

        Tell(new Intrusion(scene, company, services, sessions));
        scene.KeepProcessIds();

        var contained = sunday.AddHours(3).AddMinutes(4);
        Surround(new Bystanders(scene, company, services, sessions, company.Victim.Desk, contained), rows);
        return scene.Record.Finish(now);
    }

    private static DateTime LastStart(Scene scene, Machine machine)
    {
        var dice = scene.Dice.For($"last start of {machine.Name}");
        return scene.From - dice.Between(TimeSpan.FromDays(1), TimeSpan.FromDays(9));
    }

    private static void Tell(Intrusion intrusion)
    {
        PasswordSpray.Record(intrusion);
        Phishing.Record(intrusion);
        var first = Foothold.Record(intrusion);
        Discovery.Record(intrusion, first);
        var implant = Persistence.Record(intrusion, first);
        Beacon.Record(intrusion, first, implant);
        CredentialTheft.Record(intrusion, implant);
        var serverImplant = LateralMovement.Record(intrusion, implant);
        Beacon.Record(intrusion, serverImplant);
        Exfiltration.Record(intrusion, serverImplant);
        Ransomware.Record(intrusion, implant);
    }

    private static void Surround(Bystanders bystanders, int rows)
    {
        HardValues.Record(bystanders);
        Inventory.Record(bystanders);
        var alert = AlertNoise.Record(bystanders);

        NetworkNoise.Record(bystanders, rows - bystanders.Scene.Record.Count("DeviceNetworkEvents") - SupplierCase.Connections);
        ProcessNoise.Record(bystanders, Share(rows, 40));
        FileNoise.Record(bystanders, Share(rows, 40));
        RegistryNoise.Record(bystanders, Share(rows, 25));
        DeviceEventNoise.RecordEvents(bystanders, Share(rows, 20));
        DeviceEventNoise.RecordLibraries(bystanders, Share(rows, 12));
        LogonNoise.RecordOnDevices(bystanders, Share(rows, 12));
        LogonNoise.RecordIdentities(bystanders, Share(rows, 10));
        MailNoise.Record(bystanders, Share(rows, 10));
        CloudNoise.Record(bystanders, Share(rows, 4));
        SupplierCase.Record(bystanders, alert);
    }

    private static int Share(int rows, int percent) => (int)((long)Math.Max(0, rows) * percent / 100);
}
