using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Estate;

/// <summary>Contoso Oy: two offices, sixteen devices, and the people who work on them.</summary>
internal sealed class Company
{
    public const string MailDomain = "contoso.example";
    private const string DnsSuffix = "corp.contoso.example";
    private readonly string _domainSid;
    private readonly Dice _dice;

    public Company(Dice dice)
    {
        _dice = dice;
        _domainSid = $"S-1-5-21-{dice.Below(int.MaxValue)}-{dice.Below(int.MaxValue)}-{dice.Below(int.MaxValue)}";

        DomainController = Server("jkl-dc01", Jyvaskyla, 10, MachineRole.DomainController);
        FileServer = Server("jkl-fs01", Jyvaskyla, 11, MachineRole.FileServer);
        ErpServer = Server("jkl-erp01", Jyvaskyla, 12, MachineRole.ApplicationServer);
        PrintServer = Server("jkl-prn01", Jyvaskyla, 13, MachineRole.PrintServer);
        TokyoFileServer = Server("tyo-fs01", Tokyo, 11, MachineRole.FileServer);

        Victim = Works("p.hamalainen", "Päivi Hämäläinen", "Finance", Jyvaskyla, 7, isNeverAway: true, isLocalAdmin: true);
        Administrator = Works("m.korhonen", "Mikko Korhonen", "IT", Jyvaskyla, 1, isNeverAway: true);
        SecondReader = Works("s.laine", "Sanna Laine", "Finance", Jyvaskyla, 8, isNeverAway: true);
        People =
        [
            Administrator,
            Works("t.salminen", "Timo Salminen", "Management", Jyvaskyla, 2),
            Works("l.ahonen", "Liisa Ahonen", "Management", Jyvaskyla, 3),
            Works("j.nieminen", "Jukka Nieminen", "Sales", Jyvaskyla, 4),
            Works("e.virtanen", "Elina Virtanen", "HR", Jyvaskyla, 5),
            Works("o.jarvinen", "Oskari Järvinen", "Engineering", Jyvaskyla, 6),
            Victim,
            SecondReader,
            Works("sato.misaki", "佐藤 美咲", "Sales", Tokyo, 1),
            Works("tanaka.ken", "田中 健", "Engineering", Tokyo, 2),
            Works("suzuki.aoi", "鈴木 葵", "Sales", Tokyo, 3),
        ];
        MobileOnly = [Named("a.makela", "Antti Mäkelä"), Named("k.ohman", "Kaisa Öhman")];
        AdminAccount = Named("adm-mkorhonen", "Mikko Korhonen (admin)", isLocalAdmin: true);
        BackupAccount = Named("svc-backup", "Backup service");
        Machines = [DomainController, FileServer, ErpServer, PrintServer, TokyoFileServer, .. People.Select(person => person.Desk)];
    }

    public static Site Jyvaskyla { get; } = new("Jyväskylä", "FI", TimeSpan.FromHours(2), "192.0.2.10", "10.20.1");

    public static Site Tokyo { get; } = new("東京", "JP", TimeSpan.FromHours(9), "192.0.2.20", "10.30.1");

    public Machine DomainController { get; }

    public Machine FileServer { get; }

    public Machine ErpServer { get; }

    public Machine PrintServer { get; }

    public Machine TokyoFileServer { get; }

    public IReadOnlyList<Machine> Machines { get; }

    public IReadOnlyList<Person> People { get; }

    /// <summary>They read their mail on phones alone.</summary>
    public IReadOnlyList<Account> MobileOnly { get; }

    public IEnumerable<Account> Mailboxes => People.Select(person => person.Account).Concat(MobileOnly);

    public Account AdminAccount { get; }

    public Account BackupAccount { get; }

    /// <summary>Opens the letter, and is an administrator of her own machine.</summary>
    public Person Victim { get; }

    /// <summary>Gets the same letter, and is stopped at its link.</summary>
    public Person SecondReader { get; }

    public Person Administrator { get; }

    private Person Works(string name, string displayName, string department, Site site, int number, bool isNeverAway = false, bool isLocalAdmin = false)
    {
        var prefix = site == Tokyo ? "tyo" : "jkl";
        var model = site == Tokyo ? (Vendor: "Lenovo", Model: "ThinkPad T14 Gen 5") : (Vendor: "HP", Model: "EliteBook 840 G11");
        var desk = new Machine(
            _dice.Hex(20),
            $"{prefix}-ws-{number:d2}",
            DnsSuffix,
            site,
            100 + number,
            MachineRole.Workstation,
            WindowsEdition.Windows11,
            model.Vendor,
            model.Model
        );
        return new Person(Named(name, displayName, isLocalAdmin), desk, department, isNeverAway);
    }

    private Machine Server(string name, Site site, int number, MachineRole role) =>
        new(_dice.Hex(20), name, DnsSuffix, site, number, role, WindowsEdition.Server2022, "Dell Inc.", "PowerEdge R750");

    private Account Named(string name, string displayName, bool isLocalAdmin = false) =>
        new("contoso", name, $"{_domainSid}-{1100 + _dice.Below(8000)}", $"{name}@{MailDomain}", _dice.Identifier(), displayName, isLocalAdmin);
}

/// <summary>Someone who works here, and the machine they work on.</summary>
internal sealed record Person(Account Account, Machine Desk, string Department, bool IsNeverAway);

/// <summary>An office: its clock, its address on the internet and its private network's first three numbers.</summary>
internal sealed record Site(string City, string Country, TimeSpan UtcOffset, string PublicIP, string Network);
