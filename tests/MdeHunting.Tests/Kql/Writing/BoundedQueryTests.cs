using MdeHunting.Kql.Time;
using MdeHunting.Kql.Writing;
using MdeHunting.Tests.Kql.Analysis;
using Xunit;

namespace MdeHunting.Tests.Kql.Writing;

/// <summary>The text that a query becomes when it is bounded.</summary>
public class BoundedQueryTests
{
    private const string Start = "datetime(2024-01-01T00:00:00.0000001Z)";
    private const string End = "datetime(2024-01-02T12:00:00.0000000Z)";
    private const string Stamped = $"Timestamp >= {Start} and Timestamp < {End}";
    private const string Now = "datetime(2024-06-01T00:00:00.0000000Z)";
    private const string Events = $"let DeviceEvents = DeviceEvents | where Timestamp >= {Start} and Timestamp < {End};\n";

    private static readonly TimeRange Range = new(Utc(2024, 1, 1).AddTicks(1), Utc(2024, 1, 2).AddHours(12));

    [Theory]
    [InlineData("DeviceEvents", $"{Events}DeviceEvents")]
    [InlineData("DeviceEvents | take 1;", $"{Events}DeviceEvents | take 1;")]
    [InlineData("// first\r\nDeviceEvents // last", $"// first\r\n{Events}DeviceEvents // last")]
    [InlineData("// first\u2028DeviceEvents", $"// first\u2028{Events}DeviceEvents")]
    [InlineData(
        "set notruncation; set a = 1;\ndeclare query_parameters(n:long = 1); let x = 1; DeviceEvents",
        $"set notruncation; set a = 1;\ndeclare query_parameters(n:long = 1); {Events}let x = 1; DeviceEvents"
    )]
    [InlineData(
        "table('DeviceEvents') | union (table (@\"DeviceEvents\")), ['DeviceEvents']",
        $"{Events}DeviceEvents | union (DeviceEvents), ['DeviceEvents']"
    )]
    [InlineData("let f = () { DeviceEvents }; f()", $"{Events}let f = () {{ DeviceEvents }}; f()")]
    [InlineData(
        "let T = DeviceTvmSoftwareInventory; DeviceEvents | lookup T on a",
        $"{Events}let T = DeviceTvmSoftwareInventory; DeviceEvents | lookup T on a"
    )]
    [InlineData("['My\\'s_CL']", $"let ['My\\'s_CL'] = ['My\\'s_CL'] | where TimeGenerated >= {Start} and TimeGenerated < {End};\n['My\\'s_CL']")]
    [InlineData("['x\\n_CL'] | take 1", $"let ['x\\n_CL'] = ['x\\n_CL'] | where TimeGenerated >= {Start} and TimeGenerated < {End};\n['x\\n_CL'] | take 1")]
    [InlineData("['x\\n_CL']", $"let ['x\\n_CL'] = ['x\\n_CL'] | where TimeGenerated >= {Start} and TimeGenerated < {End};\n['x\\n_CL']")]
    [InlineData(
        "union isfuzzy=true DeviceEvents, table('SigninLogs')",
        $"union isfuzzy=true (DeviceEvents | where {Stamped}), (SigninLogs | where TimeGenerated >= {Start} and TimeGenerated < {End})"
    )]
    [InlineData(
        "union isfuzzy=true DeviceEvents, SigninLogs, SomeTable, ['Some Table'], Some_CL",
        $"union isfuzzy=true (DeviceEvents | where {Stamped}), (SigninLogs | where TimeGenerated >= {Start} and TimeGenerated < {End}), SomeTable, ['Some "
            + $"Table'], (Some_CL | where TimeGenerated >= {Start} and TimeGenerated < {End})"
    )]
    [InlineData(
        "union isfuzzy=true (DeviceEvents | take 1), DeviceInfo | where a in (DeviceEvents)",
        $"{Events}union isfuzzy=true (DeviceEvents | take 1), (DeviceInfo | where {Stamped}) | where a in (DeviceEvents)"
    )]
    [InlineData("union withsource=S DeviceEvents, DeviceInfo | take 1", $"union withsource=S DeviceEvents, DeviceInfo | where {Stamped} | take 1")]
    [InlineData(
        "(search in (DeviceEvents) 'x') | join kind=inner (DeviceEvents) on a",
        $"(search in (DeviceEvents) 'x' | where {Stamped}) | join kind=inner ((DeviceEvents | where {Stamped})) on a"
    )]
    [InlineData("find in (DeviceEvents) where a != 1", $"find in (DeviceEvents) where a != 1 | where {Stamped}")]
    [InlineData(
        "find withsource=S in (DeviceEvents, DeviceInfo) where a == 1 project-smart | take 1",
        $"find withsource=S in (DeviceEvents, DeviceInfo) where a == 1 project-smart | where {Stamped} | take 1"
    )]
    [InlineData(
        "find in (DeviceEvents) where a == 1 project a, b | take 1",
        $"find in (DeviceEvents) where a == 1 project Timestamp, a, b | where {Stamped} | project-away Timestamp | take 1"
    )]
    [InlineData(
        "find in (DeviceEvents, DeviceTvmSoftwareInventory) where a == 1 project a",
        $"find in (DeviceEvents, DeviceTvmSoftwareInventory) where a == 1 project Timestamp, a | where isnull(Timestamp) or ({Stamped}) | project-away Timestamp"
    )]
    [InlineData(
        "search in (DeviceEvents, DeviceTvmSoftwareInventory) 'x'",
        $"search in (DeviceEvents, DeviceTvmSoftwareInventory) 'x' | where isnull(Timestamp) or ({Stamped})"
    )]
    [InlineData(
        "union withsource=S DeviceEvents, (DeviceInfo | where a == 1) | take 1",
        $"let DeviceInfo = DeviceInfo | where {Stamped};\nunion withsource=S DeviceEvents, (DeviceInfo | where a == 1) | where {Stamped} | take 1"
    )]
    [InlineData(
        "union withsource=S DeviceEvents, DeviceTvmSoftwareInventory",
        $"union withsource=S DeviceEvents, DeviceTvmSoftwareInventory | where isnull(Timestamp) or ({Stamped})"
    )]
    [InlineData(
        "union withsource=S DeviceInfo, (DeviceInfo | where a == 1)",
        $"union withsource=S DeviceInfo, ((DeviceInfo | where {Stamped}) | where a == 1) | where {Stamped}"
    )]
    [InlineData("DeviceEvents | union withsource=S DeviceInfo | take 1", $"DeviceEvents | union withsource=S DeviceInfo | where {Stamped} | take 1")]
    [InlineData("(DeviceEvents) | union withsource=S DeviceInfo", $"(DeviceEvents) | union withsource=S DeviceInfo | where {Stamped}")]
    [InlineData(
        "DeviceEvents | where a == 1 | union withsource=S DeviceInfo",
        $"{Events}DeviceEvents | where a == 1 | union withsource=S DeviceInfo | where {Stamped}"
    )]
    [InlineData("let t = DeviceEvents | union withsource=S DeviceInfo; t", $"let t = DeviceEvents | union withsource=S DeviceInfo | where {Stamped}; t")]
    [InlineData(
        "let P = DeviceEvents | where a == 1; union withsource=S P, DeviceInfo",
        $"{Events}let P = DeviceEvents | where a == 1; union withsource=S P, DeviceInfo | where {Stamped}"
    )]
    [InlineData(
        "let P = DeviceEvents | where a == 1; P | union withsource=S DeviceInfo",
        $"{Events}let P = DeviceEvents | where a == 1; P | union withsource=S DeviceInfo | where {Stamped}"
    )]
    [InlineData("find in (DeviceEvents) where a == 1 project Timestamp, a", $"find in (DeviceEvents) where a == 1 project Timestamp, a | where {Stamped}")]
    [InlineData(
        "CallActivityEvents",
        $"let CallActivityEvents = CallActivityEvents | where ActivityTimestamp >= {Start} and ActivityTimestamp < {End};\nCallActivityEvents"
    )]
    public void Each_table_with_a_time_is_shadowed(string query, string expected) => Assert.Equal(expected, Over(query, null));

    [Theory]
    [InlineData("where a > now()", $"where a > {Now}")]
    [InlineData("where a > now ( )", $"where a > {Now}")]
    [InlineData("where a > now(-1d)", $"where a > ({Now} + (-1d))")]
    [InlineData("where a > ago(1d)", $"where a > ({Now} - (1d))")]
    [InlineData("where a > ago // now()\n (1d) // ago(1d)", $"where a > ({Now} - (1d)) // ago(1d)")]
    [InlineData("where a between (ago(1d)..now())", $"where a between (({Now} - (1d))..{Now})")]
    [InlineData("where a > ago(totimespan(now() - ago(2d)))", $"where a > ({Now} - (totimespan({Now} - ({Now} - (2d)))))")]
    [InlineData("where ago == 'now()' and b.now == \"ago(1d)\" and now == 1", "where ago == 'now()' and b.now == \"ago(1d)\" and now == 1")]
    [InlineData("extend x = dynamic({'now': 1}), y = todatetime(a.ago)", "extend x = dynamic({'now': 1}), y = todatetime(a.ago)")]
    [InlineData("extend knows = 1, x = row_ago, y = AGO", "extend knows = 1, x = row_ago, y = AGO")]
    public void The_moment_of_the_run_is_written_out(string steps, string expected) =>
        Assert.Equal($"{Events}DeviceEvents | {expected}", Over($"DeviceEvents | {steps}", Utc(2024, 6, 1)));

    [Fact]
    public void A_query_that_runs_once_keeps_its_moment() =>
        Assert.Equal($"{Events}DeviceEvents | where a > ago(1d)", Over("DeviceEvents | where a > ago(1d)", null));

    [Fact]
    public void The_parameters_of_a_function_have_the_moment_too() =>
        Assert.Equal(
            $"{Events}let f = (t:datetime = {Now}) {{ DeviceEvents | where Timestamp > t }}; f(({Now} - (1h)))",
            Over("let f = (t:datetime = now()) { DeviceEvents | where Timestamp > t }; f(ago(1h))", Utc(2024, 6, 1))
        );

    [Fact]
    public void What_is_set_before_has_the_moment_too() =>
        Assert.Equal(
            $"set query_datetimescope_to = {Now}; {Events}DeviceEvents | where a > {Now}",
            Over("set query_datetimescope_to = now(); DeviceEvents | where a > now()", Utc(2024, 6, 1))
        );

    [Fact]
    public void A_query_that_begins_with_an_edit_is_shadowed_ahead_of_it() => Assert.Equal($"{Events}DeviceEvents", Over("table('DeviceEvents')", null));

    [Theory]
    [InlineData("DeviceEvents", "DeviceEvents", "Timestamp")]
    [InlineData("DeviceEvents | where a;", "DeviceEvents | where a", "Timestamp")]
    [InlineData("DeviceEvents | where a // end", "DeviceEvents | where a", "Timestamp")]
    [InlineData("(DeviceEvents | where a);", "(DeviceEvents | where a)", "Timestamp")]
    [InlineData("((DeviceEvents)) | where a | render table", "((DeviceEvents)) | where a", "Timestamp")]
    [InlineData("DeviceEvents | project ['a b'] = Timestamp | extend c = 1", "DeviceEvents | project ['a b'] = Timestamp | extend c = 1", "['a b']")]
    [InlineData("DeviceEvents | where a | project b | mv-expand b", "DeviceEvents | where a", "Timestamp")]
    [InlineData("DeviceEvents | where a | extend Timestamp = b", "DeviceEvents | where a", "Timestamp")]
    public void Rows_are_counted_where_they_still_have_their_time(string query, string kept, string column)
    {
        var analysis = Analyses.Of(query);
        var part = new TimeRange(Range.Start, Range.End);
        var bounded = new BoundedQuery(analysis, null);

        Assert.Equal(
            $"{Events}{kept}\n| summarize Rows = count() by Bin = bin({column}, 90m)",
            bounded.Counting(Range, TimeSpan.FromMinutes(90), analysis.Countable!.Value, [])
        );
        Assert.Equal(
            $"{Events}{kept}\n| where ({column} >= {Start} and {column} < {End}) or ({column} >= {Start} and {column} < {End})\n| summarize Rows = count() "
                + $"by Bin = bin({column}, 1ticks)",
            bounded.Counting(Range, TimeSpan.FromTicks(1), analysis.Countable!.Value, [part, part])
        );
    }

    [Theory]
    [InlineData("DeviceEvents | where a > ago(1d) | project b", "DeviceEvents | where a > (datetime(2024-06-01T00:00:00.0000000Z) - (1d))")]
    public void What_is_counted_has_its_moment(string query, string kept)
    {
        var analysis = Analyses.Of(query);

        Assert.Equal(
            $"{Events}{kept}\n| summarize Rows = count() by Bin = bin(Timestamp, 1h)",
            new BoundedQuery(analysis, Utc(2024, 6, 1)).Counting(Range, TimeSpan.FromHours(1), analysis.Countable!.Value, [])
        );
    }

    [Theory]
    [InlineData("DeviceEvents | project b")]
    [InlineData("union (DeviceEvents | project a), DeviceInfo")]
    public void Rows_without_their_time_are_counted_nowhere_after(string query)
    {
        var place = Analyses.Of(query).Countable;

        Assert.True(place is null || query[..place.Value.Position] == "DeviceEvents");
    }

    private static string Over(string query, DateTime? moment)
    {
        var analysis = Analyses.Of(query);
        Assert.True(Analyses.CanBound(analysis), query);
        return new BoundedQuery(analysis, moment).Over(Range);
    }

    private static DateTime Utc(int year, int month, int day) => new(year, month, day, 0, 0, 0, DateTimeKind.Utc);
}
