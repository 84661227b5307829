using System.Management.Automation;
using MdeHunting.Lab.Dataset.Planted;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Hosting;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Sweeps;

/// <summary>Find-MdeIndicator with -OutputPath and -Resume, as a person and as an unattended run use it.</summary>
public sealed class SweepOutputPathTests(FindIndicatorTests.Intruded intruded) : IClassFixture<FindIndicatorTests.Intruded>, IDisposable
{
    private const string Sought = $"'{PlantedIndicator.Domain}', '{PlantedIndicator.ToolSha1}', '{PlantedIndicator.LoaderSha256}', 'nowhere.example'";
    private const string Seen =
        "Connection, Indicator, Grade, Table, Column, Value, Count, FirstSeen, LastSeen, DeviceCount, @{ n = 'Accounts'; e = { $_.Accounts -join '; ' } }";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-sweep-");
    private readonly Shell _shell = intruded.Lab.Shell;
    private readonly LabState _lab = intruded.Lab.Lab.State;

    private string Folder => Path.Combine(_root.FullName, "run");

    public void Dispose()
    {
        _lab.Faults.ClearQueryFaults();
        _root.Delete(recursive: true);
    }

    [Theory]
    [InlineData("Csv", "Import-Csv")]
    [InlineData("JsonLines", "Get-Content | ConvertFrom-Json -DateKind String")]
    public void The_files_have_the_hits_that_the_pipeline_has_for_each_tenant(string format, string read)
    {
        var expected = Lines($"{Sought} | Find-MdeIndicator -Connection Contoso, Seed -Widen | Select-Object {Seen} | ConvertTo-Csv");
        var ledger = Ledger();

        var found = Lines(
            $"{Sought} | Find-MdeIndicator -Connection Contoso, Seed -Widen -OutputPath $args[0] -OutputFormat {format} | {read} | Select-Object {Seen} | ConvertTo-Csv"
        );

        Assert.True(expected.Length > 5);
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal(ledger, Ledger());
    }

    [Fact]
    public void With_Detailed_there_is_a_file_of_rows_for_each_table_and_each_row_names_its_indicators()
    {
        var expected = Run($"{Sought} | Find-MdeIndicator -Connection Contoso -Detailed")
            .ThrowIfFailed()
            .Output.Select(hit => (MdeIndicatorHit)hit.BaseObject)
            .GroupBy(hit => hit.Table)
            .ToDictionary(hits => hits.Key, hits => hits.SelectMany(hit => hit.Rows).Distinct().Count());

        Run($"{Sought} | Find-MdeIndicator -Connection Contoso -Detailed -OutputPath $args[0]").ThrowIfFailed();

        var files = Directory.GetFiles(Path.Combine(Folder, "rows"));
        Assert.Equal(expected.Keys.Order(), files.Select(file => Path.GetFileNameWithoutExtension(file)).Order());
        foreach (var file in files)
        {
            var rows = _shell.Run("Import-Csv -LiteralPath $args[0]", file).ThrowIfFailed().Output;
            Assert.Equal(expected[Path.GetFileNameWithoutExtension(file)], rows.Count);
            Assert.All(rows, row => Assert.Matches("^\\[\".+\"\\]$", (string)row.Properties["MdeIndicator"].Value));
        }
    }

    [Fact]
    public void A_sweep_of_which_one_tenant_has_no_table_is_gone_on_with_by_the_same_command()
    {
        const string command = "'nowhere.example' | Find-MdeIndicator -Table EmailEvents -Connection Seed, Contoso -OutputPath $args[0]";
        Assert.StartsWith("ArgumentConflict,", Assert.Single(Run(command).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        var before = _lab.Requests.Count;

        var resumed = Run($"{command} -Resume");

        Assert.StartsWith("ArgumentConflict,", Assert.Single(resumed.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(before, _lab.Requests.Count);
        Assert.Equal(["NotSearched", "NotFound"], _shell.Run("(Get-MdeIndicatorLedger).Status").ThrowIfFailed().Output.Select(status => $"{status}"));
    }

    [Fact]
    public async Task Ctrl_C_leaves_a_folder_that_is_gone_on_with_at_its_moment_and_with_its_parameters()
    {
        Run($"{Sought} | Find-MdeIndicator -Connection Contoso, Seed -Widen -Timespan 25d").ThrowIfFailed();
        var whole = Ledger();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lab.Faults.OnQuery(
            query => query.Query.Contains("DeviceNetworkEvents\n", StringComparison.Ordinal) && (asked.TrySetResult() || true),
            LabResponseFault.SilenceBeforeResponse()
        );
        using (
            var shell = _shell.Prepare(
                $"{Sought} | Find-MdeIndicator -Connection Contoso, Seed -Widen -Timespan 25d -ThrottleLimit 2 -OutputPath $args[0]",
                Folder
            )
        )
        {
            var running = shell.InvokeAsync();
            await asked.Task;
            await shell.StopAsync(null, null);
            await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
        }

        _lab.Faults.ClearQueryFaults();
        var (before, files) = (_lab.Requests.Count, Directory.GetFiles(Folder, "*.csv", SearchOption.AllDirectories).Length);
        var resumed = Run($"{Sought} | Find-MdeIndicator -Connection Contoso, Seed -OutputPath $args[0] -Resume").ThrowIfFailed();
        var again = _lab.Requests.Skip(before).Select(request => request.Query).OfType<string>().ToList();

        Assert.NotEmpty(again);
        Assert.DoesNotContain(again, query => query.Contains("AlertEvidence\n", StringComparison.Ordinal));
        Assert.Equal(files, resumed.Output.Count(file => ((MdeOutputFile)file.BaseObject).WasThere));
        Assert.Equal(Timeless(whole), Timeless(Ledger()));

        before = _lab.Requests.Count;
        var complete = Run($"{Sought} | Find-MdeIndicator -Connection Contoso, Seed -OutputPath $args[0] -Resume").ThrowIfFailed();
        Assert.Equal(before, _lab.Requests.Count);
        Assert.Contains("is complete", Assert.Single(complete.Warnings), StringComparison.Ordinal);
        Assert.Equal(Timeless(whole), Timeless(Ledger()));
    }

    [Fact]
    public void A_sweep_or_a_run_that_is_resumed_without_one_of_its_connections_is_not_complete()
    {
        foreach (var command in new[] { "'nowhere.example' | Find-MdeIndicator -Table DeviceEvents", "'DeviceEvents | take 1' | Invoke-MdeHuntingQuery" })
        {
            var folder = Path.Combine(_root.FullName, command[^6..]);
            _shell.Run($"{command} -Connection Contoso, Seed -ThrottleLimit 1 -OutputPath $args[0]", folder).ThrowIfFailed();
            var journal = Path.Combine(folder, "journal.ndjson");

            // As if it had ended before the second one was begun.
            File.WriteAllLines(journal, File.ReadAllLines(journal).TakeWhile(line => !line.Contains("\"task\":2", StringComparison.Ordinal)));
            foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(file => file.Contains("Seed", StringComparison.Ordinal)))
            {
                File.Delete(file);
            }

            var alone = _shell.Run($"{command} -Connection Contoso -OutputPath $args[0] -Resume", folder).ThrowIfFailed();
            Assert.Contains("isn't complete: it's also of Seed.", Assert.Single(alone.Warnings), StringComparison.Ordinal);

            var both = _shell.Run($"{command} -Connection Contoso, Seed -OutputPath $args[0] -Resume", folder).ThrowIfFailed();
            Assert.Empty(both.Warnings);
            Assert.Contains("\"isComplete\":true", File.ReadAllLines(journal)[^1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Rows_that_failed_are_missing_in_the_ledger_until_the_sweep_is_resumed()
    {
        const string sweep = $"'{PlantedIndicator.Domain}' | Find-MdeIndicator -Connection Contoso -Table DeviceEvents, DeviceNetworkEvents";
        var hits = Lines($"{sweep} | ForEach-Object Value");
        _lab.Faults.OnQuery(
            static query =>
                query.Query.Contains("DeviceNetworkEvents\n", StringComparison.Ordinal) && !query.Query.Contains("summarize", StringComparison.Ordinal),
            LabResponseFault.Refuse(500, "InternalServerError", "Broken.")
        );
        Assert.Single(Run($"{sweep} -Detailed -RetryLimit 0 -OutputPath $args[0]").Errors);
        var first = Assert.Single(Ledger());
        _lab.Faults.ClearQueryFaults();

        Run($"{sweep} -OutputPath $args[0] -Resume").ThrowIfFailed();

        Assert.Contains(" Found False ", first, StringComparison.Ordinal);
        Assert.Contains("Rows of hits are missing from DeviceNetworkEvents: ", first, StringComparison.Ordinal);
        Assert.Contains(" Found True ", Assert.Single(Ledger()), StringComparison.Ordinal);
        Assert.Equal(hits.Order(), Lines("Get-ChildItem (Join-Path $args[0] hits) | Import-Csv | ForEach-Object Value").Order());
        Assert.Equal(["DeviceEvents.csv", "DeviceNetworkEvents.csv"], Lines("(Get-ChildItem (Join-Path $args[0] rows)).Name").Order());
    }

    [Fact]
    public void A_sweep_whose_widening_failed_is_gone_on_with_and_says_what_it_is_without()
    {
        const string sweep = $"'{PlantedIndicator.LoaderSha256}' | Find-MdeIndicator -Connection Contoso -OutputPath $args[0]";
        _lab.Faults.OnQuery(
            static query => query.Query.Contains("distinct Sha256", StringComparison.Ordinal),
            LabResponseFault.Refuse(500, "InternalServerError", "Broken.")
        );
        Assert.NotEmpty(Run($"{sweep} -Widen -RetryLimit 0 -Table DeviceFileEvents, DeviceProcessEvents").Errors);
        var first = Ledger();
        _lab.Faults.ClearQueryFaults();

        var resumed = Run($"{sweep} -Resume").ThrowIfFailed();

        Assert.Contains("and a query for the SHA-1 of this SHA-256 failed.", Assert.Single(first), StringComparison.Ordinal);
        Assert.Equal(first, Ledger());
        Assert.Contains("specify another folder", Assert.Single(resumed.Warnings), StringComparison.Ordinal);
        Assert.All(resumed.Output, file => Assert.Contains(((MdeOutputFile)file.BaseObject).QueryName, new[] { "DeviceFileEvents", "DeviceProcessEvents" }));
    }

    [Theory]
    [InlineData("'other.example' | Find-MdeIndicator -Connection Contoso -OutputPath $args[0] -Resume", "ResumeMismatch")]
    [InlineData("'nowhere.example' | Find-MdeIndicator -Connection Contoso -OutputPath $args[0] -Resume -Widen", "ResumeMismatch")]
    [InlineData("'nowhere.example' | Find-MdeIndicator -Connection Contoso -OutputPath $args[0] -Resume -Timespan 3d", "ResumeMismatch")]
    [InlineData("'nowhere.example' | Find-MdeIndicator -Connection Contoso -OutputPath $args[0] -Resume -OutputFormat JsonLines", "ResumeMismatch")]
    [InlineData("'nowhere.example' | Find-MdeIndicator -Connection Seed -OutputPath $args[0] -Resume", "ResumeMismatch")]
    [InlineData("'nowhere.example' | Find-MdeIndicator -Connection Contoso -OutputPath $args[0]", "OutputFolderNotEmpty")]
    [InlineData("Invoke-MdeHuntingQuery DeviceEvents -Connection Contoso -OutputPath $args[0] -Resume", "ResumeMismatch")]
    [InlineData("'nowhere.example' | Find-MdeIndicator -Connection Contoso -OutputPath $args[0] -PlanOnly", "ArgumentConflict")]
    [InlineData("'nowhere.example' | Find-MdeIndicator -Connection Contoso -OutputFormat Csv", "ArgumentConflict")]
    public void The_folder_of_another_sweep_is_refused_and_nothing_is_asked(string command, string errorId)
    {
        Run("'nowhere.example' | Find-MdeIndicator -Connection Contoso -Table DeviceEvents, UrlClickEvents -OutputPath $args[0]").ThrowIfFailed();
        var before = _lab.Requests.Count;

        Assert.Equal(errorId, Run(command).ErrorId);
        Assert.Equal(before, _lab.Requests.Count);
    }

    [Fact]
    public void WhatIf_touches_no_folder()
    {
        Run("'nowhere.example' | Find-MdeIndicator -Connection Contoso -Table DeviceEvents -OutputPath $args[0] -WhatIf").ThrowIfFailed();

        Assert.False(Directory.Exists(Folder));
        Assert.Equal("NotSearched", Run("(Get-MdeIndicatorLedger)[0].Status").Output[0].BaseObject);
    }

    [Fact]
    public void Evidence_is_recorded_along()
    {
        var bag = Path.Combine(_root.FullName, "evidence");

        Run($"{Sought} | Find-MdeIndicator -Connection Contoso -Table UrlClickEvents, DeviceEvents -OutputPath $args[0] -EvidencePath $args[1] -SingleBag", bag)
            .ThrowIfFailed();
        var sealing = _shell.Run("Stop-MdeEvidence -Path $args[0]; (Test-MdeEvidence -Path $args[0]).IsValid", bag).ThrowIfFailed();

        Assert.Equal(true, sealing.Output[^1].BaseObject);
        Assert.True(Directory.GetFiles(bag, "*", SearchOption.AllDirectories).Length > 6);
    }

    private ShellResult Run(string script, params object[] more) => _shell.Run(script, [Folder, .. more]);

    private string[] Lines(string script) => [.. Run(script).ThrowIfFailed().Output.Select(line => $"{line}")];

    private string[] Ledger() =>
        Lines(
            "Get-MdeIndicatorLedger | ForEach-Object { \"$($_.Connection) $($_.Indicator) $($_.Status) $($_.IsComplete) $($_.Hits) $($_.Tables) $($_.NotSearched) $($_.WidenedTo) $($_.Reason)\" }"
        );

    private static IEnumerable<string> Timeless(IEnumerable<string> ledger) => ledger.Order(StringComparer.Ordinal);
}
