using System.Globalization;
using System.Text.RegularExpressions;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Settings;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.Tour;

/// <summary>
/// The walk that the module was made for, with its real cmdlets in a PowerShell session against a lab of its own: sign in with a device code, read the
/// token, hunt, write the rows to a file. Each step checks what came.
/// </summary>
internal sealed partial class TourCommand(TextWriter output, TextWriter error)
{
    private const string SeedTenant = "11111111-1111-1111-1111-111111111111";
    private const string Client = "22222222-2222-2222-2222-222222222222";
    private const string SeedPerson = "JonathanGlass@HalfFullofSecurity.onmicrosoft.com";
    private const string ContosoPerson = "responder@contoso.example";

    private const string SeedQuery = """
        $query = 'DeviceProcessEvents
            | where InitiatingProcessFileName =~ "powershell.exe"
            | project Timestamp, FileName, InitiatingProcessFileName
            | order by Timestamp desc
            | limit 2'
        """;

    private static readonly (DateTime Time, string File)[] SeedRows =
    [
        (new DateTime(2022, 3, 7, 21, 34, 30, DateTimeKind.Utc).AddTicks(1187436), "net.exe"),
        (new DateTime(2022, 3, 7, 21, 34, 29, DateTimeKind.Utc).AddTicks(3809980), "csc.exe"),
    ];

    // The rows are those of the lab's own intrusion, which is the same on every day; only its dates move.
    private static readonly (string Question, string Query, int Rows)[] FirstLook =
    [
        ("What was raised?", "AlertInfo | summarize Alerts = count() by Severity | order by Alerts desc", 4),
        ("The serious ones, in time.", "AlertInfo | where Severity == \"High\" | project Timestamp, Title | order by Timestamp asc", 9),
        (
            "What did a document start?",
            """
            DeviceProcessEvents
                | where InitiatingProcessFileName =~ "winword.exe" and FileName in ("powershell.exe", "cmd.exe")
                | project Timestamp, DeviceName, AccountName, ProcessCommandLine
            """,
            1
        ),
        (
            "By which mail did it come?",
            """
            EmailEvents
                | where SenderFromDomain == "nordlicht-spedition.example"
                | project Timestamp, RecipientEmailAddress, Subject, DeliveryAction
                | order by Timestamp asc
            """,
            5
        ),
        (
            "How regular is its traffic?",
            """
            DeviceNetworkEvents
                | where RemoteUrl == "sync.onenote-cdn.example" and InitiatingProcessFileName == "onsync.exe"
                | summarize Calls = count() by Day = bin(Timestamp, 1d)
                | order by Day asc
            """,
            13
        ),
        (
            "Where did the attacker go from there?",
            """
            DeviceLogonEvents
                | where AccountName == "adm-mkorhonen" and RemoteDeviceName in ("jkl-ws-07", "jkl-dc01")
                | project Timestamp, RemoteDeviceName, DeviceName, ActionType
                | order by Timestamp asc
            """,
            11
        ),
    ];

    /// <summary>Takes the tour; gives the process's exit code.</summary>
    public async Task<int> RunAsync(CancellationToken token)
    {
        await using var lab = await LabServer.StartAsync(new LabOptions(), token);
        var folder = System.IO.Directory.CreateTempSubdirectory("mdehunting-lab-");
        try
        {
            var environment = Path.Combine(folder.FullName, "lab.json");
            await lab.WriteEnvironmentFileAsync(environment, token);

            // PowerShell's pipeline is synchronous, and the lab answers beside it.
            return await Task.Run(() => Walk(lab, environment, token), token);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"open the page (?<page>\S+) and enter the code (?<code>\S+)")]
    private static partial Regex DeviceCodeMessage();

    private int Walk(LabServer lab, string environment, CancellationToken token)
    {
        using var shell = new TourShell(output, Width(), IsColored());
        using var browser = lab.CreateClient();
        (string Title, Action Take)[] steps =
        [
            ("Import the module", () => Import(shell, environment)),
            ("Sign in with a device code", () => SignIn(shell, browser)),
            ("Look at the token", () => Token(shell)),
            ("Hunt", () => Hunt(shell)),
            ("Write the rows to a file", () => Export(shell, Path.Combine(Path.GetDirectoryName(environment)!, "evidence.csv"))),
            ("The same query through Microsoft Graph", () => HuntOnGraph(shell, browser)),
            ("A mistyped column", () => Mistype(shell)),
            ("A first look at another tenant", () => LookAtContoso(shell, browser)),
        ];
        for (var i = 0; i < steps.Length; i++)
        {
            token.ThrowIfCancellationRequested();
            Heading($"{i + 1}. {steps[i].Title}");
            try
            {
                steps[i].Take();
            }
            catch (TourException e)
            {
                output.Flush();
                error.WriteLine($"Step {i + 1} of the tour, '{steps[i].Title}', failed: {e.Message}");
                return 1;
            }
        }

        output.WriteLine($"All {steps.Length} steps passed. For a lab to try things against in a PowerShell of your own, add `-- serve`.");
        return 0;
    }

    private static void Import(TourShell shell, string environment)
    {
        var manifest = ModuleManifest.Find() ?? throw new TourException("MdeHunting.psd1 isn't above this program; run it from a checkout.");
        shell.GoTo(Path.GetDirectoryName(manifest)!);
        NoErrors(shell.Show("Import-Module ./MdeHunting.psd1"));
        NoErrors(shell.Show($"$lab = '{environment.Replace("'", "''")}'"));
    }

    private void SignIn(TourShell shell, HttpClient browser)
    {
        var result = NoErrors(
            shell.Show(
                $"""
                Connect-MdeTenant -TenantId {SeedTenant} -ClientId {Client} `
                    -Api Endpoint -DeviceCode -Environment $lab
                """,
                message => Approve(message, browser, SeedPerson)
            )
        );
        Require(result.Output.Count == 1, "one connection", $"{result.Output.Count} objects");
        Require(result.Value(0, "TenantId"), SeedTenant);
        Require(result.Value(0, "Account"), SeedPerson);
        Require(result.Value(0, "Api")?.ToString(), "Endpoint");
    }

    private static void Token(TourShell shell)
    {
        var result = NoErrors(shell.Show("Get-MdeTokenInfo"));
        Require(result.Value(0, "Audience"), "https://api.securitycenter.microsoft.com");
        Require(result.Value(0, "TenantId"), SeedTenant);
        Require(string.Join(" ", result.Value(0, "Scopes") as string[] ?? []), "AdvancedQuery.Read");
        Require(result.Value(0, "IsMultifactor"), true);
    }

    private static void Hunt(TourShell shell)
    {
        NoErrors(shell.Show(SeedQuery));
        RequireSeedRows(NoErrors(shell.Show("Invoke-MdeHuntingQuery $query")));
    }

    private static void Export(TourShell shell, string file)
    {
        NoErrors(shell.Show($"$file = '{file.Replace("'", "''")}'"));
        NoErrors(shell.Show("Invoke-MdeHuntingQuery $query | Export-Csv $file"));
        var lines = NoErrors(shell.Show("Get-Content $file")).Output.Select(line => line.ToString());
        Require(
            string.Join('\n', lines),
            string.Join(
                '\n',
                SeedRows
                    .Select(row => $"\"{row.Time:O}\",\"{row.File}\",\"powershell.exe\"")
                    .Prepend(
                        """
                        "Timestamp","FileName","InitiatingProcessFileName"
                        """
                    )
            )
        );
    }

    private void HuntOnGraph(TourShell shell, HttpClient browser)
    {
        NoErrors(
            shell.Show(
                $"""
                $graph = Connect-MdeTenant -TenantId {SeedTenant} -ClientId {Client} `
                    -DeviceCode -Environment $lab
                """,
                message => Approve(message, browser, SeedPerson)
            )
        );
        RequireSeedRows(NoErrors(shell.Show("Invoke-MdeHuntingQuery $query -Connection $graph")));
    }

    private static void Mistype(TourShell shell)
    {
        var result = shell.Show("Invoke-MdeHuntingQuery 'DeviceProcessEvents | project Timestamp, FileNam'");
        Require(result.Output.Count == 0, "no row", $"{result.Output.Count} rows");
        Require(result.Errors.Count == 1, "one error", $"{result.Errors.Count} errors");
        Require(result.Errors[0].FullyQualifiedErrorId.Split(',')[0], "QueryRefused");
        Require(result.Errors[0].ToString().Contains("'FileNam'", StringComparison.Ordinal), "the column's name in the message", result.Errors[0].ToString());
    }

    private void LookAtContoso(TourShell shell, HttpClient browser)
    {
        var contoso = NoErrors(
            shell.Show(
                $"""
                Connect-MdeTenant -TenantId contoso.example -ClientId {Client} `
                    -DeviceCode -Environment $lab -Name Contoso
                """,
                message => Approve(message, browser, ContosoPerson)
            )
        );
        Require(contoso.Value(0, "TenantId"), "55555555-5555-5555-5555-555555555555");

        foreach (var (question, query, rows) in FirstLook)
        {
            output.WriteLine($"# {question}");
            var result = NoErrors(shell.Show($"Invoke-MdeHuntingQuery '{query}'"));
            Require(result.Output.Count == rows, $"{rows} rows", $"{result.Output.Count}");
        }
    }

    // The message is all that a person has; they read it, open a browser, sign in there with a second factor, and approve.
    private void Approve(string message, HttpClient browser, string account)
    {
        var read = DeviceCodeMessage().Match(message);
        var person = new BrowserUser(browser, account);
        _ = Task.Run(async () =>
        {
            var outcome = read.Success
                ? await person.ApproveAsync(new Uri(read.Groups["page"].Value), read.Groups["code"].Value)
                : "The message has no address and code.";
            output.WriteLine($"    ({account} opens the page in a browser, enters the code and signs in with a second factor. The page: {outcome.Trim()})");
        });
    }

    private static void RequireSeedRows(TourResult result)
    {
        Require(result.Output.Count == SeedRows.Length, $"{SeedRows.Length} rows", $"{result.Output.Count}");
        for (var i = 0; i < SeedRows.Length; i++)
        {
            Require(result.Value(i, "Timestamp"), SeedRows[i].Time);
            Require(result.Value(i, "FileName"), SeedRows[i].File);
            Require(result.Value(i, "InitiatingProcessFileName"), "powershell.exe");
        }
    }

    private static TourResult NoErrors(TourResult result) =>
        result.Errors.Count == 0 ? result : throw new TourException($"no error was expected, and there was: {result.Errors[0]}");

    private static void Require(object? actual, object expected) =>
        Require(
            Equals(actual, expected),
            Convert.ToString(expected, CultureInfo.InvariantCulture)!,
            Convert.ToString(actual, CultureInfo.InvariantCulture) ?? "nothing"
        );

    private static void Require(bool holds, string expected, string actual)
    {
        if (!holds)
        {
            throw new TourException($"{expected} was expected, and {actual} came.");
        }
    }

    private void Heading(string text)
    {
        output.WriteLine();
        output.WriteLine(IsColored() ? $"\e[1;36m{text}\e[0m" : text);
        output.WriteLine();
    }

    private static int Width() => Console.IsOutputRedirected ? 120 : Math.Clamp(Console.WindowWidth - 1, 60, 160);

    private static bool IsColored() => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
}

/// <summary>A step of the tour did not give what it should.</summary>
internal sealed class TourException(string message) : Exception(message);
