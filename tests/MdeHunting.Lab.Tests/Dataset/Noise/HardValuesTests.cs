using System.Text.Json.Nodes;
using MdeHunting.Lab.Dataset.Noise;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.Dataset.Noise;

public class HardValuesTests(IntrusionTenant tenant) : IClassFixture<IntrusionTenant>
{
    [Fact]
    public void A_command_line_looks_like_a_formula_and_has_quotes_commas_and_line_ends()
    {
        var row = Assert.Single(tenant.Rows("DeviceProcessEvents").Where(row => row.Text("ProcessCommandLine") == HardValues.CommandLine).ToList());

        Assert.StartsWith("=", row.Text("ProcessCommandLine"), StringComparison.Ordinal);
        Assert.Contains("\r\n", row.Text("ProcessCommandLine"), StringComparison.Ordinal);
        Assert.Contains(',', row.Text("ProcessCommandLine"));
        Assert.Contains('"', row.Text("ProcessCommandLine"));
    }

    [Fact]
    public void A_command_line_is_longer_than_a_cell_of_a_spreadsheet() =>
        Assert.Contains(tenant.Rows("DeviceProcessEvents"), row => row.Text("ProcessCommandLine").Length == HardValues.LongCommandLength);

    [Theory]
    [InlineData("Jyväskylä 東京 🎉.csv")]
    [InlineData(HardValues.DecomposedName)]
    [InlineData(HardValues.TrickName)]
    [InlineData("=1+1.csv")]
    public void File_names_are_of_all_scripts(string name) => Assert.Contains(tenant.Rows("DeviceFileEvents"), row => row.Text("FileName") == name);

    [Fact]
    public void Numbers_are_large() =>
        Assert.Superset(
            new HashSet<long> { 5_368_709_120, 2_147_483_648, 2_415_919_104, 4_611_686_018_427_387_905 },
            tenant.Rows("DeviceFileEvents").Select(row => row["FileSize"]).OfType<long>().ToHashSet()
        );

    [Theory]
    [InlineData("DeviceNetworkEvents", "RemotePort")]
    [InlineData("DeviceNetworkEvents", "LocalPort")]
    [InlineData("DeviceFileEvents", "FileSize")]
    [InlineData("DeviceFileEvents", "IsAzureInfoProtectionApplied")]
    [InlineData("DeviceLogonEvents", "IsLocalAdmin")]
    [InlineData("DeviceLogonEvents", "LogonId")]
    [InlineData("DeviceInfo", "IsInternetFacing")]
    [InlineData("EmailEvents", "AttachmentCount")]
    [InlineData("EmailEvents", "BulkComplaintLevel")]
    [InlineData("IdentityLogonEvents", "AdditionalFields")]
    public void A_column_has_nulls_and_values(string table, string column)
    {
        Assert.Contains(tenant.Rows(table), row => row[column] is null);
        Assert.Contains(tenant.Rows(table), row => row[column] is not null);
    }

    [Fact]
    public void Dynamic_values_are_nested_and_empty()
    {
        var extras = tenant.Rows("IdentityLogonEvents").Select(row => row["AdditionalFields"]).OfType<JsonNode>().ToList();

        Assert.Contains(extras, extra => extra is JsonObject { Count: 0 });
        Assert.Contains(extras, extra => extra is JsonArray);
        Assert.Contains(extras, extra => extra is JsonObject bag && bag["Nested"]?["Flag"]?.GetValue<bool>() == true);
    }

    [Fact]
    public void A_subject_is_a_formula_and_a_number_is_beyond_a_double()
    {
        var mail = Assert.Single(tenant.Rows("EmailEvents").Where(row => row.Text("Subject") == HardValues.FormulaSubject).ToList());

        Assert.Equal(HardValues.BeyondDouble, mail["EmailClusterId"]);
        Assert.NotEqual(HardValues.BeyondDouble, (long)(double)HardValues.BeyondDouble);
    }

    [Fact]
    public void Times_have_no_fraction_or_a_single_tick()
    {
        Assert.Contains(tenant.Rows("DeviceLogonEvents"), row => row.Time().TimeOfDay == TimeSpan.Zero);
        Assert.Contains(tenant.Rows("DeviceProcessEvents"), row => row.Time().Ticks % TimeSpan.TicksPerSecond == 1);
    }
}
