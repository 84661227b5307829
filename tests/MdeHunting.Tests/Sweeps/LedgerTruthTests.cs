using MdeHunting.Lab.Dataset.Planted;
using Xunit;

namespace MdeHunting.Tests.Sweeps;

/// <summary>What a reader takes from a ledger is so: of what was left out, of time that isn't retained, and of what was found only in part.</summary>
public sealed class LedgerTruthTests(FindIndicatorTests.Intruded intruded) : IClassFixture<FindIndicatorTests.Intruded>
{
    private const string Sweep = "Find-MdeIndicator -Connection Contoso -WarningAction SilentlyContinue";

    [Fact]
    public void NotFound_with_Table_names_the_tables_that_it_leaves_out()
    {
        var entry = Assert.Single(Ledger($"'nowhere.example' | {Sweep} -Table DeviceNetworkEvents"));

        Assert.Equal(("NotFound", true), (entry.Status, entry.IsComplete));
        Assert.Contains(entry.NotSearched, gap => gap.Table == "DeviceEvents" && gap.Reason.Contains("-Table", StringComparison.Ordinal));
        Assert.Contains("-Table doesn't include ", entry.Reason, StringComparison.Ordinal);
        Assert.Single(Output("Get-MdeIndicatorLedger | Where-Object NotSearched"));
    }

    [Fact]
    public void Where_all_tables_are_searched_nothing_is_left()
    {
        var entry = Assert.Single(Ledger($"'nowhere.example' | {Sweep}"));

        Assert.Empty(entry.NotSearched);
        Assert.Equal("Not compared with it: ProcessCommandLine, InitiatingProcessCommandLine, RegistryValueData, and 2 more.", entry.Reason);
    }

    [Theory]
    [InlineData("nowhere.ps1", "FileName", true)]
    [InlineData(@"C:\nowhere\nowhere.ps1", "FilePath", true)]
    [InlineData("https://nowhere.example/a", "Url", true)]
    [InlineData("203.0.114.9", "IPv4", true)]
    [InlineData("nobody@nowhere.example", "MailAddress", false)]
    [InlineData("nowhere at all", "CommandLine", false)]
    public void The_columns_of_longer_texts_that_are_not_compared_are_named(string value, string type, bool isTold)
    {
        var entry = Assert.Single(Ledger($"'{value}' | ConvertTo-MdeIndicator -Type {type} | {Sweep}"));

        Assert.Equal(("NotFound", isTold), (entry.Status, entry.NotCompared.Contains("ProcessCommandLine")));
        Assert.Equal(isTold, entry.Reason is not null);
    }

    [Theory]
    [InlineData("54d88612fea8a8f36de82e1278abb02e", "DeviceFileEvents", "MD5", "SHA-1")]
    [InlineData("b7e02c9d514f83a6e90d17c2485fb36a0d9e71c6", "DeviceFileEvents", "SHA-1", "SHA-256")]
    public void A_hash_is_not_complete_where_rows_have_another_hash_of_a_file_alone(string hash, string table, string name, string other)
    {
        var entry = Assert.Single(Ledger($"'{hash}' | {Sweep} -Table {table}"));

        Assert.Equal(("Partial", false), (entry.Status, entry.IsComplete));
        Assert.StartsWith(
            $"{table}: Not all rows could be compared: some have another hash of a file, but not its {name}. Also search for its {other}.",
            entry.Reason,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("54d88612fea8a8f36de82e1278abb02e")]
    [InlineData("b7e02c9d514f83a6e90d17c2485fb36a0d9e71c6")]
    public void A_hash_that_all_rows_have_is_complete(string hash)
    {
        var entry = Assert.Single(Ledger($"'{hash}' | {Sweep} -Table DeviceNetworkEvents"));

        Assert.Equal(("NotFound", true), (entry.Status, entry.IsComplete));
    }

    [Fact]
    public void A_domain_is_looked_for_in_responses_of_DNS_where_there_are_some()
    {
        var entry = Assert.Single(Ledger($"'nowhere.example' | {Sweep}"));

        Assert.Contains("DeviceEvents", entry.Tables);
        Assert.DoesNotContain("DeviceProcessEvents", entry.Tables);
    }

    [Fact]
    public void A_time_that_is_not_retained_is_not_searched()
    {
        var before = intruded.Lab.Lab.State.Requests.Count;
        var entry = Assert.Single(Ledger($"'nowhere.example' | {Sweep} -StartTime {Ago(60)} -EndTime {Ago(40)}"));

        Assert.Equal(("NotSearched", false), (entry.Status, entry.IsComplete));
        Assert.Empty(entry.Tables);
        Assert.EndsWith("tables: The time range ends before the 30 days that the service retains.", entry.Reason, StringComparison.Ordinal);
        Assert.Equal(before, intruded.Lab.Lab.State.Requests.Count);
    }

    [Fact]
    public void No_query_of_a_time_that_is_not_retained_is_planned_or_widened()
    {
        Assert.Empty(Output($"'{PlantedIndicator.LoaderSha256}' | {Sweep} -Widen -StartTime {Ago(60)} -EndTime {Ago(40)} -PlanOnly"));
        var before = intruded.Lab.Lab.State.Requests.Count;
        Ledger($"'{PlantedIndicator.LoaderSha256}' | {Sweep} -Widen -StartTime {Ago(60)} -EndTime {Ago(40)}");

        Assert.Equal(before, intruded.Lab.Lab.State.Requests.Count);
    }

    [Fact]
    public void A_table_without_a_time_is_searched_whatever_the_time_range_is()
    {
        var entry = Assert.Single(
            Ledger($"'{new string('a', 40)}' | ConvertTo-MdeIndicator -Type CertificateThumbprint | {Sweep} -StartTime {Ago(60)} -EndTime {Ago(40)}")
        );

        Assert.Contains("DeviceTvmCertificateInfo", entry.Tables);
    }

    [Theory]
    [InlineData(60, 40, "ends")]
    [InlineData(60, 0, "starts")]
    public void One_warning_tells_what_is_not_retained_with_its_dates(int from, int to, string what)
    {
        var now = DateTimeOffset.UtcNow;
        var run = intruded.Lab.Shell.Run(
            $"'nowhere.example', '{PlantedIndicator.ToolSha1}' | Find-MdeIndicator -Connection Contoso, Seed -StartTime {Ago(from)} -EndTime {Ago(to)}"
        );

        var warning = Assert.Single(run.ThrowIfFailed().Warnings);
        Assert.StartsWith($"The time range {what} at ", warning, StringComparison.Ordinal);
        Assert.Contains($"{now.AddDays(what == "ends" ? -to : -from):yyyy-MM-dd}", warning, StringComparison.Ordinal);
        Assert.Contains($"{now.AddDays(-30):yyyy-MM-dd}", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_into_a_folder_of_a_time_that_is_not_retained_is_complete_and_says_so_again()
    {
        var folder = Directory.CreateTempSubdirectory("mdehunting-past-");
        try
        {
            var sweep = $"{Sweep} -OutputPath '{folder.FullName}'";
            var first = Assert.Single(Ledger($"'nowhere.example' | {sweep} -StartTime {Ago(60)} -EndTime {Ago(40)}"));
            var again = Assert.Single(Ledger($"'nowhere.example' | {sweep} -Resume"));

            Assert.Equal(("NotSearched", first.Reason), (again.Status, again.Reason));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_name_that_is_no_table_is_an_error_that_suggests_one_and_the_ledger_says_so()
    {
        var alone = intruded.Lab.Shell.Run($"'nowhere.example' | {Sweep} -Table DeviceNetworkEvent");
        var entry = Assert.Single(Entries());

        Assert.StartsWith("TableNotFound,", alone.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("no table 'DeviceNetworkEvent'", alone.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("DeviceNetworkEvents", alone.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal("NotSearched", entry.Status);
        Assert.StartsWith("The tenant of Contoso has no table 'DeviceNetworkEvent'.", entry.Reason, StringComparison.Ordinal);

        var mixed = intruded.Lab.Shell.Run($"'nowhere.example' | {Sweep} -Table NoSuch, DeviceEvents");
        entry = Assert.Single(Entries());

        Assert.StartsWith("TableNotFound,", Assert.Single(mixed.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(("NotFound", "DeviceEvents"), (entry.Status, Assert.Single(entry.Tables)));
        Assert.Contains("no table 'NoSuch'", entry.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_can_hold_no_indicator_is_named()
    {
        var run = intruded.Lab.Shell.Run($"'nowhere.example' | {Sweep} -Table DeviceTvmSoftwareInventory");

        Assert.StartsWith("ArgumentConflict,", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("DeviceTvmSoftwareInventory", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal("NotSearched", Assert.Single(Entries()).Status);
    }

    [Fact]
    public void Of_a_time_that_begins_before_what_is_retained_the_rest_was_searched()
    {
        var entry = Assert.Single(Ledger($"'nowhere.example' | {Sweep} -Timespan 60d"));

        Assert.Equal(("Partial", false), (entry.Status, entry.IsComplete));
        Assert.Contains("DeviceNetworkEvents", entry.Tables);
        Assert.Equal(30, (entry.EndTime!.Value - entry.StartTime!.Value).TotalDays, tolerance: 0.1);
        Assert.Contains(entry.NotSearched, gap => gap.Table == "DeviceNetworkEvents");
    }

    [Fact]
    public void One_indicator_in_upper_and_lower_case_is_one()
    {
        var entry = Assert.Single(Ledger($"'kumpulasvc', 'KumpulaSvc', 'KUMPULASVC' | ConvertTo-MdeIndicator -Type AccountName | {Sweep}"));

        Assert.Equal("Found", entry.Status);
    }

    [Fact]
    public void URLs_that_differ_in_the_case_of_their_paths_are_two() =>
        Assert.Equal(2, Ledger($"'http://nowhere.example/a', 'http://nowhere.example/A' | {Sweep} -Table UrlClickEvents").Count);

    [Fact]
    public void A_URL_on_an_address_is_looked_for_in_columns_of_addresses()
    {
        var hits = Output($"'http://{PlantedIndicator.Address}/nowhere' | ConvertTo-MdeIndicator -IncludeNoise | {Sweep}")
            .Select(hit => (MdeIndicatorHit)hit.BaseObject)
            .ToList();

        Assert.Contains(hits, hit => hit is { Column: "RemoteIP", Value: PlantedIndicator.Address });
        Assert.All(hits, hit => Assert.Equal("SameHost", hit.Grade));
        Assert.Equal("SameHost", Output("(Get-MdeIndicatorLedger).Grade")[0].BaseObject);
        Assert.Contains("SameHost", string.Concat(Output("Get-MdeIndicatorLedger | Out-String -Width 200")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/r/agent.bin", "Exact")]
    [InlineData("/r/agent", "SameHost")]
    [InlineData("/r", "UrlPrefix")]
    [InlineData("/r/", "UrlPrefix")]
    [InlineData("/R/AGENT.BIN", "UrlPrefix")]
    public void A_URL_is_a_beginning_of_another_only_with_whole_parts(string path, string grade)
    {
        var host = PlantedIndicator.Url.Substring(0, PlantedIndicator.Url.IndexOf("/r/", StringComparison.Ordinal));
        Ledger($"'{host}{path}' | {Sweep}");

        Assert.Equal(grade, Output("(Get-MdeIndicatorLedger).Grade")[0].BaseObject);
    }

    private static string Ago(int days) => $"([datetime]::UtcNow.AddDays(-{days}))";

    private List<MdeIndicatorLedgerEntry> Ledger(string sweep)
    {
        Output(sweep);
        return Entries();
    }

    private List<MdeIndicatorLedgerEntry> Entries() => [.. Output("Get-MdeIndicatorLedger").Select(entry => (MdeIndicatorLedgerEntry)entry.BaseObject)];

    private IReadOnlyList<System.Management.Automation.PSObject> Output(string script) => intruded.Lab.Shell.Run(script).ThrowIfFailed().Output;
}
