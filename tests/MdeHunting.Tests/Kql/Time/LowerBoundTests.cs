using MdeHunting.Kql.Time;
using MdeHunting.Tests.Kql.Analysis;
using Xunit;

namespace MdeHunting.Tests.Kql.Time;

/// <summary>From when on a query asks for rows, by its own filters.</summary>
public class LowerBoundTests
{
    private static readonly DateTime Now = new(2026, 11, 25, 13, 30, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("DeviceEvents | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp >= datetime(2026-01-02)", "2026-01-02T00:00:00Z")]
    [InlineData("DeviceEvents | where Timestamp >= todatetime('2026-01-02T03:04:05Z')", "2026-01-02T03:04:05Z")]
    [InlineData("DeviceEvents | where datetime(2026-01-02 10:00) < Timestamp", "2026-01-02T10:00:00Z")]
    [InlineData("DeviceEvents | filter['Timestamp'] > now(-60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp between (ago(60d) .. now())", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp between (datetime(2026-01-02) .. 5d)", "2026-01-02T00:00:00Z")]
    [InlineData("DeviceEvents | where not(Timestamp !between (ago(60d) .. now()))", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where not(Timestamp < ago(60d))", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp == datetime(2026-01-02)", "2026-01-02T00:00:00Z")]
    [InlineData("DeviceEvents | where startofday(Timestamp) >= startofday(ago(60d))", "2026-09-26T00:00:00Z")]
    [InlineData("DeviceEvents | where bin(Timestamp, 1d) > bin(now(), 7d) - 60d", "2026-09-24T00:00:00Z")]
    [InlineData("DeviceEvents | where now() - Timestamp < 60d", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp - now() > -2 * 30d", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp + 60d > now()", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where datetime_diff('day', now(), Timestamp) <= 60", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > datetime_add('month', -3, now())", "2026-08-25T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > make_datetime(2026, 1, 2)", "2026-01-02T00:00:00Z")]
    [InlineData("DeviceEvents | where Timestamp > startofmonth(now(), -2)", "2026-09-01T00:00:00Z")]
    [InlineData("DeviceEvents | where Timestamp > unixtime_seconds_todatetime(1767322800)", "2026-01-02T03:00:00Z")]
    [InlineData("DeviceEvents | where Timestamp > now() - totimespan('60.00:00:00')", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where ingestion_time() > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | project When = Timestamp | where When > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | extend Since = ago(60d) | where Timestamp > Since", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | extend Age = now() - Timestamp | where Age < 60d", "2026-09-26T13:30:00Z")]
    [InlineData("SigninLogs | where TimeGenerated > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("MyFunction | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("let since = ago(60d); DeviceEvents | where Timestamp > since", "2026-09-26T13:30:00Z")]
    [InlineData("let days = 60; let back = days * 1d; let since = now() - back; DeviceEvents | where Timestamp > since", "2026-09-26T13:30:00Z")]
    [InlineData("let since = () { ago(60d) }; DeviceEvents | where Timestamp > since", "2026-09-26T13:30:00Z")]
    [InlineData("let since = (n:long) { let back = n * 1d; now() - back }; DeviceEvents | where Timestamp > since(60)", "2026-09-26T13:30:00Z")]
    [InlineData("let f = (since:datetime) { DeviceEvents | where Timestamp > since }; union f(ago(7d)), f(ago(60d))", "2026-09-26T13:30:00Z")]
    [InlineData("let f = (since:datetime = datetime(2026-01-02)) { DeviceEvents | where Timestamp > since }; f()", "2026-01-02T00:00:00Z")]
    [InlineData("declare query_parameters(since:datetime = datetime(2026-01-02)); DeviceEvents | where Timestamp > since", "2026-01-02T00:00:00Z")]
    [InlineData("let since = toscalar(print ago(60d)); DeviceEvents | where Timestamp > since", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) | join kind=inner (DeviceInfo | where Timestamp > ago(60d)) on a", "2026-09-26T13:30:00Z")]
    [InlineData(
        "let known = DeviceInfo | where Timestamp > ago(60d) | project a; DeviceEvents | where Timestamp > ago(7d) and a in (known)",
        "2026-09-26T13:30:00Z"
    )]
    [InlineData("DeviceEvents | where Timestamp > ago(60d) | summarize count() by a", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(60d) | where Timestamp > ago(7d)", "2026-11-18T13:30:00Z")]
    [InlineData("let all = DeviceEvents | where Timestamp > ago(60d); all | where Timestamp > ago(7d)", "2026-11-18T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(60d) and (a == 1 and Timestamp > ago(7d))", "2026-11-18T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(60d) or Timestamp > ago(7d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | make-series n = count() on Timestamp from ago(60d) to now() step 1d by a", "2026-09-26T13:30:00Z")]
    [InlineData("search in (DeviceEvents) Timestamp > ago(60d) and 'x'", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | fork (where Timestamp > ago(60d)) (count)", "2026-09-26T13:30:00Z")]
    [InlineData("union (DeviceEvents | where Timestamp > ago(60d)), (DeviceInfo | where Timestamp > ago(7d))", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents", null)]
    [InlineData("DeviceEvents | where Timestamp < ago(60d)", null)]
    [InlineData("DeviceEvents | where Timestamp !between (ago(60d) .. ago(50d))", null)]
    [InlineData("DeviceEvents | where not(Timestamp > ago(60d))", null)]
    [InlineData("DeviceEvents | where CreatedOn > datetime(2020-01-01)", null)]
    [InlineData("DeviceEvents | where Timestamp > Other", null)]
    [InlineData("DeviceEvents | where 'x > ago(60d)' == a // Timestamp > ago(60d)", null)]
    [InlineData("let old = DeviceInfo | where Timestamp > ago(60d); DeviceEvents", null)]
    [InlineData("datatable(Timestamp:datetime)[datetime(2026-01-02)] | where Timestamp > ago(60d)", null)]
    [InlineData("print ago(60d)", null)]
    [InlineData("DeviceEvents | where Timestamp > ago(99999999d) and Timestamp > datetime(bad)", null)]
    public void It_is_what_the_query_names(string query, string? since) =>
        Assert.Equal(since, Analyses.Of(query).Start.At(Now).Moment is { } moment ? TimeRange.Moment(moment) : null);

    [Fact]
    public void Names_that_are_made_of_names_many_times_end() =>
        Assert.Null(
            Analyses
                .Of(
                    "let v0 = ago(60d);\n"
                        + string.Concat(Enumerable.Range(0, 60).Select(n => $"let v{n + 1} = iff(a, v{n}, v{n});\n"))
                        + "DeviceEvents | where Timestamp > v60"
                )
                .Start.At(Now)
                .Moment
        );
}
