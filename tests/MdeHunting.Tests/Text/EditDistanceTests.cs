using MdeHunting.Tables;
using MdeHunting.Text;
using Xunit;

namespace MdeHunting.Tests.Text;

public class EditDistanceTests
{
    private static readonly string[] Tables = [.. TableCatalog.Bundled.All.Select(table => table.Name)];

    [Theory]
    [InlineData("DeviceProcesEvents", "DeviceProcessEvents")]
    [InlineData("DeviceProcessEvent", "DeviceProcessEvents")]
    [InlineData("DeviceProcessEvetns", "DeviceProcessEvents")]
    [InlineData("DeviceProcessesEvents", "DeviceProcessEvents")]
    [InlineData("emailEvents", "EmailEvents")]
    [InlineData("EmailEvent", "EmailEvents")]
    [InlineData("ALERTINFO", "AlertInfo")]
    public void A_slip_of_the_fingers_is_understood(string typed, string meant) => Assert.Equal(meant, EditDistance.Find(typed, Tables)[0]);

    [Theory]
    [InlineData("DeviceLogon", "DeviceLogonEvents")]
    [InlineData("devicelogon", "DeviceLogonEvents")]
    [InlineData("UrlClick", "UrlClickEvents")]
    [InlineData("DeviceTvmSoftwareEvidence", "DeviceTvmSoftwareEvidenceBeta")]
    [InlineData("ProcessEvents", "DeviceProcessEvents")]
    public void A_part_of_a_name_is_understood(string typed, string meant) => Assert.Contains(meant, EditDistance.Find(typed, Tables));

    [Fact]
    public void A_part_of_many_names_tells_none() => Assert.Empty(EditDistance.Find("Device", Tables));

    [Fact]
    public void The_right_name_in_another_case_is_the_only_answer() => Assert.Equal(["DeviceEvents"], EditDistance.Find("deviceevents", Tables));

    [Theory]
    [InlineData("Sysmon")]
    [InlineData("X")]
    [InlineData("")]
    [InlineData("SecurityEvent2")]
    public void What_is_far_from_every_name_gets_no_advice(string typed) => Assert.Empty(EditDistance.Find(typed, Tables));

    [Fact]
    public void There_are_three_at_the_most_and_the_nearest_is_first()
    {
        var found = EditDistance.Find("FileName1", ["FileName2", "FileName", "FileNameX", "FileName3", "Other"]);

        Assert.Equal(3, found.Count);
        Assert.Equal("FileName", found[0]);
        Assert.Equal("Did you mean 'A', 'B' or 'C'?", EditDistance.Ask(["A", "B", "C"]));
        Assert.Null(EditDistance.Ask([]));
    }
}
