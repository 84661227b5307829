using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Kql;
using MdeHunting.Lab.Settings;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.HuntingApi;

public sealed class RetentionTests
{
    private static readonly DateTime Now = new(2026, 11, 23, 21, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Oldest = Now.AddDays(-30);

    public static TheoryData<string> Services => ["Graph", "Endpoint", "Xdr"];

    [Theory, MemberData(nameof(Services))]
    public async Task Rows_older_than_thirty_days_are_not_there_to_the_tick(string service)
    {
        await using var lab = await Start(Now.AddDays(-60), Oldest.AddTicks(-1), Oldest, Oldest.AddTicks(1), Now);
        var response = await lab.HuntAsync(service, "CallActivityEvents");
        Assert.Equal(["row 2", "row 3", "row 4"], Rows(response));
    }

    [Theory]
    [InlineData("Graph", 3)]
    [InlineData("Endpoint", 4)]
    [InlineData("Xdr", 4)]
    public async Task A_tenant_that_keeps_more_shows_it_but_for_Graphs_own_default(string service, int rows)
    {
        await using var lab = await Start(
            options => options with { Retention = TimeSpan.FromDays(45) },
            Now.AddDays(-46),
            Now.AddDays(-40),
            Oldest,
            Now.AddDays(-1),
            Now
        );
        Assert.Equal(rows, Rows(await lab.HuntAsync(service, "CallActivityEvents")).Count);
    }

    [Fact]
    public async Task Graph_reaches_what_is_kept_with_a_window_of_its_own_and_no_further()
    {
        await using var lab = await Start(
            options => options with { Retention = TimeSpan.FromDays(45) },
            Now.AddDays(-46),
            Now.AddDays(-40),
            Oldest,
            Now.AddDays(-1),
            Now
        );
        Assert.Equal(["row 1", "row 2", "row 3", "row 4"], Rows(await lab.HuntAsync("Graph", "CallActivityEvents", timespan: "P90D")));
    }

    [Fact]
    public async Task All_can_be_kept()
    {
        await using var lab = await Start(options => options with { Retention = TimeSpan.MaxValue }, DateTime.MinValue.AddYears(100), Now);
        Assert.Equal(2, Rows(await lab.HuntAsync("Xdr", "CallActivityEvents")).Count);
    }

    [Theory]
    [InlineData("2026-11-20T00:00:00Z/2026-11-21T00:00:00Z", "row 1,row 2,row 3")]
    [InlineData("2026-11-20T00:00:00.0000001Z/2026-11-20T23:59:59.9999999Z", "row 2")]
    [InlineData("2026-11-20T12:00:00Z/2026-11-20T12:00:00Z", "row 2")]
    [InlineData("2026-11-21T00:00:00.0000002Z/2026-11-22T00:00:00Z", "")]
    [InlineData("2026-01-01T00:00:00Z/9999-12-31T23:59:59.9999999Z", "row 0,row 1,row 2,row 3,row 4")]
    public async Task A_window_holds_the_rows_at_its_ends_whatever_their_order(string timespan, string rows)
    {
        DateTime[] moments =
        [
            new DateTime(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc).AddTicks(-1),
            new(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc),
            new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc),
            new(2026, 11, 21, 0, 0, 0, DateTimeKind.Utc),
            new DateTime(2026, 11, 21, 0, 0, 0, DateTimeKind.Utc).AddTicks(1),
        ];
        await using var lab = await Start(moments);
        Assert.Equal(rows, string.Join(',', Rows(await lab.HuntAsync("Graph", "CallActivityEvents", timespan: timespan))));
        var turned = Rows(await lab.HuntAsync("Graph", "Turned", timespan: timespan));
        Assert.Equal(rows, string.Join(',', turned.Reverse()));
    }

    [Fact]
    public async Task Rows_of_one_tick_are_in_a_window_together()
    {
        await using var lab = await Start([.. Enumerable.Repeat(Oldest, 50)]);
        Assert.Equal(50, Rows(await lab.HuntAsync("Graph", "CallActivityEvents")).Count);
        Assert.Empty(Rows(await lab.HuntAsync("Graph", "CallActivityEvents", timespan: "P29D")));
    }

    [Theory]
    [InlineData("CallActivityEvents", "ActivityTimestamp")]
    [InlineData("UrlClickEvents", "Timestamp")]
    [InlineData("GraphAPIAuditEvents", "Timestamp")]
    [InlineData("DeviceTvmSecureConfigurationAssessment", "Timestamp")]
    [InlineData("DeviceTvmSoftwareVulnerabilitiesKB", null)]
    [InlineData("DeviceTvmSoftwareInventory", null)]
    [InlineData("ExposureGraphNodes", null)]
    public void A_table_is_of_its_own_time(string table, string? column)
    {
        var columns = HuntingTables.All[table];
        var place = HuntingTables.TimeColumnOf(columns);
        Assert.Equal(column, place < 0 ? null : columns[place].Name);
    }

    private static Task<TestLab> Start(params DateTime[] moments) => Start(options => options, moments);

    private static Task<TestLab> Start(Func<LabOptions, LabOptions> change, params DateTime[] moments)
    {
        object?[][] rows = [.. moments.Select((moment, index) => new object?[] { moment, $"row {index}" })];
        var table = new KqlTable("CallActivityEvents", [new("ActivityTimestamp", KqlType.DateTime), new("CallId", KqlType.String)], rows);
        var turned = table with { Name = "Turned", Rows = [.. rows.Reverse()] };
        var database = new KqlDatabase(new Dictionary<string, KqlTable> { [table.Name] = table, [turned.Name] = turned }, Now);
        return TestLab.StartAsync(options => change(options with { Tenants = [TestLab.Tenants[0], LabTenants.Contoso(_ => database)] }));
    }

    private static IReadOnlyList<string> Rows(ReadResponse response) =>
        [.. (response.Json["results"] ?? response.Json["Results"])!.AsArray().Select(row => (string)row!["CallId"]!)];
}
