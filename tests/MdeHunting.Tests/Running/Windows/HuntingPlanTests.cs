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
        "'externaldata' (line 1, column 12) is not bounded in time: it reads a file, which has no time."
    )]
    [InlineData(
        "DeviceFileEvents | where SHA1 != '' | invoke FileProfile(SHA1)",
        "'FileProfile' (line 1, column 46) is not bounded in time: it adds what is known of a file today, whatever time the rows are of."
    )]
    [InlineData(
        "union isfuzzy=true AlertInfo, SomeTable",
        "'SomeTable' (line 1, column 31) is not bounded in time: the time column of a table or function of that name is not known."
    )]
    [InlineData(
        "AlertInfo | union isfuzzy=true (SomeTable | where a == 1)",
        "'SomeTable' (line 1, column 33) is not bounded in time: the time column of a table or function of that name is not known."
    )]
    [InlineData(
        "DeviceEvents | where a in ((_GetWatchlist('x') | project a))",
        "'_GetWatchlist' (line 1, column 29) is not bounded in time: it reads a list that has no time."
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
    [InlineData("['table']('DeviceEvents')", "a function that is called by a name in brackets is not followed")]
    public void What_cannot_be_bounded_is_told_as_it_is(string query, string why)
    {
        var refusal = Assert.Throws<HuntingException>(() => Plan(query, Split.Off));

        Assert.Equal(HuntingFailure.QueryNotBounded, refusal.Failure);
        Assert.Contains(why, refusal.What);
    }

    private static HuntingPlan Plan(string query, Split split) => HuntingPlan.Of(query, new TimeRange(Now.AddDays(-7), Now), split, false, Now);
}
