using MdeHunting.Kql.Time;
using MdeHunting.Running.Windows;
using Xunit;

namespace MdeHunting.Tests.Running.Windows;

/// <summary>What a query that is bounded in time tells, and what is said of one that cannot be.</summary>
public sealed class HuntingPlanTests
{
    private static readonly DateTime Now = new(2026, 11, 25, 13, 30, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(
        "let list = externaldata(a:string)['https://x.example/l.csv'];\nDeviceEvents | where a in (list)",
        "'externaldata' (line 1, column 12) isn't limited to the time range: it reads a file, which has no time."
    )]
    [InlineData(
        "DeviceFileEvents | where SHA1 != '' | invoke FileProfile(SHA1)",
        "'FileProfile' (line 1, column 46) isn't limited to the time range: it adds what is known about a file today, whatever the time of the rows."
    )]
    [InlineData(
        "union isfuzzy=true AlertInfo, SomeTable",
        "'SomeTable' (line 1, column 31) isn't limited to the time range: the time column of a table or function with that name isn't known."
    )]
    [InlineData(
        "AlertInfo | union isfuzzy=true (SomeTable | where a == 1)",
        "'SomeTable' (line 1, column 33) isn't limited to the time range: the time column of a table or function with that name isn't known."
    )]
    [InlineData(
        "DeviceEvents | where a in ((_GetWatchlist('x') | project a))",
        "'_GetWatchlist' (line 1, column 29) isn't limited to the time range: it reads a list that has no time."
    )]
    public void What_is_read_whole_is_noted(string query, string note)
    {
        var plan = Plan(query, Split.Off);

        Assert.Equal(note, Assert.Single(plan.Notes));
        Assert.Contains(" | where Timestamp >= datetime(", plan.Over(plan.Range), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DeviceFileEvents | invoke FileProfile(SHA1)", "'invoke'")]
    [InlineData("union DeviceEvents, (externaldata(a:string)['https://x.example'])", "'externaldata'")]
    public void What_is_read_whole_is_not_always_split(string query, string obstacle)
    {
        Assert.Empty(Plan(query, Split.Off).Query[query.Length..]);

        var refusal = Assert.Throws<HuntingException>(() => Plan(query, Split.Auto));
        Assert.Equal(HuntingFailure.QueryNotSplittable, refusal.Failure);
        Assert.Contains(obstacle, refusal.What);
    }

    [Theory]
    [InlineData("DeviceEvents | where lower(a) == 'x'", "KQL has no function of that name")]
    [InlineData("search 'x'", "it doesn't name its tables, so it reads all of them")]
    [InlineData("find in (DeviceEvents) where a == 1 project a, pack_all()", "its rows don't include Timestamp, and adding it")]
    [InlineData("['table']('DeviceEvents')", "a function that's called by a name in brackets isn't supported")]
    public void What_cannot_be_bounded_is_told_as_it_is(string query, string why)
    {
        var refusal = Assert.Throws<HuntingException>(() => Plan(query, Split.Off));

        Assert.Equal(HuntingFailure.QueryNotBounded, refusal.Failure);
        Assert.Contains(why, refusal.What);
    }

    [Theory]
    [InlineData(
        "search 'x'",
        "them: AgentsInfo, DeviceInfo, DeviceNetworkInfo, DeviceTvmInfoGathering, DeviceTvmSecureConfigurationAssessment, IdentityAccountInfo, IdentityInfo, OAuthAppInfo."
    )]
    [InlineData("find where a == 1 | join IdentityInfo on b", "AgentsInfo, DeviceInfo, ")]
    [InlineData("union DeviceN* | lookup IdentityInfo on a", "them: DeviceNetworkInfo, IdentityInfo.")]
    [InlineData("union DeviceE*", null)]
    [InlineData("search in (DeviceE*, IdentityI*) 'x'", "them: IdentityInfo.")]
    [InlineData("find in (DeviceEvents) where a == 1 project pack_all()", null)]
    [InlineData("union withsource=T DeviceEvents, (DeviceInfo | count)", "them: DeviceInfo.")]
    public void What_names_no_tables_is_bounded_by_Graph_and_says_so(string query, string? states)
    {
        var range = new TimeRange(Now.AddDays(-7), Now);
        var plan = HuntingPlan.Of(query, range, Split.Off, false, Now, takesTimespan: true);

        Assert.Equal(query, plan.Over(range));
        Assert.Equal(range.ToIsoInterval(), plan.Timespan(range));
        Assert.True(plan.ToRequest(query).NeedsTimespan);
        var note = Assert.Single(plan.Notes);
        Assert.Contains("Microsoft Graph's Timespan limits its time range.", note);
        Assert.Contains(states ?? "range.", states is null ? note[^6..] : note);
        Assert.Equal(
            HuntingFailure.QueryNotBounded,
            Assert.Throws<HuntingException>(() => HuntingPlan.Of(query, range, Split.Auto, false, Now, takesTimespan: true)).Failure
        );
    }

    [Theory]
    [InlineData("let t = DeviceInfo; union withsource=S DeviceEvents, t", "its part 't' isn't a table by its own name or a pipeline")]
    [InlineData("union withsource=S DeviceEvents, SigninLogs", "its parts have different time columns, or none, or describe a state")]
    public void Why_the_names_of_a_union_stand_against_bounding_it_is_true(string query, string said) =>
        Assert.Contains(
            said,
            Assert
                .Throws<HuntingException>(() => HuntingPlan.Of(query, new TimeRange(Now.AddDays(-7), Now), Split.Auto, false, Now, takesTimespan: true))
                .Message
        );

    [Theory]
    [InlineData("DeviceEvents | where lower(a) == 'x'")]
    [InlineData("union Device*, (NoSuchTable | where a == 1)")]
    public void What_is_not_known_is_refused_with_Graph_too(string query) =>
        Assert.Equal(
            HuntingFailure.QueryNotBounded,
            Assert
                .Throws<HuntingException>(() => HuntingPlan.Of(query, new TimeRange(Now.AddDays(-7), Now), Split.Off, false, Now, takesTimespan: true))
                .Failure
        );

    [Theory]
    [InlineData("DeviceEvents | join kind=inner (IdentityInfo | project AccountUpn) on AccountUpn", "IdentityInfo", false)]
    [InlineData("let d = DeviceInfo | summarize arg_max(Timestamp, *) by DeviceId;\nDeviceEvents | lookup d on DeviceId", "DeviceInfo", false)]
    [InlineData("DeviceEvents | where DeviceId in ((DeviceInfo | project DeviceId))", "DeviceInfo", false)]
    [InlineData("let d = DeviceInfo | distinct DeviceId;\nDeviceEvents | where DeviceId in (d)", "DeviceInfo", false)]
    [InlineData("let d = IdentityInfo | distinct AccountUpn;\nDeviceEvents | where AccountUpn !in~ (d) | summarize count()", "IdentityInfo", false)]
    [InlineData("let v = DeviceInfo | distinct DeviceId;\nlet w = v;\nDeviceEvents | where DeviceId !in (w)", "DeviceInfo", false)]
    [InlineData("let d = materialize(DeviceInfo | distinct DeviceId);\nDeviceEvents | extend k = DeviceId in (d)", "DeviceInfo", false)]
    [InlineData("let d = view () { DeviceInfo | distinct DeviceId };\nDeviceEvents | where DeviceId in (d)", "DeviceInfo", false)]
    [InlineData("let d = () { DeviceInfo | distinct DeviceId };\nDeviceEvents | where DeviceId in (d())", "DeviceInfo", false)]
    [InlineData("let d = DeviceInfo | distinct DeviceId;\nDeviceEvents | summarize countif(DeviceId in (d))", "DeviceInfo", false)]
    [InlineData("let d = DeviceInfo;\nd | where DeviceId in ((DeviceEvents | project DeviceId))", "DeviceInfo", true)]
    [InlineData("DeviceInfo | join kind=inner DeviceEvents on DeviceId", "DeviceInfo", true)]
    [InlineData("union DeviceInfo, DeviceEvents", "DeviceInfo", true)]
    [InlineData("DeviceEvents | join kind=inner DeviceFileEvents on DeviceId", "DeviceFileEvents", true)]
    public void A_table_of_how_things_are_is_cut_only_where_its_rows_are_what_is_asked_for(string query, string table, bool isCut)
    {
        var plan = Plan(query, Split.Off);

        var text = plan.Over(plan.Range);
        Assert.Equal(
            isCut,
            text.Contains($"let {table} = {table} | where", StringComparison.Ordinal) || text.Contains($"({table} | where Timestamp", StringComparison.Ordinal)
        );
        Assert.Contains("let DeviceEvents = DeviceEvents | where", text);
        Assert.Equal(!isCut, plan.Notes.Any(note => note.Contains("isn't limited to the time range", StringComparison.Ordinal)));
        Assert.Equal(
            isCut && table == "DeviceInfo",
            plan.Notes.Any(note =>
                note.StartsWith("'DeviceInfo' (line 1, column ", StringComparison.Ordinal) && note.Contains("is missing", StringComparison.Ordinal)
            )
        );
    }

    [Theory]
    [InlineData("DeviceEvents | join kind=inner (search in (DeviceInfo) 'jkl') on DeviceId")]
    [InlineData("let s = search in (DeviceInfo, IdentityInfo) 'jkl';\nDeviceEvents | join kind=inner s on DeviceId")]
    [InlineData("DeviceEvents | where DeviceId in ((find in (DeviceInfo) where DeviceName has 'jkl' project DeviceId))")]
    [InlineData("let a = union withsource=T DeviceInfo;\nDeviceEvents | join kind=inner a on DeviceId")]
    public void A_table_of_how_things_are_that_is_searched_for_a_lookup_is_read_whole(string query)
    {
        var plan = HuntingPlan.Of(query, new TimeRange(Now.AddDays(-7), Now), Split.Off, false, Now, takesTimespan: true);

        Assert.False(plan.IsSpanned);
        var text = plan.Over(plan.Range);
        Assert.Contains("let DeviceEvents = DeviceEvents | where", text);
        Assert.EndsWith(query, text);
        Assert.Contains(
            plan.Notes,
            note => note.StartsWith("'DeviceInfo' (", StringComparison.Ordinal) && note.Contains("isn't limited to the time range", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("DeviceEvents | join kind=inner (search in (DeviceInfo, DeviceNetworkEvents) 'jkl') on DeviceId", "DeviceInfo.")]
    [InlineData("search in (DeviceInfo, DeviceNetworkEvents) 'jkl'", null)]
    public void What_Graph_cuts_for_a_lookup_is_named(string query, string? states)
    {
        var plan = HuntingPlan.Of(query, new TimeRange(Now.AddDays(-7), Now), Split.Off, false, Now, takesTimespan: true);

        Assert.Equal(states is not null, plan.IsSpanned && plan.Notes.Single().Contains($"missing from them: {states}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DeviceEvents | join kind=leftouter DeviceTvmSoftwareVulnerabilities on DeviceId")]
    [InlineData("union DeviceEvents, DeviceTvmSoftwareVulnerabilities")]
    [InlineData("search in (DeviceEvents, DeviceTvmSoftwareVulnerabilities) 'x'")]
    public void A_table_without_a_time_column_is_noted(string query) =>
        Assert.Contains(
            "isn't limited to the time range: the table has no time column.",
            Assert.Single(Plan(query, Split.Off).Notes, note => note.StartsWith("'DeviceTvmSoftwareVulnerabilities'", StringComparison.Ordinal))
        );

    [Fact]
    public void A_query_that_cannot_be_read_says_so_and_where()
    {
        var refusal = Assert.Throws<HuntingException>(() => Plan("DeviceEvents\n| whre x == 1", Split.Off));

        Assert.StartsWith("The query can't be read: 'whre' (line 2, column 3): it isn't a recognized operator", refusal.What);
        Assert.Equal((2, 3), refusal.Place);
    }

    private static HuntingPlan Plan(string query, Split split) => HuntingPlan.Of(query, new TimeRange(Now.AddDays(-7), Now), split, false, Now);
}
