using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Kql;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.Dataset;

public sealed class SkewedTenantDataTests
{
    private const int Rows = 5_000;
    private static readonly DateTime Now = new DateTime(2026, 11, 25, 13, 37, 21, DateTimeKind.Utc).AddTicks(7);
    private static readonly string[] Timed = ["DeviceProcessEvents", "DeviceNetworkEvents", "IdentityInfo"];

    public static TheoryData<TimeShape> Shapes => [.. Enum.GetValues<TimeShape>()];

    [Theory, MemberData(nameof(Shapes))]
    public void Its_rows_are_sound_in_every_shape(TimeShape shape)
    {
        var database = SkewedTenantData.Create(1, Now, Rows, shape);
        Soundness.CellsFitTheirColumns(database);
        Soundness.AddressesAreOnlyOfDocumentationAndPrivateRanges(database);
        Assert.All(database.Tables, table => Assert.Equal(HuntingTables.All[table.Key], table.Value.Columns));
        Assert.All(database.Tables.Values, table => Assert.Equal(Rows, table.Rows.Count));
        foreach (var table in Timed)
        {
            var times = Times(database, table);
            Assert.Equal(times.Order(), times);
            Assert.InRange(times[0], Now - SkewedTenantData.Span, Now);
            Assert.InRange(times[^1], Now - SkewedTenantData.Span, Now);
        }
    }

    [Fact]
    public void No_two_rows_are_alike()
    {
        var database = SkewedTenantData.Create(1, Now, Rows, TimeShape.OneTick);
        foreach (var table in Timed)
        {
            Assert.Equal(Rows, TableRow.Of(database, table).Select(row => row["ReportId"]).Distinct().Count());
        }

        Assert.Equal(Rows, TableRow.Of(database, "DeviceTvmSoftwareInventory").Select(row => row["SoftwareVersion"]).Distinct().Count());
    }

    [Fact]
    public void Rows_differ_in_some_columns()
    {
        var database = SkewedTenantData.Create(1, Now, Rows, TimeShape.Uniform);
        Assert.Equal(16, TableRow.Of(database, "DeviceProcessEvents").Select(row => row.Text("DeviceName")).Distinct().Count());
        Assert.Equal(
            49,
            TableRow.Of(database, "DeviceProcessEvents").Select(row => (row.Text("FileName"), row.Text("InitiatingProcessFileName"))).Distinct().Count()
        );
        Assert.Equal(3, TableRow.Of(database, "DeviceNetworkEvents").Select(row => row.Text("ActionType")).Distinct().Count());
    }

    [Theory, MemberData(nameof(Shapes))]
    public void The_same_seed_gives_the_same_rows_and_another_gives_others(TimeShape shape)
    {
        var once = SkewedTenantData.Create(1, Now, 50, shape);
        var again = SkewedTenantData.Create(1, Now, 50, shape);
        var other = SkewedTenantData.Create(2, Now, 50, shape);
        Assert.All(once.Tables, table => Assert.Equal(table.Value.Rows, again.Tables[table.Key].Rows));
        Assert.All(Timed, table => Assert.NotEqual(Times(once, table), Times(other, table)));
    }

    [Fact]
    public void Shapes_are_what_they_say()
    {
        Assert.True(Densest(TimeShape.Uniform, TimeSpan.FromHours(1)) < Rows / 100);
        Assert.InRange(Densest(TimeShape.OneBurst, TimeSpan.FromHours(1)), Rows * 85 / 100, Rows * 95 / 100);
        Assert.InRange(Densest(TimeShape.ManyBursts, TimeSpan.FromMinutes(5)), Rows / 20, Rows / 3);
        Assert.Equal(Rows, Densest(TimeShape.OneMinute, TimeSpan.FromMinutes(1)));
        Assert.True(Densest(TimeShape.OneMinute, TimeSpan.FromSeconds(1)) < Rows / 20);
        Assert.Equal(Rows, Densest(TimeShape.OneTick, TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void Rows_are_at_the_very_moments_that_a_test_gives()
    {
        DateTime[] moments = [Now, Now.AddDays(-400), Now.AddDays(-30), Now.AddTicks(1)];
        var database = SkewedTenantData.Create(Now, moments);
        Assert.All(Timed, table => Assert.Equal(moments, Times(database, table)));
        Assert.Equal(4, database.Tables["DeviceTvmSoftwareInventory"].Rows.Count);
    }

    [Fact]
    public void A_row_that_is_not_there_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SkewedTenantData.Create(Now, [Now]).Tables["IdentityInfo"].Rows[1]);

    [Fact]
    public void A_moment_that_is_not_in_UTC_is_refused() =>
        Assert.Throws<ArgumentException>(() => SkewedTenantData.Create(Now, [new DateTime(2026, 11, 25, 12, 0, 0, DateTimeKind.Local)]));

    private static DateTime[] Times(KqlDatabase database, string table) => [.. TableRow.Of(database, table).Select(row => row.Time())];

    /// <summary>How many rows the fullest window of that length has.</summary>
    private static int Densest(TimeShape shape, TimeSpan length)
    {
        var times = Times(SkewedTenantData.Create(3, Now, Rows, shape), "DeviceProcessEvents");
        var (most, first) = (0, 0);
        for (var last = 0; last < times.Length; last++)
        {
            while (times[last] - times[first] >= length)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }
        return most;
    }
}
