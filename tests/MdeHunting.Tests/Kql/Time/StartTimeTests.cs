using MdeHunting.Kql.Time;
using MdeHunting.Tests.Kql.Reading;
using Xunit;

namespace MdeHunting.Tests.Kql.Time;

/// <summary>From when on a query asks for rows, in whatever form its filters say so, and what is to be said where they do not.</summary>
public class StartTimeTests
{
    private static readonly DateTime Now = new(2026, 11, 25, 13, 30, 0, DateTimeKind.Utc);

    /// <summary>What a reader of the result is to know besides.</summary>
    public enum Said
    {
        Nothing,
        Open,
        Untold,
    }

    [Theory]
    [InlineData("find in (DeviceEvents) where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("find where Timestamp > ago(60d) project Timestamp", "2026-09-26T13:30:00Z")]
    [InlineData("search Timestamp > ago(60d) and \"x\"", "2026-09-26T13:30:00Z")]
    [InlineData("search \"x\" and Timestamp > ago(60d) | take 5", "2026-09-26T13:30:00Z")]
    [InlineData("search kind=case_sensitive Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("search in (DeviceEvents, SigninLogs) Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | search Timestamp > ago(60d) and \"x\"", "2026-09-26T13:30:00Z")]
    [InlineData("search \"x\"", null, Said.Open)]
    [InlineData("union Device* | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("union * | take 5", null, Said.Open)]
    [InlineData("DeviceEvents | mv-apply x = a on (where Timestamp > ago(60d))", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | scan with (step s: Timestamp > ago(60d))", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | sort by Timestamp asc | scan declare (n:long) with (step s output=all: Timestamp > ago(60d) => n = 1; step t: Timestamp > ago(7d))", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | partition by a (where Timestamp > ago(60d))", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | partition by a (where Timestamp > ago(60d)) | where Timestamp > ago(7d)", "2026-11-18T13:30:00Z")]
    [InlineData("DeviceEvents | fork (where Timestamp > ago(60d)) (count)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | facet by a with (where Timestamp > ago(60d))", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | summarize make_list_if(a, Timestamp > ago(60d))", null, Said.Open)]
    [InlineData("DeviceEvents | summarize n = countif(Timestamp > ago(60d)) by a | where n > 5", null, Said.Open)]
    [InlineData("DeviceEvents | top-nested 3 of a by countif(Timestamp > ago(60d))", null, Said.Open)]
    [InlineData("externaldata(Timestamp:datetime)['https://x'] | where Timestamp > ago(60d)", null)]
    [InlineData("datatable(Timestamp:datetime)[datetime(2026-01-02)] | where Timestamp > ago(60d)", null)]
    [InlineData("datatable(t:datetime)[datetime(2026-01-02)] | where t > ago(60d) | union DeviceEvents | where Timestamp > ago(7d)", "2026-11-18T13:30:00Z")]
    [InlineData("DeviceTvmSoftwareInventory | where Timestamp > ago(60d)", null)]
    [InlineData("[\"table\"](\"AlertInfo\")", null, Said.Open)]
    [InlineData("[\"table\"](\"AlertInfo\") | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("table(\"AlertInfo\")", null, Said.Open)]
    [InlineData("MyFunction() | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("MyFunction()", null)]
    [InlineData("union isfuzzy=true AlertInfo, MyTable | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | summarize arg_max(Timestamp, *) by a | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | summarize arg_min(Timestamp, *) by a | where Timestamp > ago(1d)", null, Said.Open)]
    [InlineData("DeviceEvents | summarize First = min(Timestamp) by a | where First > ago(1d)", null, Said.Open)]
    [InlineData("DeviceEvents | summarize Last = max(Timestamp) by a | where Last > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | summarize max(Timestamp) by a | where max_Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | summarize count() by bin(Timestamp, 1d) | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | make-series n = count() on Timestamp in range(ago(60d), now(), 1d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | make-series n = count() on InstallTime from ago(60d) to now() step 1d", null, Said.Open)]
    [InlineData("DeviceEvents | project-rename T = Timestamp | where T > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | extend Timestamp = InstallTime | where Timestamp > ago(60d)", null, Said.Open)]
    [InlineData("union (DeviceEvents | where Timestamp > ago(7d)), DeviceInfo | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    public void Whatever_operator_lets_rows_through(string query, string? since, Said said = Said.Nothing) => AssertStart(query, since, said);

    [Theory]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) | lookup (DeviceInfo | where Timestamp > ago(60d)) on a", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceInfo | where Timestamp > ago(60d) | join (DeviceEvents | where Timestamp > ago(7d)) on a", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | join (DeviceInfo) on a | where Timestamp1 > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) | join (DeviceInfo) on a | where Timestamp1 > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) | join (DeviceInfo) on a | join (EmailEvents) on b | where Timestamp1 > ago(60d) and Timestamp2 > ago(7d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) | join (DeviceInfo | project a, T = Timestamp) on a | where T > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) | project a | join (DeviceInfo) on a | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) | join (DeviceInfo | where Timestamp > ago(7d)) on a | where Timestamp1 > Timestamp and Timestamp1 - Timestamp < 90d", "2026-11-18T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) | join (DeviceInfo | where Timestamp > ago(60d)) on a | where Timestamp1 > ago(10d)", "2026-11-15T13:30:00Z")]
    [InlineData("datatable(Timestamp:datetime, a:string)[] | join (DeviceEvents | where Timestamp > ago(7d)) on a | where Timestamp > ago(60d)", "2026-11-18T13:30:00Z")]
    [InlineData("datatable(Timestamp:datetime, a:string)[] | join (DeviceEvents) on a | where Timestamp > ago(60d)", null, Said.Open)]
    [InlineData("datatable(Timestamp:datetime, a:string)[] | join (DeviceEvents) on a | where Timestamp1 > ago(60d)", "2026-09-26T13:30:00Z")]
    public void Each_side_of_a_join_has_its_own(string query, string? since, Said said = Said.Nothing) => AssertStart(query, since, said);

    [Theory]
    [InlineData("find where Timestamp > ago(60d) and a == 1", "2026-09-26T13:30:00Z")]
    [InlineData("find where a == 1", null, Said.Open)]
    [InlineData("DeviceEvents | mv-apply x = a on (where x == 1) | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | mv-apply x = a on (where x == 1 | project x) | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | extend old = Timestamp > ago(60d) | where old", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | extend old = Timestamp > ago(60d) | project old, a | where old and a == 1", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | project old = Timestamp > ago(60d) | where old == true", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | extend new = Timestamp < ago(60d) | where not(new)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | extend new = Timestamp < ago(60d) | where new", null, Said.Open)]
    [InlineData("let old = (t:datetime) { t > ago(60d) }; DeviceEvents | where old(Timestamp)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where (Timestamp > ago(60d)) == true", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where (Timestamp > ago(60d)) != false", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where (Timestamp > ago(60d)) != true", null, Said.Open)]
    [InlineData("DeviceEvents | where (Timestamp > ago(60d)) == 1", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where tobool(Timestamp > ago(60d))", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where not(Timestamp <= ago(60d))", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where iff(a == 1, Timestamp > ago(60d), Timestamp > ago(7d))", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where iif(a == 1, Timestamp > ago(60d), false)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where case(a == 1, Timestamp > ago(7d), a == 2, Timestamp > ago(60d), false)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where coalesce(Timestamp > ago(60d), false)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where case(isnotnull(a), Timestamp, now()) > ago(60d)", "2026-09-26T13:30:00Z", Said.Open)]
    [InlineData("DeviceEvents | where coalesce(Timestamp, now()) > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where iff(Timestamp > ago(7d), true, false)", "2026-11-18T13:30:00Z")]
    [InlineData("DeviceEvents | where datetime_diff('day', now(), Timestamp) <= 60", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp between (ago(60d) .. 50d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp !between (ago(60d) .. 10d)", null, Said.Open)]
    [InlineData("DeviceEvents | where Timestamp !between (ago(60d) .. ago(7d))", null, Said.Open)]
    [InlineData("DeviceEvents | where Timestamp > ago(60d) or Timestamp > ago(7d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(1d) or Timestamp < ago(60d)", "2026-11-24T13:30:00Z", Said.Open)]
    [InlineData("DeviceEvents | where (Timestamp > ago(60d) or a == 1) and Timestamp > ago(7d)", "2026-11-18T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) | where false or a == 1", "2026-11-18T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) or Timestamp > MyFunction()", "2026-11-18T13:30:00Z", Said.Untold)]
    public void A_condition_is_read_by_its_alternatives(string query, string? since, Said said = Said.Nothing) => AssertStart(query, since, said);

    [Theory]
    [InlineData("DeviceEvents | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) | summarize countif(Timestamp > ago(60d))", "2026-11-18T13:30:00Z")]
    [InlineData("let c = true; DeviceEvents | where c and Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("let d = dynamic({\"a\":60}); DeviceEvents | where Timestamp > ago(toint(d.a)*1d)", "2026-09-26T13:30:00Z")]
    [InlineData("let d = dynamic({\"b\":1,\"a\":{\"c\":60}}); DeviceEvents | where Timestamp > ago(1d*toint(d[\"a\"].c))", "2026-09-26T13:30:00Z")]
    [InlineData("let d = dynamic([7, 60]); DeviceEvents | where Timestamp > ago(1d*toint(d[1]))", "2026-09-26T13:30:00Z")]
    [InlineData("let d = dynamic({\"a\":\"2026-01-01\"}); DeviceEvents | where Timestamp > todatetime(d.a)", "2026-01-01T00:00:00Z")]
    [InlineData("DeviceEvents | where Timestamp > toscalar(datatable(t:datetime)[datetime(2026-01-01)])", "2026-01-01T00:00:00Z")]
    [InlineData("let t = datatable(t:datetime)[datetime(2026-01-01)]; DeviceEvents | where Timestamp > toscalar(t)", "2026-01-01T00:00:00Z")]
    [InlineData("DeviceEvents | where Timestamp > toscalar(print t = ago(60d))", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > toscalar(DeviceInfo | summarize min(Timestamp))", null, Said.Untold)]
    [InlineData("let t = toscalar(DeviceInfo | summarize min(Timestamp)); DeviceEvents | where Timestamp > t", null, Said.Untold)]
    [InlineData("DeviceEvents | where Timestamp in (datetime(2026-01-01), datetime(2026-02-01))", "2026-01-01T00:00:00Z")]
    [InlineData("DeviceEvents | where Timestamp in~ (datetime(2026-01-01))", "2026-01-01T00:00:00Z")]
    [InlineData("DeviceEvents | where Timestamp !in (datetime(2026-01-01))", null, Said.Open)]
    [InlineData("DeviceEvents | where startofday(Timestamp) == datetime(2026-01-01)", "2026-01-01T00:00:00Z")]
    [InlineData("DeviceEvents | where bin(Timestamp,1d) >= datetime(2026-01-01)", "2026-01-01T00:00:00Z")]
    [InlineData("DeviceEvents | where endofday(Timestamp) > datetime(2026-01-02)", "2026-01-01T00:00:00Z")]
    [InlineData("DeviceEvents | where format_datetime(Timestamp, 'yyyy-MM-dd') >= \"2026-01-01\"", "2026-01-01T00:00:00Z")]
    [InlineData("DeviceEvents | where format_datetime(Timestamp, 'MM') >= \"01\"", null, Said.Open)]
    [InlineData("DeviceEvents | where tostring(Timestamp) > \"2026-01-01\"", "2026-01-01T00:00:00Z")]
    [InlineData("DeviceEvents | where tostring(Timestamp) startswith \"2026-01\"", "2026-01-01T00:00:00Z")]
    [InlineData("DeviceEvents | where tostring(Timestamp) !startswith \"2026-01\"", null, Said.Open)]
    [InlineData("DeviceEvents | where Timestamp > unixtime_milliseconds_todatetime(1767225600000)", "2026-01-01T00:00:00Z")]
    [InlineData("DeviceEvents | where tolong((Timestamp - datetime(1970-01-01)) / 1s) > 1767225600", "2026-01-01T00:00:00Z")]
    [InlineData("DeviceEvents | where Timestamp > todatetime(\"2026-01-01\")", "2026-01-01T00:00:00Z")]
    [InlineData("DeviceEvents | where Timestamp > datetime_add('day', -60, now())", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where datetime_add('day', 60, Timestamp) > now()", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp < ago(60d)", null, Said.Open)]
    [InlineData("DeviceEvents | where Timestamp > ago(60d) and Timestamp > ago(7d)", "2026-11-18T13:30:00Z")]
    [InlineData("DeviceEvents | where InstallTime > ago(90d)", null, Said.Open)]
    [InlineData("let f = (T:(*)) { T | where Timestamp > ago(60d) }; f(DeviceEvents)", "2026-09-26T13:30:00Z")]
    [InlineData("let f = (T:(*)) { T | where Timestamp > ago(60d) }; DeviceEvents | invoke f()", "2026-09-26T13:30:00Z")]
    [InlineData("let f = (T:(*)) { T | where Timestamp > ago(60d) }; f(datatable(Timestamp:datetime)[])", null)]
    [InlineData("let f = (T:(*)) { T | where Timestamp > ago(60d) }; let g = (U:(*)) { f(U) }; g(DeviceEvents)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > Other", null, Said.Open)]
    [InlineData("DeviceEvents | where Timestamp + back > now()", null, Said.Open)]
    [InlineData("DeviceEvents | where a matches regex \"x\" and Timestamp > ago(60d) and b has_any (\"x\")", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where a !has \"x\" and b !in~ (\"x\", \"y\") and Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > max_of(ago(60d), ago(7d))", "2026-11-18T13:30:00Z")]
    [InlineData("DeviceEvents | where column_ifexists(\"Timestamp\", now()) > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where ago(60d) <= Timestamp", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where hourofday(Timestamp) > 8", null, Said.Open)]
    [InlineData("let f=(x:datetime){x}; DeviceEvents | where Timestamp > f(f(ago(60d)))", "2026-09-26T13:30:00Z")]
    [InlineData("let back = toint(toscalar(print 60 | take 1)) * 1d; DeviceEvents | where Timestamp + back > now()", null, Said.Untold)]
    [InlineData("DeviceEvents | where Timestamp > datetime(bad)", null, Said.Untold)]
    [InlineData("DeviceEvents | where Timestamp > ago(99999999d)", null, Said.Untold)]
    [InlineData("DeviceEvents | where Timestamp > MyFunction()", null, Said.Untold)]
    [InlineData("DeviceEvents | where Timestamp > todatetime(Created)", null, Said.Open)]
    [InlineData("DeviceEvents | where Timestamp in (DeviceInfo | project Timestamp)", null, Said.Untold)]
    [InlineData("DeviceEvents | where Timestamp < toscalar(DeviceInfo | summarize min(Timestamp))", null, Said.Open)]
    [InlineData("let t = toscalar(DeviceInfo | where Timestamp > ago(7d) | summarize min(Timestamp)); DeviceEvents | where Timestamp > t", "2026-11-18T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) and Timestamp > MyFunction()", "2026-11-18T13:30:00Z")]
    public void A_moment_is_computed_or_said_not_to_be_known(string query, string? since, Said said = Said.Nothing) => AssertStart(query, since, said);

    [Fact]
    public void A_query_of_many_filters_is_read_to_its_end() =>
        AssertStart("DeviceEvents | where " + string.Join(" or ", Enumerable.Range(1, 5_000).Select(n => $"(a == {n} and Timestamp > ago({n}h))")), "2026-05-01T05:30:00Z", Said.Nothing);

    private static void AssertStart(string query, string? since, Said said)
    {
        var start = Readings.Of(query).Start.At(Now);

        Assert.Equal(since, start.Moment is { } moment ? TimeRange.Moment(moment) : null);
        Assert.Equal(said, start.IsUntold ? Said.Untold : start.IsOpen ? Said.Open : Said.Nothing);
    }
}
