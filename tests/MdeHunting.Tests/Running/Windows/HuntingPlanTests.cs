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
        "'FileProfile' (line 1, column 46) isn't limited to the time range: it adds what is known of a file today, whatever time the rows are of."
    )]
    [InlineData(
        "union isfuzzy=true AlertInfo, SomeTable",
        "'SomeTable' (line 1, column 31) isn't limited to the time range: the time column of a table or function of that name is not known."
    )]
    [InlineData(
        "AlertInfo | union isfuzzy=true (SomeTable | where a == 1)",
        "'SomeTable' (line 1, column 33) isn't limited to the time range: the time column of a table or function of that name is not known."
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
    [InlineData("search 'x'", "it names no tables, and so reads all of them")]
    [InlineData("find in (DeviceEvents) where a == 1", "its rows have their time only where it projects Timestamp")]
    [InlineData("['table']('DeviceEvents')", "a function that's called by a name in brackets isn't supported")]
    public void What_cannot_be_bounded_is_told_as_it_is(string query, string why)
    {
        var refusal = Assert.Throws<HuntingException>(() => Plan(query, Split.Off));

        Assert.Equal(HuntingFailure.QueryNotBounded, refusal.Failure);
        Assert.Contains(why, refusal.What);
    }

    [Theory]
    [InlineData("search 'x'")]
    [InlineData("find in (DeviceEvents) where a == 1")]
    [InlineData("union Device*")]
    [InlineData("union withsource=T DeviceEvents, (DeviceInfo | where a == 1)")]
    public void What_names_no_tables_is_bounded_by_Graph_and_says_so(string query)
    {
        var range = new TimeRange(Now.AddDays(-7), Now);
        var plan = HuntingPlan.Of(query, range, Split.Off, false, Now, takesTimespan: true);

        Assert.Equal(query, plan.Over(range));
        Assert.Equal(range.ToIsoInterval(), plan.Timespan(range));
        Assert.True(plan.ToRequest(query).NeedsTimespan);
        Assert.Contains("IdentityInfo", Assert.Single(plan.Notes));
        Assert.Equal(
            HuntingFailure.QueryNotBounded,
            Assert.Throws<HuntingException>(() => HuntingPlan.Of(query, range, Split.Auto, false, Now, takesTimespan: true)).Failure
        );
    }

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
        Assert.Equal(isCut, plan.Notes.Count == 0);
    }

    private static HuntingPlan Plan(string query, Split split) => HuntingPlan.Of(query, new TimeRange(Now.AddDays(-7), Now), split, false, Now);
}
