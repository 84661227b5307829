using MdeHunting.Tests.Commands;
using Xunit;

namespace MdeHunting.Tests.Evidence;

/// <summary>What is recorded of a query that is split, and read again.</summary>
public sealed class EvidenceSplitTests(HuntingCommandTests.TwoTenants tenants) : IClassFixture<HuntingCommandTests.TwoTenants>, IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-split-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Counts_that_planned_the_windows_are_recorded_and_are_no_rows_of_the_query()
    {
        var folder = Path.Combine(_root.FullName, "case");
        var rows = tenants
            .Lab.Shell.Run(
                $"Invoke-MdeHuntingQuery DeviceProcessEvents -Connection Contoso -StartTime {Time(HuntingCommandTests.TwoTenants.Start)} "
                    + $"-EndTime {Time(HuntingCommandTests.TwoTenants.End)} -Split Auto -EvidencePath $args[0] -SingleBag",
                folder
            )
            .ThrowIfFailed()
            .Output;

        var read = tenants.Lab.Shell.Run("Import-MdeEvidence $args[0]", folder).ThrowIfFailed().Output;

        Assert.Contains(
            Directory.GetFiles(folder, "meta.json", SearchOption.AllDirectories),
            file => File.ReadAllText(file).Contains("\"verdict\":\"Counted\"", StringComparison.Ordinal)
        );
        Assert.Equal(rows.Select(Id).Order(), read.Select(Id).Order());
        tenants
            .Lab.Shell.Run("Test-MdeEvidence $args[0]; Compare-MdeEvidence $args[0] | Where-Object { -not $_.IsSame } | ForEach-Object { throw $_ }", folder)
            .ThrowIfFailed();

        static string? Id(System.Management.Automation.PSObject row) => row.Properties["ReportId"]?.Value.ToString();
    }

    private static string Time(DateTime moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
