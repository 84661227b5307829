using System.Globalization;
using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Kql;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.Dataset;

public class SeedTenantDataTests
{
    private readonly KqlDatabase _database = SeedTenantData.Create();

    [Fact]
    public void The_last_two_processes_of_PowerShell_are_those_of_the_first_walk()
    {
        var last = TableRow
            .Of(_database, "DeviceProcessEvents")
            .Where(row => row.Text("InitiatingProcessFileName").Equals("powershell.exe", StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(row => row.Time())
            .Take(2)
            .Select(row => $"{row.Time().ToString("o", CultureInfo.InvariantCulture)} {row.Text("FileName")} {row.Text("InitiatingProcessFileName")}");

        Assert.Equal(["2022-03-07T21:34:30.1187436Z net.exe powershell.exe", "2022-03-07T21:34:29.3809980Z csc.exe powershell.exe"], last);
    }

    [Fact]
    public void Its_day_has_some_hundreds_of_processes_and_earlier_ones_of_PowerShell()
    {
        var starts = TableRow.Of(_database, "DeviceProcessEvents").ToList();

        Assert.InRange(starts.Count, 100, 600);
        Assert.True(starts.Count(row => row.Text("InitiatingProcessFileName") == "powershell.exe") > 10);
        Assert.All(starts, row => Assert.InRange(row.Time(), _database.Now.AddHours(-25), _database.Now));
    }

    [Fact]
    public void One_device_reports()
    {
        foreach (var table in new[] { "DeviceInfo", "DeviceProcessEvents", "DeviceNetworkEvents", "DeviceLogonEvents" })
        {
            Assert.Single(TableRow.Of(_database, table).Select(row => row.Text("DeviceName")).Distinct());
        }
    }

    [Fact]
    public void It_has_no_mail_to_hunt_in() => Assert.DoesNotContain("EmailEvents", _database.Tables.Keys);

    [Fact]
    public void Its_rows_are_sound()
    {
        Soundness.CellsFitTheirColumns(_database);
        Soundness.RowsAreInOrderAndWithin(_database, TimeSpan.FromDays(2));
        Soundness.AddressesAreOnlyOfDocumentationAndPrivateRanges(_database);
        Soundness.ReportsAreCountedPerDevice(_database);
        Soundness.InitiatorsStartedBeforeWhatTheyDid(_database);
        Soundness.AContentHasOneSetOfHashes(_database);
    }
}
