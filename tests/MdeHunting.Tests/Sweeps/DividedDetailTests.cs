using System.Management.Automation;
using MdeHunting.Lab.Settings;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Sweeps;

/// <summary>Find-MdeIndicator -Detailed where an indicator is in more rows than one response of the service holds.</summary>
public sealed class DividedDetailTests(DividedDetailTests.Narrow narrow) : IClassFixture<DividedDetailTests.Narrow>, IDisposable
{
    private const int Limit = 40;
    private const string Sought = "'powershell.exe' | ConvertTo-MdeIndicator -Type FileName | Find-MdeIndicator -Table DeviceProcessEvents -Detailed";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mdehunting-divided-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Each_hit_has_all_its_rows()
    {
        var hits = narrow.Lab.Shell.Run(Sought).ThrowIfFailed().Output.Select(hit => (MdeIndicatorHit)hit.BaseObject).ToList();

        Assert.True(hits.Sum(hit => hit.Count) > Limit, $"{hits.Sum(hit => hit.Count)} rows");
        Assert.All(hits, hit => Assert.Equal(hit.Count, hit.Rows.Count));
        Assert.All(hits, hit => Assert.Equal(hit.Rows.Count, hit.Rows.Select(Key).Distinct(StringComparer.Ordinal).Count()));
    }

    [Fact]
    public void A_file_has_all_the_rows_of_its_hits_and_is_complete()
    {
        var folder = Path.Combine(_folder.FullName, "sweep");
        var run = narrow.Lab.Shell.Run($"{Sought} -OutputPath '{folder}'").ThrowIfFailed();
        var file = run.Output.Select(one => (MdeOutputFile)one.BaseObject).Single(one => one.FullName.Contains("rows", StringComparison.Ordinal));
        var again = narrow.Lab.Shell.Run($"{Sought} -OutputPath '{folder}' -Resume").ThrowIfFailed();

        Assert.True(file.RowCount > Limit);
        Assert.Equal(
            file.RowCount,
            narrow.Lab.Shell.Run("@(Import-Csv -LiteralPath $args[0]).Count", file.FullName).ThrowIfFailed().Output[0].BaseObject is int rows ? rows : 0
        );
        Assert.Contains("is complete", Assert.Single(again.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_no_response_can_hold_are_one_error_and_the_ledger_says_that_they_are_missing()
    {
        await using var lab = new LabShell { Options = new LabOptions { ByteLimit = 4700 } };
        await lab.InitializeAsync();
        lab.Connect().ThrowIfFailed();

        var run = lab.Shell.Run(Sought);
        var entry = Assert.Single(lab.Shell.Run("Get-MdeIndicatorLedger").ThrowIfFailed().Output.Select(one => (MdeIndicatorLedgerEntry)one.BaseObject));

        Assert.Equal(("Found", false), (entry.Status, entry.IsComplete));
        Assert.All(run.Output.Select(hit => (MdeIndicatorHit)hit.BaseObject), hit => Assert.Equal(hit.Rows.Count == hit.Count, hit.IsComplete));
        Assert.StartsWith("WindowIncomplete,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Rows of hits are missing from DeviceProcessEvents: ", entry.Reason, StringComparison.Ordinal);
        Assert.True(lab.Lab.State.Requests.Count < 400, $"{lab.Lab.State.Requests.Count} requests");
    }

    // Of one device in a time.
    private static string Key(PSObject row) => $"{row.Properties["DeviceId"].Value} {row.Properties["ReportId"].Value} {row.Properties["Timestamp"].Value:O}";

    /// <summary>A tenant whose responses hold few rows.</summary>
    public sealed class Narrow : IAsyncLifetime
    {
        internal LabShell Lab { get; } = new() { Options = new LabOptions { RowLimit = Limit } };

        public async ValueTask InitializeAsync()
        {
            await Lab.InitializeAsync();
            Lab.Connect().ThrowIfFailed();
        }

        public ValueTask DisposeAsync() => Lab.DisposeAsync();
    }
}
