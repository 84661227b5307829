using System.Globalization;
using MdeHunting.Lab.Dataset.Estate;
using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Noise;

/// <summary>Documents that are written, fetched and shared, and the files of services.</summary>
internal sealed class FileNoise(Bystanders bystanders)
{
    private static readonly string[] Words =
    [
        "raportti",
        "tarjous",
        "budjetti",
        "muistio",
        "esitys",
        "sopimus",
        "tilaus",
        "varasto",
        "palaveri",
        "hinnasto",
        "reklamaatio",
        "suunnitelma",
        "議事録",
        "見積",
    ];

    private static readonly string[] Shares = ["Finance", "Sales", "HR", "Engineering", "Management"];

    private readonly Scene _scene = bystanders.Scene;
    private readonly Dice _dice = bystanders.Scene.Dice.For("file noise");

    public static void Record(Bystanders bystanders, int rows)
    {
        var noise = new FileNoise(bystanders);
        for (var i = 0; i < rows; i++)
        {
            var chance = noise._dice.Below(100);
            if (chance < 60)
            {
                noise.AtDesk();
            }
            else if (chance < 75)
            {
                noise.OnShare();
            }
            else
            {
                noise.OfService();
            }
        }
    }

    private void AtDesk()
    {
        var (session, program, time) = bystanders.AtWork(_dice);
        var profile = session.Person.Account.Profile;
        switch (program.Image.FileName)
        {
            case "msedge.exe":
                var site = Internet.AnySite(_dice);
                var name = Document(_dice.Percent(80) ? "pdf" : "zip");
                _scene
                    .Touches(program, time, "FileCreated", $@"{profile}\Downloads", name, _scene.Content(name))
                    .With(
                        ("FileOriginUrl", $"https://{site}/{Uri.EscapeDataString(name)}"),
                        ("FileOriginReferrerUrl", $"https://{site}/"),
                        ("FileOriginIP", Internet.AddressOf(site))
                    );
                return;
            case "EXCEL.EXE":
                Save(program, time, profile, "xlsx");
                return;
            case "WINWORD.EXE":
                Save(program, time, profile, "docx");
                return;
            case "POWERPNT.EXE":
                Save(program, time, profile, "pptx");
                return;
            case "OUTLOOK.EXE":
                var attachment = Document("docx");
                _scene.Touches(
                    program,
                    time,
                    "FileCreated",
                    $@"{profile}\AppData\Local\Microsoft\Windows\INetCache\Content.Outlook\8K2PQ1ZV",
                    attachment,
                    _scene.Content(attachment)
                );
                return;
            default:
                var file = $"{program.Image.Version.InternalName}-{_dice.Below(400)}.log";
                _scene.Touches(program, time, _dice.Percent(30) ? "FileCreated" : "FileModified", $@"{profile}\AppData\Local\Temp", file, _scene.Content(file));
                return;
        }
    }

    /// <summary>Office writes a temporary file and renames it.</summary>
    private void Save(RunningProcess program, DateTime time, string profile, string extension)
    {
        var name = Document(extension);
        var row = _scene
            .Touches(program, time, "FileRenamed", $@"{profile}\Documents", name, _scene.Content(name))
            .With(("PreviousFileName", $"{_dice.Hex(4).ToUpperInvariant()}.tmp"), ("PreviousFolderPath", $@"{profile}\Documents"));
        if (_dice.Percent(20))
        {
            row.With(("IsAzureInfoProtectionApplied", _dice.Percent(50)), ("SensitivityLabel", "Confidential"));
        }
    }

    private void OnShare()
    {
        var session = bystanders.Session(_dice);
        var company = bystanders.Company;
        var server = session.Machine.Site == Company.Tokyo ? company.TokyoFileServer : company.FileServer;
        var (share, name, time) = (_dice.Pick(Shares), Document("xlsx"), _dice.Between(session.Explorer.Created, session.End));
        var action = _dice.Percent(25) ? "FileCreated" : "FileModified";
        _scene
            .Touches(bystanders.ServicesOf(server)["System"], time, action, $@"D:\Shares\{share}", name, _scene.Content(name))
            .With(
                ("RequestProtocol", "Smb"),
                ("RequestAccountName", session.Person.Account.Name),
                ("RequestAccountDomain", session.Person.Account.Domain),
                ("RequestAccountSid", session.Person.Account.Sid),
                ("RequestSourceIP", session.Machine.LocalIP),
                ("RequestSourcePort", Activity.EphemeralPort(time)),
                ("ShareName", share)
            );
    }

    private void OfService()
    {
        var (service, time) = bystanders.Running(_dice, ["wuauserv", "BITS", "MsMpEng.exe", "bkagent.exe", "sqlservr.exe", "spoolsv.exe", "monagent.exe"]);
        var (folder, name) = service.Image.FileName switch
        {
            "MsMpEng.exe" => (@"C:\ProgramData\Microsoft\Windows Defender\Scans\History\CacheManager", $"MpScanCache-{_dice.Below(9)}.bin"),
            "bkagent.exe" => (@"E:\Backup", $"chain-{_dice.Below(40):d3}.fbk"),
            "sqlservr.exe" => (@"E:\Backup\Sql", $"ERP-{_dice.Below(30):d2}.trn"),
            "spoolsv.exe" => (@"C:\Windows\System32\spool\PRINTERS", $"{_dice.Below(2000):d5}.SPL"),
            "monagent.exe" => (@"C:\ProgramData\Fabrikam\Monitoring", $"metrics-{_dice.Below(60)}.json"),
            _ => (@"C:\Windows\SoftwareDistribution\Download", $"{_dice.Below(300):x8}.cab"),
        };
        var action = _dice.Below(10) switch
        {
            < 5 => "FileCreated",
            < 8 => "FileModified",
            _ => "FileDeleted",
        };
        _scene.Touches(service, time, action, folder, name, _scene.Content(name));
    }

    private string Document(string extension) => string.Create(CultureInfo.InvariantCulture, $"{_dice.Pick(Words)}-{_dice.Below(60):d2}.{extension}");
}
