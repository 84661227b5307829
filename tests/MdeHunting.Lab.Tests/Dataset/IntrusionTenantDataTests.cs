using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Kql;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.Dataset;

public class IntrusionTenantDataTests(IntrusionTenant tenant) : IClassFixture<IntrusionTenant>
{
    [Fact]
    public void The_same_seed_and_now_give_the_same_rows()
    {
        var once = IntrusionTenantData.Create(IntrusionTenant.Seed, IntrusionTenant.Now, 2_000);
        var again = IntrusionTenantData.Create(IntrusionTenant.Seed, IntrusionTenant.Now, 2_000);

        Assert.Equal(Text(once), Text(again));
    }

    [Fact]
    public void Another_seed_gives_other_rows()
    {
        var one = IntrusionTenantData.Create(IntrusionTenant.Seed, IntrusionTenant.Now, 0);
        var other = IntrusionTenantData.Create(IntrusionTenant.Seed + 1, IntrusionTenant.Now, 0);

        Assert.NotEqual(Text(one), Text(other));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3_000)]
    [InlineData(10_000)]
    public void The_story_is_the_same_in_any_amount_of_noise(int rows)
    {
        var other = IntrusionTenantData.Create(IntrusionTenant.Seed, IntrusionTenant.Now, rows);

        Assert.Equal(Story(tenant.Database), Story(other));
    }

    [Fact]
    public void The_largest_table_has_as_many_rows_as_were_asked_for()
    {
        Assert.Equal(8_000, tenant.Database.Tables["DeviceNetworkEvents"].Rows.Count);
        Assert.Equal(8_000, tenant.Database.Tables.Values.Max(table => table.Rows.Count));

        var larger = IntrusionTenantData.Create(1, IntrusionTenant.Now, 12_001);
        Assert.Equal(12_001, larger.Tables["DeviceNetworkEvents"].Rows.Count);
        Assert.Equal(12_001, larger.Tables.Values.Max(table => table.Rows.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_fewest_rows_that_can_be_asked_for_still_make_the_largest_table(int seed)
    {
        for (var day = 0; day < 7; day++)
        {
            var database = IntrusionTenantData.Create(seed, IntrusionTenant.Now.AddDays(day), IntrusionTenantData.FewestRows);
            Assert.Equal(IntrusionTenantData.FewestRows, database.Tables["DeviceNetworkEvents"].Rows.Count);
            Assert.Equal(IntrusionTenantData.FewestRows, database.Tables.Values.Max(table => table.Rows.Count));
        }
    }

    [Fact]
    public void The_telling_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => IntrusionTenantData.Create(1, IntrusionTenant.Now, 4_000, stop.Token));
    }

    [Theory]
    [InlineData(2026, 11, 23)]
    [InlineData(2026, 11, 28)]
    [InlineData(2026, 11, 29)]
    [InlineData(2026, 3, 1)]
    [InlineData(2024, 2, 29)]
    public void It_is_sound_on_any_day_of_the_week(int year, int month, int day)
    {
        foreach (var hour in new[] { 0, 23 })
        {
            var database = IntrusionTenantData.Create(3, new DateTime(year, month, day, hour, 0, 0, DateTimeKind.Utc), 1_600);
            Soundness.RowsAreInOrderAndWithin(database, IntrusionTenantData.Span);
            Soundness.InitiatorsStartedBeforeWhatTheyDid(database);
        }
    }

    [Fact]
    public void A_moment_that_is_not_in_UTC_is_refused() =>
        Assert.Throws<ArgumentException>(() => IntrusionTenantData.Create(1, new DateTime(2026, 11, 25, 12, 0, 0, DateTimeKind.Local)));

    [Fact]
    public void Every_table_has_the_documented_columns()
    {
        Assert.All(tenant.Database.Tables, table => Assert.Equal(HuntingTables.All[table.Key], table.Value.Columns));
        Assert.Equal(69, HuntingTables.All["DeviceProcessEvents"].Count);
        Assert.Equal(new KqlColumn("AdditionalFields", KqlType.Dynamic), HuntingTables.All["IdentityLogonEvents"][^1]);
        Assert.Equal(
            new KqlColumn("ConfigurationImpact", KqlType.Real),
            HuntingTables.All["DeviceTvmSecureConfigurationAssessment"].Single(column => column.Type == KqlType.Real)
        );
    }

    [Fact]
    public void Cells_fit_their_columns() => Soundness.CellsFitTheirColumns(tenant.Database);

    [Fact]
    public void Rows_are_in_the_order_of_time_within_thirty_days() => Soundness.RowsAreInOrderAndWithin(tenant.Database, IntrusionTenantData.Span);

    [Fact]
    public void Addresses_are_only_of_documentation_and_private_ranges() => Soundness.AddressesAreOnlyOfDocumentationAndPrivateRanges(tenant.Database);

    [Fact]
    public void Reports_are_counted_per_device() => Soundness.ReportsAreCountedPerDevice(tenant.Database);

    [Fact]
    public void Initiators_started_before_what_they_did() => Soundness.InitiatorsStartedBeforeWhatTheyDid(tenant.Database);

    [Fact]
    public void A_content_has_one_set_of_hashes() => Soundness.AContentHasOneSetOfHashes(tenant.Database);

    [Fact]
    public void A_device_has_one_name()
    {
        var devices = tenant
            .Database.Tables.Values.Where(table =>
                table.Columns.Any(column => column.Name == "DeviceId") && table.Columns.Any(column => column.Name == "DeviceName")
            )
            .SelectMany(table => tenant.Rows(table.Name))
            .Select(row => (row.Text("DeviceId"), row.Text("DeviceName")))
            .Where(device => device.Item1.Length > 0)
            .Distinct()
            .ToList();

        Assert.Equal(16, devices.Count);
        Assert.Equal(16, devices.Select(device => device.Item1).Distinct().Count());
    }

    private static string Text(KqlDatabase database) =>
        string.Join(
            '\n',
            database
                .Tables.Values.OrderBy(table => table.Name, StringComparer.Ordinal)
                .SelectMany(table => table.Rows)
                .Select(row => string.Join('|', row.Select(Cell)))
        );

    private static string Cell(object? cell) => cell is DateTime time ? time.ToString("o") : $"{cell}";

    /// <summary>The processes that descend from the letter or carry its tools, without the numbers of their reports.</summary>
    private static IEnumerable<string> Story(KqlDatabase database)
    {
        string[] tools = ["onsync.exe", "svcupd.exe", "rclone.exe", "wlock.exe", "WINWORD.EXE"];
        var starts = TableRow
            .Of(database, "DeviceProcessEvents")
            .Where(row => tools.Contains(row.Text("InitiatingProcessFileName")) && row.Text("FileName") != "splwow64.exe")
            .Select(row => $"{row.Time():o} {row.Text("DeviceName")} {row["ProcessId"]} {row.Text("ProcessCommandLine")} {row.Text("SHA256")}");
        var calls = TableRow
            .Of(database, "DeviceNetworkEvents")
            .Where(row => tools.Contains(row.Text("InitiatingProcessFileName")) && row.Text("InitiatingProcessFileName") != "WINWORD.EXE")
            .Select(row => $"{row.Time():o} {row.Text("RemoteIP")} {row["InitiatingProcessId"]}");
        var alerts = TableRow.Of(database, "AlertEvidence").Select(row => $"{row.Time():o} {row.Text("AlertId")} {row.Text("EntityType")}");
        return starts.Concat(calls).Concat(alerts);
    }
}
