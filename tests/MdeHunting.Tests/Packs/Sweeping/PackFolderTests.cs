using System.Management.Automation;
using MdeHunting.Kql.Time;
using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Tokens;
using MdeHunting.Lab.Web;
using MdeHunting.Packs.Sweeping;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using MdeHunting.Text;
using Xunit;

namespace MdeHunting.Tests.Packs.Sweeping;

/// <summary>Invoke-MdeHuntingPack -OutputPath -Resume in a session, and in processes that are killed.</summary>
public sealed class PackFolderTests(PackFolderTests.TwoTenants tenants) : IClassFixture<PackFolderTests.TwoTenants>, IDisposable
{
    private const int Kills = 30;
    private const string Second = "../Fab:rikam";

    private static readonly string Month = $"-StartTime {TimeRange.Moment(TwoTenants.Start)} -EndTime {TimeRange.Moment(TwoTenants.End)}";

    private readonly Shell _shell = tenants.Lab.Shell;
    private readonly LabState _lab = tenants.Lab.Lab.State;
    private readonly int _before = tenants.Lab.Lab.State.Requests.Count;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mdehunting-packfolder-");

    private string Output => Path.Combine(_folder.FullName, "out");

    private string Pack => Path.Combine(_folder.FullName, "pack");

    public void Dispose()
    {
        _lab.Faults.ClearQueryFaults();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Each_query_and_tenant_has_a_file_of_its_rows_and_the_index_tells_all()
    {
        Write("rows", "DeviceProcessEvents | where ReportId < 20 | project Timestamp, ReportId, FileName");
        Write("nothing", "DeviceProcessEvents | where ReportId < 0 | project Timestamp, ReportId");
        Write("refused", "DeviceProcessEvents | where NoSuchColumn == 1");
        Write("sentinel", "SecurityEvent | take 1");

        var run = Run($"Invoke-MdeHuntingPack -Path '{Pack}' -Connection Contoso, '{Second}' -OutputPath '{Output}'");
        var results = Results(run);
        var index = Run($"Import-Csv '{Output}/index.csv'").ThrowIfFailed().Output;
        var rows = Run($"Import-Csv '{results.Single(one => one is { Name: "rows", Connection: "Contoso" }).ResultPath}'").ThrowIfFailed().Output;

        Assert.Equal(8, results.Count);
        Assert.Equal(2, run.Errors.Count);
        Assert.All(results, one => Assert.Empty(one.Results));
        Assert.All(results, one => Assert.Equal(one.Status is "Found" or "NothingFound", one.ResultPath is not null));
        Assert.All(results.Where(one => one.Name == "nothing"), one => Assert.Equal("\"Timestamp\",\"ReportId\"\r\n", File.ReadAllText(one.ResultPath!)));
        Assert.Equal(19, rows.Count);
        Assert.Equal(19, results.First(one => one.Name == "rows").Rows);
        Assert.Equal(8, index.Count);
        Assert.Equal(
            results.Select(one => $"{one.Connection} {one.Name} {one.Status} {one.Rows}").Order(StringComparer.Ordinal),
            index
                .Select(one => string.Join(' ', new[] { "Connection", "Name", "Status", "Rows" }.Select(name => one.Properties[name].Value)))
                .Order(StringComparer.Ordinal)
        );
        Assert.All(
            index.Where(one => $"{one.Properties["File"].Value}".Length > 0),
            one => Assert.Equal(one.Properties["Sha256"].Value, Hash(Path.Combine(Output, $"{one.Properties["File"].Value}")))
        );
        Assert.Equal(["Contoso/nothing.csv", "Contoso/rows.csv", "_Fab_rikam/nothing.csv", "_Fab_rikam/rows.csv"], new SweptFolder(Output).Rows().Keys);
    }

    [Fact]
    public void A_sweep_that_is_resumed_repeats_what_is_gone_changed_or_failed_and_nothing_else_as_of_its_first_moment()
    {
        Write("one", "DeviceProcessEvents | where ReportId == 1");
        Write("two", "DeviceProcessEvents | where ReportId == 2");
        Write("three", "DeviceProcessEvents | where ReportId == 3");
        Write("moment", "print Now = now()");
        _lab.Faults.OnQuery(
            static query => query.Query.Contains("== 3", StringComparison.Ordinal),
            LabResponseFault.Refuse(500, "InternalServerError", "Broken."),
            times: 1
        );
        var first = Results(Run($"Invoke-MdeHuntingPack -Path '{Pack}' -Connection Contoso -OutputPath '{Output}' -RetryLimit 0"));
        Assert.Equal("Failed", first.Single(one => one.Name == "three").Status);
        var now = File.ReadAllText(Path.Combine(Output, "moment.csv"));
        File.AppendAllText(Path.Combine(Output, "one.csv"), "\"x\"");
        File.Delete(Path.Combine(Output, "moment.csv"));
        File.Delete(Path.Combine(Output, "index.json"));
        var before = Asked();

        var resumed = Run($"Invoke-MdeHuntingPack -Path '{Pack}' -Connection Contoso -OutputPath '{Output}' -Resume").ThrowIfFailed();
        var results = Results(resumed);

        Assert.Equal(3, Asked() - before);
        Assert.Equal(["two"], results.Where(one => one.WasThere).Select(one => one.Name));
        Assert.All(results, one => Assert.Equal("Found", one.Status));
        Assert.Equal(now, File.ReadAllText(Path.Combine(Output, "moment.csv")));
        Assert.Equal("\"x\"", File.ReadAllText(Path.Combine(Output, "one.csv.changed"))[^3..]);
        Assert.Equal(4, new SweptFolder(Output).Index().Count);
        Assert.Contains(resumed.Warnings, warning => warning.Contains("one.csv.changed", StringComparison.Ordinal));

        var again = Run($"Invoke-MdeHuntingPack -Path '{Pack}' -Connection Contoso -OutputPath '{Output}' -Resume").ThrowIfFailed();
        Assert.Equal(3, Asked() - before);
        Assert.All(Results(again), one => Assert.True(one.WasThere));
        Assert.Contains(again.Warnings, warning => warning.Contains("no query was run", StringComparison.Ordinal));
    }

    [Fact]
    public void The_folder_of_another_sweep_is_not_gone_on_with()
    {
        Write("one", "declare query_parameters(id:long = 1); DeviceProcessEvents | where ReportId == id");
        Write("two", "DeviceProcessEvents | where ReportId == 2");
        Results(Run($"Invoke-MdeHuntingPack -Path '{Pack}' -Connection Contoso -OutputPath '{Output}' -Timespan 7d"));
        string Refused(string more, string pack = "pack") =>
            Run($"Invoke-MdeHuntingPack -Path '{_folder.FullName}/{pack}' -OutputPath '{Output}' {more}").Error.ToString();

        // A comment and a blank make no other query.
        Write("two", "// said of it\nDeviceProcessEvents\n| where ReportId == 2");
        Assert.All(Results(Run($"Invoke-MdeHuntingPack -Path '{Pack}' -Connection Contoso -OutputPath '{Output}' -Resume")), one => Assert.True(one.WasThere));

        var changed = Refused("-Connection Contoso -Resume -Parameter @{ id = 7 }");
        Assert.Contains("it has other parameters or another text of 'one' on Contoso", changed);
        Assert.Equal(2, changed.Split("'one' on Contoso").Length);
        Assert.Contains("the time is", Refused("-Connection Contoso -Resume -Timespan 3d"));
        Assert.Contains($"it doesn't have 'one' on {Second}", Refused($"-Connection Contoso, '{Second}' -Resume"));
        Assert.Contains("'two' on Contoso", Refused("-Connection Contoso -Resume", "pack/one.kql"));
        Write("three", "DeviceProcessEvents | take 1");
        Assert.Contains("it doesn't have 'three' on Contoso", Refused("-Connection Contoso -Resume"));
        Assert.Contains("-OutputFormat is JsonLines", Refused("-Connection Contoso -Resume -OutputFormat JsonLines", "pack"));
        Assert.Contains("isn't empty", Refused("-Connection Contoso"));
        Assert.Contains("another command", Run($"Invoke-MdeHuntingQuery DeviceInfo -Connection Contoso -OutputPath '{Output}' -Resume").Error.ToString());
        Run($"Invoke-MdeHuntingQuery DeviceProcessEvents -MaxRows 1 -Connection Contoso -OutputPath '{Output}2'").ThrowIfFailed();
        Assert.Contains("another command", Run($"Invoke-MdeHuntingPack -Path '{Pack}' -Connection Contoso -OutputPath '{Output}2' -Resume").Error.ToString());
    }

    [Fact]
    public void A_folder_that_cannot_be_written_or_holds_something_else_is_a_clear_word()
    {
        Write("one", "DeviceProcessEvents | take 1");
        File.WriteAllText(Path.Combine(_folder.FullName, "file"), "x");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "other"));
        File.WriteAllText(Path.Combine(_folder.FullName, "other", "x.txt"), "x");
        string Id(string more) => Run($"Invoke-MdeHuntingPack -Path '{Pack}' -Connection Contoso {more}").ErrorId;

        Assert.Equal("OutputPathNotValid", Id($"-OutputPath '{_folder.FullName}/file'"));
        Assert.Equal("OutputPathNotValid", Id("-OutputPath env:HOME"));
        Assert.Equal("OutputFolderNotEmpty", Id($"-OutputPath '{_folder.FullName}/other'"));
        Assert.Equal("OutputFolderNotEmpty", Id($"-OutputPath '{_folder.FullName}/other' -Resume"));
        Assert.Equal("OutputFolderNotFound", Id($"-OutputPath '{_folder.FullName}/none' -Resume"));
        Assert.Equal("OutputNotWritten", Id($"-OutputPath '{_folder.FullName}/file/below'"));
        Assert.Equal("ArgumentConflict", Id("-Resume"));
        Assert.Equal("ArgumentConflict", Id("-OutputFormat Csv"));
        Assert.Equal(0, Asked());
    }

    [Fact]
    public void Under_WhatIf_nothing_is_written_and_the_rows_of_jsonl_files_are_bounded_only_where_that_is_wanted()
    {
        Write("rows", "DeviceProcessEvents | project ReportId");
        Results(Run($"Invoke-MdeHuntingPack -Path '{Pack}' -Connection Contoso -OutputPath '{Output}' -WhatIf"));
        Assert.False(Directory.Exists(Output));
        Assert.Equal(0, Asked());

        var all = Assert.Single(
            Results(Run($"Invoke-MdeHuntingPack -Path '{Pack}' -Connection Contoso -OutputPath '{Output}' -OutputFormat JsonLines -Split Auto {Month}"))
        );
        var some = Assert.Single(
            Results(Run($"Invoke-MdeHuntingPack -Path '{Pack}' -Connection Contoso -OutputPath '{Output}2' -OutputFormat JsonLines -MaxRows 5"))
        );

        Assert.EndsWith("rows.jsonl", all.ResultPath);
        Assert.Equal(TwoTenants.Count, File.ReadLines(all.ResultPath!).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal((TwoTenants.Count, true), (all.Rows, all.IsComplete));
        Assert.Equal((5, false, 5), (some.Rows, some.IsComplete, File.ReadLines(some.ResultPath!).Count()));
    }

    [Fact]
    public async Task After_Ctrl_C_the_index_says_what_was_not_run_and_the_sweep_goes_on()
    {
        Write("a", "DeviceProcessEvents | where ReportId == 1");
        Write("b", "DeviceProcessEvents | where ReportId == 2 | join kind=inner (DeviceProcessEvents | where ReportId == 2) on DeviceId");
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lab.Faults.OnQuery(
            query => query.Query.Contains("== 2", StringComparison.Ordinal) && (asked.TrySetResult() || true),
            LabResponseFault.SilenceBeforeResponse()
        );
        using (var shell = _shell.Prepare($"Invoke-MdeHuntingPack -Path '{Pack}' -Connection Contoso -OutputPath '{Output}'"))
        {
            var running = shell.InvokeAsync();
            await asked.Task;
            await shell.StopAsync(null, null);
            await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
        }

        _lab.Faults.ClearQueryFaults();
        new SweptFolder(Output).AssertTrue();
        Assert.Equal(["Found", "Skipped"], Run($"(Import-Csv '{Output}/index.csv').Status").Output.Select(one => $"{one}"));
        var before = Asked();
        Results(Run($"Invoke-MdeHuntingPack -Path '{Pack}' -Connection Contoso -OutputPath '{Output}' -Resume"));
        Assert.Equal(1, Asked() - before);
        Assert.Equal(["Found", "Found"], Run($"(Import-Csv '{Output}/index.csv').Status").Output.Select(one => $"{one}"));
    }

    [Fact]
    public void Names_are_safe_on_every_system_and_no_two_are_one()
    {
        Directory.CreateDirectory(Pack);
        File.WriteAllText(
            Path.Combine(Pack, "names.json"),
            """
            [{"Name":"index","Query":"DeviceProcessEvents | take 1"},{"Name":"INDEX","Query":"DeviceProcessEvents | take 2"},
             {"Name":"../../etc/passwd","Query":"DeviceProcessEvents | take 3"},{"Name":"CON","Query":"DeviceProcessEvents | take 4"},
             {"Name":"a:b*c?","Query":"DeviceProcessEvents | take 5"},{"Name":"same","Query":"DeviceProcessEvents | take 6"},
             {"Name":"same","Query":"DeviceProcessEvents | take 6"}]
            """
        );

        var results = Results(Run($"Invoke-MdeHuntingPack -Path '{Pack}' -Connection Contoso -OutputPath '{Output}' 3>$null"));
        var names = new SweptFolder(Output).Rows().Keys.ToList();

        Assert.Equal(7, results.Count);
        Assert.Equal(7, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.DoesNotContain(names, name => name.IndexOfAny([':', '*', '?', '\\', '/']) >= 0 || name.StartsWith("CON.", StringComparison.Ordinal));
        Assert.All(results, one => Assert.StartsWith(Output, Path.GetFullPath(one.ResultPath!), StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(Output, PackIndex.CsvName)));
    }

    [Fact]
    public async Task A_sweep_whose_process_is_killed_again_and_again_has_what_one_has_that_is_not()
    {
        const string run = """
            $ProgressPreference = 'SilentlyContinue'
            Import-Module $args[0]
            $names = 'Contoso', '../Fab:rikam'
            foreach ($i in 0, 1) {
                $token = ConvertTo-SecureString $args[2 + $i] -AsPlainText -Force
                $null = Connect-MdeTenant -TenantId $args[4 + $i] -AccessToken $token -Environment $args[1] -Name $names[$i] -Limit @{ rowLimit = 500 }
            }
            $path = $args[7]
            $more = if (Test-Path $path) { @{ Resume = $true } } else { @{ Split = '10d'; StartTime = $args[8]; EndTime = $args[9] } }
            Invoke-MdeHuntingPack -Path $args[6] -Connection $names -OutputPath $path @more -Debug 5>&1 2>$null | ForEach-Object { 'line' }
            """;
        Write("a", "DeviceProcessEvents | project Timestamp, ReportId, FileName");
        for (var i = 0; i < 8; i++)
        {
            Write($"q{i}", $"DeviceProcessEvents | where ReportId % 8 == {i} | project Timestamp, DeviceName, ReportId");
        }

        Write("nothing", "DeviceProcessEvents | where ReportId < 0");
        Write("refused", "DeviceProcessEvents | where NoSuchColumn == 1");
        Write("sentinel", "SecurityEvent | take 1");
        string[] Arguments(string path) =>
            [
                ModuleSetup.Manifest,
                tenants.Lab.EnvironmentFile,
                Token(0),
                Token(1),
                TestLab.Contoso,
                TestLab.Seed,
                Pack,
                path,
                TimeRange.Moment(TwoTenants.Start),
                TimeRange.Moment(TwoTenants.End),
            ];
        var whole = Path.Combine(_folder.FullName, "whole");
        Assert.Equal(0, (await InstalledShell.RunAsync(run, Arguments(whole))).ExitCode);
        Assert.True(2 * 10 == new SweptFolder(whole).Rows().Count, string.Join("\n", new SweptFolder(whole).Index()));

        var random = new Random(Environment.ProcessId);
        var (kills, sweeps) = (0, 0);
        while (kills < (Cases.AreAll ? Kills : 2))
        {
            var path = Path.Combine(_folder.FullName, FormattableString.Invariant($"killed{++sweeps}"));
            for (var isWhole = false; !isWhole && kills < Kills; )
            {
                var left = random.Next(1, 40);
                try
                {
                    await InstalledShell.KillAsync(run, Arguments(path), _ => --left == 0);
                    kills++;
                }
                catch (EndOfStreamException)
                {
                    isWhole = true;
                }

                if (Directory.Exists(path))
                {
                    new SweptFolder(path).AssertTrue();
                }

                isWhole |= !Cases.AreAll && kills >= 2;
            }

            var last = await InstalledShell.RunAsync(run, Arguments(path));
            Assert.Equal(0, last.ExitCode);
            new SweptFolder(path).AssertSame(new SweptFolder(whole));
        }

        TestContext.Current.SendDiagnosticMessage($"{kills} kills in {sweeps} sweeps");
    }

    private string Token(int number)
    {
        var tenant = tenants.Lab.Options.Tenants[number];
        return _lab.CreateAccessToken(
            new TokenGrant(tenant, LabApplications.Hunting, tenant.Accounts[0], "https://graph.microsoft.com", ["ThreatHunting.Read.All"], [], []),
            TimeSpan.FromHours(1)
        );
    }

    private void Write(string name, string query)
    {
        Directory.CreateDirectory(Pack);
        File.WriteAllText(Path.Combine(Pack, name + ".kql"), query);
    }

    private ShellResult Run(string script) => _shell.Run(script);

    private static List<MdePackResult> Results(ShellResult run)
    {
        Assert.Null(run.Thrown);
        return [.. run.Output.Select(one => (MdePackResult)one.BaseObject)];
    }

    private int Asked() => _lab.Requests.Skip(_before).Count(request => request.Query is not null && request.Status != LabRequest.NoResponse);

    private static string Hash(string file) => Sha256Text.Digits(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));

    /// <summary>Two tenants with rows of thirty days.</summary>
    public sealed class TwoTenants() : SkewedTenants(Count, TimeShape.Uniform, Second)
    {
        public const int Count = 1_000;
    }
}
