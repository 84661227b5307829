using System.Management.Automation;
using MdeHunting.Journal;
using MdeHunting.Kql.Time;
using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Tokens;
using MdeHunting.Lab.Web;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using MdeHunting.Tests.Running;
using Xunit;

namespace MdeHunting.Tests.Commands;

/// <summary>Invoke-MdeHuntingQuery with -OutputPath and -Resume, as a person and as an unattended run use it.</summary>
public sealed class OutputPathTests(OutputPathTests.TwoTenants tenants) : IClassFixture<OutputPathTests.TwoTenants>, IDisposable
{
    private const int Rows = 2_000;
    private const string Query = "DeviceProcessEvents | project Timestamp, ReportId, DeviceName, AdditionalFields";

    private static readonly string Month = $"-StartTime {TimeRange.Moment(TwoTenants.Start)} -EndTime {TimeRange.Moment(TwoTenants.End)}";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-path-");
    private readonly Shell _shell = tenants.Lab.Shell;
    private readonly LabState _lab = tenants.Lab.Lab.State;
    private readonly int _before = tenants.Lab.Lab.State.Requests.Count;

    private string Folder => Path.Combine(_root.FullName, "run");

    public void Dispose()
    {
        _lab.Faults.ClearQueryFaults();
        _root.Delete(recursive: true);
    }

    [Theory]
    [InlineData("Csv")]
    [InlineData("JsonLines")]
    public void The_files_have_the_rows_that_the_pipeline_has(string format)
    {
        var query = $"{Query} | order by Timestamp asc";
        var expected = _shell
            .Run($"Invoke-MdeHuntingQuery '{query}' -Connection Contoso {Month} -Split Auto | ConvertTo-Csv -NoTypeInformation")
            .ThrowIfFailed()
            .Output.Select(line => line.ToString());

        var read = format == "Csv" ? "Import-Csv" : "Get-Content | ConvertFrom-Json -DateKind String";
        var rows = Run(
            $"Invoke-MdeHuntingQuery '{query}' {Month} -Split Auto -OutputPath $args[0] -OutputFormat {format} | {read} | ConvertTo-Csv -NoTypeInformation"
        );

        if (format == "Csv")
        {
            Assert.Equal(expected, rows.ThrowIfFailed().Output.Select(line => line.ToString()));
        }

        Assert.Equal(Rows + 1, rows.ThrowIfFailed().Output.Count);
        Assert.True(Asked() > 2);
    }

    [Fact]
    public void A_CSV_file_is_what_Export_Csv_writes_with_a_mark_and_the_ends_of_RFC_4180()
    {
        var own = Path.Combine(_root.FullName, "own.csv");
        _shell.Run($"Invoke-MdeHuntingQuery '{Query} | take 50' -Connection Contoso | Export-Csv $args[0] -NoTypeInformation", own).ThrowIfFailed();

        Run($"Invoke-MdeHuntingQuery '{Query} | take 50' -OutputPath $args[0]").ThrowIfFailed();

        var bytes = File.ReadAllBytes(Path.Combine(Folder, "rows.csv"));
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal(File.ReadAllText(own).ReplaceLineEndings("\r\n"), System.Text.Encoding.UTF8.GetString(bytes[3..]));
    }

    [Fact]
    public void Each_query_and_tenant_has_a_folder_whose_name_is_safe_and_goes_on_by_itself()
    {
        const string several = "'DeviceProcessEvents | where ReportId < 5 | project ReportId', 'DeviceProcessEvents | where ReportId < 9 | project ReportId'";
        var files = Run($"{several} | Invoke-MdeHuntingQuery -Connection Contoso, '../Fab:rikam' -OutputPath $args[0]", connection: string.Empty)
            .ThrowIfFailed();

        Assert.Equal(4, files.Output.Count);
        Assert.All(
            files.Output,
            file => Assert.StartsWith(Folder + Path.DirectorySeparatorChar, (string)file.Properties["PSPath"].Value, StringComparison.Ordinal)
        );
        Assert.Equal(4, Directory.GetFiles(Folder, "rows.csv", SearchOption.AllDirectories).Length);
        Assert.Empty(Directory.GetDirectories(_root.FullName).Except([Folder]));
        var row = Assert.IsType<PSObject>(_shell.Run("$args[0] | Import-Csv", files.Output[0]).Output[0]);
        Assert.Equal(["MdeConnection", "MdeQuery", "ReportId"], row.Properties.Select(property => property.Name));

        // One tenant alone, later: its files are the same, with the same columns.
        File.Delete((string)files.Output.First(file => (string)file.Properties["Connection"].Value == "Contoso").Properties["FullName"].Value);
        var resumed = Run($"{several} | Invoke-MdeHuntingQuery -OutputPath $args[0] -Resume").ThrowIfFailed();
        Assert.Equal([true, false], resumed.Output.Select(file => (bool)file.Properties["WasThere"].Value).OrderDescending());
        Assert.Equal(
            files.Output.Where(file => (string)file.Properties["Connection"].Value == "Contoso").Select(file => $"{file.Properties["Sha256"].Value}").Order(),
            resumed.Output.Select(file => $"{file.Properties["Sha256"].Value}").Order()
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Timespan 300d")]
    public void Now_is_the_moment_of_the_first_run_also_where_nothing_is_split(string time)
    {
        var command = $"Invoke-MdeHuntingQuery 'DeviceProcessEvents | where Timestamp > ago(200d) and Timestamp < now() | take 5' -OutputPath $args[0] {time}";
        var file = (string)Assert.Single(Run(command).Output).Properties["FullName"].Value;
        var first = _lab.Requests[^1].Query;
        File.Delete(file);

        Run($"{command} -Resume");

        Assert.Equal(first, _lab.Requests[^1].Query);
        Assert.DoesNotContain("ago(", first, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_connections_of_one_tenant_are_two_and_go_on_as_two()
    {
        tenants.Lab.Connect("-Name Twin -Limit @{ rowLimit = 500 }").ThrowIfFailed();
        try
        {
            for (var run = 0; run < 8; run++)
            {
                var folder = $"{Folder}{run}";
                var command =
                    $"Invoke-MdeHuntingQuery '{Query}' {Month} -Split 10d -Connection Contoso, Twin -OutputPath $args[0] -ErrorAction SilentlyContinue";
                string[] Files(string more) =>
                    [.. _shell.Run(command + more, folder).Output.Select(file => (string)file.Properties["FullName"].Value).Order(StringComparer.Ordinal)];
                var files = Files(string.Empty);
                Assert.Equal(files.Distinct(), files);
                Assert.Equal(files.Length, 2 * files.Count(file => file.Contains("Twin", StringComparison.Ordinal)));
                var gone = files.First(file => file.Contains(run % 2 == 0 ? "Twin" : "Contoso", StringComparison.Ordinal));
                File.Delete(gone);

                Assert.Equal(files, Files(" -Resume"));
                Assert.True(File.Exists(gone));
            }
        }
        finally
        {
            _shell.Run("Disconnect-MdeTenant -Connection Twin");
        }
    }

    [Fact]
    public void WhatIf_does_not_touch_the_folder()
    {
        Assert.Empty(Run($"Invoke-MdeHuntingQuery '{Query}' {Month} -Split 10d -OutputPath $args[0] -WhatIf").ThrowIfFailed().Output);

        Assert.False(Directory.Exists(Folder));
        Assert.Equal(0, Asked());
    }

    [Theory]
    [InlineData("-OutputPath $args[0] -AsResult", "ArgumentConflict")]
    [InlineData("-Resume", "ArgumentConflict")]
    [InlineData("-OutputFormat Csv", "ArgumentConflict")]
    [InlineData("-OutputPath env:HOME", "OutputPathNotValid")]
    [InlineData("-OutputPath nowhere:/x", "OutputPathNotValid")]
    [InlineData("-OutputPath $args[0] -Resume", "OutputFolderNotFound")]
    public void What_cannot_be_is_told_before_anything_is_asked(string parameters, string errorId)
    {
        Assert.Equal(errorId, Run($"Invoke-MdeHuntingQuery '{Query}' {parameters}").ErrorId);
        Assert.Equal(0, Asked());
    }

    [Theory]
    [InlineData("./odd [name] $x")]
    [InlineData("temp:/{0}")]
    [InlineData("a/b/c")]
    public void A_path_is_one_of_PowerShells_and_is_taken_as_it_is(string given)
    {
        var path = string.Format(System.Globalization.CultureInfo.InvariantCulture, given, Path.GetRandomFileName());

        var file = Run(
                $"Push-Location -LiteralPath '{_root.FullName}'; try {{ Invoke-MdeHuntingQuery '{Query} | take 1' -OutputPath '{path}' }} finally {{ Pop-Location }}"
            )
            .ThrowIfFailed();

        var full = (string)Assert.Single(file.Output).Properties["FullName"].Value;
        Assert.True(File.Exists(full), full);
        Assert.StartsWith(given.StartsWith("temp:", StringComparison.Ordinal) ? Path.GetTempPath() : _root.FullName, full, StringComparison.Ordinal);
        Assert.Single(_shell.Run("$args[0] | Import-Csv", file.Output[0]).ThrowIfFailed().Output);
        Directory.Delete(Path.GetDirectoryName(full)!, recursive: true);
    }

    [Fact]
    public async Task Ctrl_C_leaves_a_folder_that_goes_on()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        _lab.Faults.OnQuery(_ => Interlocked.Increment(ref count) == 2 && (asked.TrySetResult() || true), LabResponseFault.SilenceBeforeResponse());
        using (var shell = _shell.Prepare($"Invoke-MdeHuntingQuery '{Query}' -Connection Contoso {Month} -Split 5d -OutputPath $args[0]", Folder))
        {
            var running = shell.InvokeAsync();
            await asked.Task;
            await shell.StopAsync(null, null);
            await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
        }

        _lab.Faults.ClearQueryFaults();
        var journal = JournalLog.Read(new JournalFiles(), Path.Combine(Folder, JournalFolder.JournalName)).Lines;
        Assert.Equal("stopped", journal[^1].Text("event"));
        Assert.Single(Directory.GetFiles(Folder, "*.csv"));
        Assert.Empty(Directory.GetFiles(Folder, "*" + JournalFolder.UnfinishedSuffix));

        var before = Asked();
        Assert.Equal(6, Run($"Invoke-MdeHuntingQuery '{Query}' -OutputPath $args[0] -Resume").ThrowIfFailed().Output.Count);
        Assert.Equal(5, Asked() - before);
    }

    [Fact]
    public async Task A_process_that_is_killed_again_and_again_loses_and_doubles_no_row()
    {
        const string run = """
            $ProgressPreference = 'SilentlyContinue'
            Import-Module $args[0]
            $token = ConvertTo-SecureString $args[2] -AsPlainText -Force
            $null = Connect-MdeTenant -TenantId $args[1] -AccessToken $token -Environment $args[3] -Limit @{ rowLimit = 500 }
            $query, $path = $args[4], $args[5]
            $more = if (Test-Path $path) { @{ Resume = $true } } else { @{ Split = '12h'; StartTime = $args[6]; EndTime = $args[7] } }
            Invoke-MdeHuntingQuery $query -OutputPath $path -OutputFormat JsonLines @more | ForEach-Object { "written $($_.WasThere)" }
            """;
        var tenant = tenants.Lab.Options.Tenants[0];
        var token = _lab.CreateAccessToken(
            new TokenGrant(tenant, LabApplications.Hunting, tenant.Accounts[0], "https://graph.microsoft.com", ["ThreatHunting.Read.All"], [], []),
            TimeSpan.FromHours(1)
        );
        string[] arguments =
        [
            ModuleSetup.Manifest,
            TestLab.Contoso,
            token,
            tenants.Lab.EnvironmentFile,
            Query,
            Folder,
            TimeRange.Moment(TwoTenants.Start),
            TimeRange.Moment(TwoTenants.End),
        ];
        for (var time = 0; time < (Cases.AreAll ? 10 : 2); time++)
        {
            var left = 1 + (time % 3);
            try
            {
                await InstalledShell.KillAsync(run, arguments, line => line == "written False" && --left == 0);
            }
            catch (EndOfStreamException)
            {
                break;
            }

            FolderRun.AssertTrue(Folder);
        }

        var last = await InstalledShell.RunAsync(run, arguments);
        Assert.Equal((0, string.Empty), (last.ExitCode, last.Error));
        FolderRun.AssertTrue(Folder);
        var rows = FolderRun.Rows(Folder);
        Assert.Equal(Rows, rows.Length);
        Assert.Equal(Rows, rows.Distinct(StringComparer.Ordinal).Count());
    }

    private ShellResult Run(string script, string connection = "Contoso") =>
        _shell.Run(
            connection.Length == 0
                ? script
                : $"$PSDefaultParameterValues = @{{ '*:Connection' = '{connection}' }}; try {{ {script} }} finally {{ $PSDefaultParameterValues = @{{}} }}",
            Folder
        );

    private int Asked() => _lab.Requests.Skip(_before).Count(request => request.Query is not null && request.Status != LabRequest.NoResponse);

    public sealed class TwoTenants() : SkewedTenants(Rows, TimeShape.Uniform, "../Fab:rikam");
}
