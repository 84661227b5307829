using MdeHunting.Kql.Time;
using MdeHunting.Tests.Kql.Analysis;
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
    [InlineData(
        "DeviceEvents | sort by Timestamp asc | scan declare (n:long) with (step s output=all: Timestamp > ago(60d) => n = 1; step t: Timestamp > ago(7d))",
        "2026-09-26T13:30:00Z"
    )]
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
    [InlineData("DeviceEvents | summarize arg_min(Timestamp, *) by a | where Timestamp > ago(1d)", null, Said.Untold)]
    [InlineData("DeviceEvents | summarize First = arg_min(Timestamp, *) by a | where First > ago(60d)", null, Said.Untold)]
    [InlineData("AlertInfo | summarize min(Timestamp) by Title | where min_Timestamp > ago(60d)", null, Said.Untold)]
    [InlineData("AlertInfo | summarize F = minif(Timestamp, a == 1) by Title | where F between (ago(60d) .. now())", null, Said.Untold)]
    [InlineData("AlertInfo | summarize F = min(Timestamp) by Title | where F < ago(1d)", null, Said.Open)]
    [InlineData("AlertInfo | where Timestamp > ago(60d) | summarize F = min(Timestamp) by Title | where F > ago(7d)", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | summarize P = percentile(Timestamp, 5) by Title | where P > ago(60d)", null, Said.Untold)]
    [InlineData("AlertInfo | summarize n = dcount(Timestamp) by Title | where n > 5", null, Said.Open)]
    [InlineData("DeviceEvents | summarize First = min(Timestamp) by a | where First > ago(1d)", null, Said.Untold)]
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
    [InlineData(
        "DeviceEvents | where Timestamp > ago(7d) | join (DeviceInfo) on a | join (EmailEvents) on b | where Timestamp1 > ago(60d) and Timestamp2 > ago(7d)",
        "2026-09-26T13:30:00Z"
    )]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) | join (DeviceInfo | project a, T = Timestamp) on a | where T > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) | project a | join (DeviceInfo) on a | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData(
        "DeviceEvents | where Timestamp > ago(7d) | join (DeviceInfo | where Timestamp > ago(7d)) on a | where Timestamp1 > Timestamp and Timestamp1 - "
            + "Timestamp < 90d",
        "2026-11-18T13:30:00Z"
    )]
    [InlineData(
        "DeviceEvents | where Timestamp > ago(7d) | join (DeviceInfo | where Timestamp > ago(60d)) on a | where Timestamp1 > ago(10d)",
        "2026-11-15T13:30:00Z"
    )]
    [InlineData(
        "datatable(Timestamp:datetime, a:string)[] | join (DeviceEvents | where Timestamp > ago(7d)) on a | where Timestamp > ago(60d)",
        "2026-11-18T13:30:00Z"
    )]
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
    [InlineData("AlertInfo | where Timestamp > ago(60d) == true", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where Timestamp >= ago(60d) != false", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where Timestamp >= ago(60d) <> false", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where true == Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where false != ago(60d) < Timestamp", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where Timestamp < ago(60d) == false", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where Timestamp > ago(60d) == false", null, Said.Open)]
    [InlineData("AlertInfo | where Timestamp > ago(60d) in (true)", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where Timestamp > ago(60d) !in (false)", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where Timestamp > ago(60d) == (Timestamp > ago(7d)) and Timestamp > ago(7d)", "2026-11-18T13:30:00Z")]
    [InlineData("AlertInfo | where a == 1 and Timestamp > ago(60d) == true or Timestamp > ago(7d)", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where Timestamp + 60d > now() == true and Title has 'x' == true", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where tostring(Timestamp) startswith '2026-01' == true", "2026-01-01T00:00:00Z")]
    [InlineData("AlertInfo | where true == tostring(Timestamp) startswith '2026-01'", "2026-01-01T00:00:00Z")]
    [InlineData("AlertInfo | where Title matches regex 'x' == true and Timestamp > ago(60d) == true", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where Title =~ 'x' == true and Timestamp > ago(60d) == true", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where true == Title !has 'x' and Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where toint(Timestamp > ago(60d)) > 0", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where toint(Timestamp < ago(60d)) < 1", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | extend New = Timestamp > ago(60d) == true | where New", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where toint(Timestamp > ago(60d)) + 1 == 2", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where tostring(Timestamp > ago(60d)) == 'true'", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | extend Age = case(Timestamp > ago(60d), 'new', 'old') | where Age == 'new'", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | extend Age = case(Timestamp > ago(60d), 'new', 'old') | where Age =~ 'NEW'", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | extend Age = case(Timestamp > ago(60d), 'new', 'old') | where Age !~ 'Old'", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | extend Age = case(Timestamp > ago(60d), 'new', 'old') | where Age in ('new')", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | extend Age = case(Timestamp > ago(60d), 'new', 'old') | where Age in~ ('New', 'x')", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | extend Age = case(Timestamp > ago(60d), 'new', 'old') | where Age !in ('old')", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | extend Age = case(Timestamp > ago(60d), 'new', 'old') | where Age has 'new'", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | extend Age = case(Timestamp > ago(60d), 'new', 'old') | where Age !contains 'ol'", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | extend Age = case(Timestamp > ago(60d), 'new', 'old') | where Age endswith 'ew'", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | extend Age = case(Timestamp > ago(60d), 'new', 'old') | where Age has_any ('new')", "2026-09-26T13:30:00Z", Said.Open)]
    [InlineData("AlertInfo | extend Age = case(Timestamp > ago(60d), 'new', 'old') | where Age == 'old'", null, Said.Open)]
    public void Comparisons_are_joined_as_the_language_does(string query, string? since, Said said = Said.Nothing) => AssertStart(query, since, said);

    [Theory]
    [InlineData("AlertInfo | where tolong(Timestamp) > 639028224000000000", "2026-01-01T00:00:00Z")]
    [InlineData("AlertInfo | where tolong(Timestamp) > 0", "0001-01-01T00:00:00Z")]
    [InlineData("AlertInfo | where tolong(Timestamp)/10000000 > 63902822400", "2026-01-01T00:00:00Z")]
    [InlineData("AlertInfo | where 639028224000000000 <= tolong(Timestamp)", "2026-01-01T00:00:00Z")]
    [InlineData("AlertInfo | where (tolong(Timestamp) - 621355968000000000) / 10000000 > 1767225600", "2026-01-01T00:00:00Z")]
    [InlineData(
        "AlertInfo | where unixtime_seconds_todatetime((tolong(Timestamp) - 621355968000000000) / 10000000) > datetime(2026-01-01)",
        "2026-01-01T00:00:00Z"
    )]
    [InlineData("AlertInfo | where tolong(now() - Timestamp) < 60 * 864000000000", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where toint((now() - Timestamp) / 1d) <= 60", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where todouble(now() - Timestamp) / todouble(1d) <= 60", null, Said.Untold)]
    [InlineData("AlertInfo | where todouble(Timestamp) > 46000", null, Said.Untold)]
    [InlineData("AlertInfo | where toreal(Timestamp) > 46000", null, Said.Untold)]
    [InlineData("AlertInfo | where todecimal(Timestamp) > 46000", null, Said.Untold)]
    [InlineData("AlertInfo | where toint(Timestamp) > 46000", null, Said.Untold)]
    [InlineData("AlertInfo | where getyear(Timestamp) >= 2026", null, Said.Untold)]
    [InlineData("AlertInfo | where datetime_part('year', Timestamp) >= 2026", null, Said.Untold)]
    [InlineData("AlertInfo | where datetime_part('hour', Timestamp) >= 8", null, Said.Open)]
    [InlineData("AlertInfo | where getyear(Timestamp) < 2026", null, Said.Open)]
    [InlineData("AlertInfo | where abs(now() - Timestamp) < 60d", null, Said.Untold)]
    [InlineData("AlertInfo | where strcat(Timestamp, '') > '2026-01-01'", null, Said.Untold)]
    [InlineData("AlertInfo | where make_datetime(getyear(Timestamp), 1, 1) >= datetime(2026-01-01)", null, Said.Untold)]
    [InlineData("AlertInfo | where tolong(Timestamp) % 7 > 3", null, Said.Open)]
    [InlineData("AlertInfo | where tostring(Timestamp) matches regex '2026-0'", null, Said.Untold)]
    [InlineData("AlertInfo | where tostring(Timestamp) has_any ('2026-01-01')", null, Said.Untold)]
    [InlineData("AlertInfo | where tostring(Timestamp) endswith 'x'", null, Said.Untold)]
    [InlineData("AlertInfo | where split(tostring(Timestamp), '-')[0] == '2026'", null, Said.Untold)]
    [InlineData("AlertInfo | where format_datetime(Timestamp, 'dd.MM.yyyy') == '01.01.2026'", null, Said.Untold)]
    [InlineData("AlertInfo | where Timestamp > ago(60d) and tostring(Timestamp) matches regex '2026-0'", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where dayofweek(Timestamp) in (0d, 6d)", null, Said.Open)]
    [InlineData("AlertInfo | where Timestamp > ago(60d) and Timestamp - startofday(Timestamp) > 8h", "2026-09-26T13:30:00Z")]
    [InlineData("AlertInfo | where Timestamp - bin(Timestamp, 1d) > 8h", null, Said.Open)]
    [InlineData("AlertInfo | sort by Timestamp asc | where Timestamp - prev(Timestamp) > 1h", null, Said.Open)]
    public void A_time_may_be_made_a_number(string query, string? since, Said said = Said.Nothing) => AssertStart(query, since, said);

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
    [InlineData("DeviceEvents | where Timestamp > Other", null, Said.Untold)]
    [InlineData("DeviceEvents | where Timestamp < Other", null, Said.Open)]
    [InlineData("DeviceEvents | where not(Timestamp <= Other)", null, Said.Untold)]
    [InlineData("DeviceEvents | where Timestamp between (Other .. now())", null, Said.Untold)]
    [InlineData("DeviceEvents | where Timestamp > ago(60d) and Timestamp > Other", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | join (datatable(a:string, s:datetime)[]) on a | where Timestamp > s", null, Said.Untold)]
    [InlineData("datatable(a:string, s:datetime)[] | join (DeviceEvents) on a | where Timestamp > s", null, Said.Untold)]
    [InlineData("DeviceEvents | lookup (datatable(a:string, s:datetime)[]) on a | where Timestamp - s > 1h", null, Said.Untold)]
    [InlineData("DeviceEvents | where Timestamp + back > now()", null, Said.Untold)]
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
    [InlineData("DeviceEvents | where Timestamp > todatetime(Created)", null, Said.Untold)]
    [InlineData("DeviceEvents | where Timestamp in (DeviceInfo | project Timestamp)", null, Said.Untold)]
    [InlineData("DeviceEvents | where Timestamp < toscalar(DeviceInfo | summarize min(Timestamp))", null, Said.Open)]
    [InlineData(
        "let t = toscalar(DeviceInfo | where Timestamp > ago(7d) | summarize min(Timestamp)); DeviceEvents | where Timestamp > t",
        "2026-11-18T13:30:00Z"
    )]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) and Timestamp > MyFunction()", "2026-11-18T13:30:00Z")]
    public void A_moment_is_computed_or_said_not_to_be_known(string query, string? since, Said said = Said.Nothing) => AssertStart(query, since, said);

    [Theory]
    [InlineData("DeviceEvents | where Timestamp > ago(60d) | extend x = 1, y = Timestamp | project x, when = y | where when < now()", "2026-09-26T13:30:00Z")]
    [InlineData("let f = (days:int) { DeviceEvents | where Timestamp > ago(days * 1d) }; f(60)", "2026-09-26T13:30:00Z")]
    [InlineData("let f = (days:int = 60) { DeviceEvents | where Timestamp > ago(1d * days) }; f()", "2026-09-26T13:30:00Z")]
    [InlineData("let start = startofday(ago(60d)); let end = now(); DeviceEvents | where Timestamp between (start .. end)", "2026-09-26T00:00:00Z")]
    [InlineData("let t = 60d; DeviceEvents | where Timestamp > ago(t) and Timestamp < ago(t - 10d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where (Timestamp >= ago(60d)) and (Timestamp <= ago(40d))", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp >= datetime(2026-01-01T00:00:00Z) and Timestamp < datetime(\"2026-02-01\")", "2026-01-01T00:00:00Z")]
    [InlineData("DeviceEvents | where Timestamp >= datetime(\"2026-01-01 10:00:00.123456\")", "2026-01-01T10:00:00.123456Z")]
    [InlineData("DeviceEvents | extend d = datetime_diff(\"day\", now(), Timestamp) | where d <= 60", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | extend age = now() - Timestamp | where age between (0d .. 60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where (now() - Timestamp) / 1d <= 60", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(60d) | union (DeviceInfo | where Timestamp > ago(7d))", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where DeviceId in ((DeviceInfo | where Timestamp > ago(60d) | project DeviceId))", "2026-09-26T13:30:00Z")]
    [InlineData(
        "let T = materialize(DeviceEvents | where Timestamp > ago(60d)); T | join kind=leftanti (T | where Timestamp > ago(7d)) on a",
        "2026-09-26T13:30:00Z"
    )]
    [InlineData("let T = materialize(DeviceEvents); T | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("let T = view () { DeviceEvents | where Timestamp > ago(60d) }; T | take 1", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(60d) | as X | union (X | where Timestamp > ago(7d))", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | as X | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | project-keep Time* | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | project-away a, Timestamp2 | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | project-reorder Timestamp asc | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | parse a with \"x\" b:string \"y\" | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | mv-expand a | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | serialize | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | order by Timestamp desc | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | top 5 by Timestamp | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | distinct Timestamp, a | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | summarize by Timestamp, a | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | summarize take_any(Timestamp) by a | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | summarize make_set(a) by Day = startofday(Timestamp) | where Day > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(60d) and Timestamp !in (datetime(2026-10-01))", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where isnotempty(Timestamp) and Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where ActionType == \"x\" and not(Timestamp < ago(60d) or a == 1)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where a == 1 or (b == 2 and Timestamp > ago(60d))", "2026-09-26T13:30:00Z", Said.Open)]
    [InlineData("DeviceEvents | where monthofyear(Timestamp) == 3", null, Said.Open)]
    [InlineData("DeviceEvents | where Timestamp > bin(ago(60d), 1d)", "2026-09-26T00:00:00Z")]
    [InlineData("DeviceEvents | where Timestamp > datetime_local_to_utc(datetime(2026-01-01), 'UTC')", "2026-01-01T00:00:00Z")]
    [InlineData("DeviceEvents | where Timestamp > make_datetime(2026, 1, 1, 10, 30)", "2026-01-01T10:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > datetime(2026)", "2026-01-01T00:00:00Z")]
    [InlineData("DeviceEvents | where Timestamp > now(-60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > now() - totimespan(\"60d\")", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > now() - timespan(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > now() - time(60.00:00:00)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > now() - 1440h", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(60 * 24 * 1h)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where ['Timestamp'] > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(60d); DeviceInfo | where Timestamp > ago(7d)", "2026-09-26T13:30:00Z")]
    [InlineData("declare query_parameters(d:timespan = 60d); DeviceEvents | where Timestamp > ago(d)", "2026-09-26T13:30:00Z")]
    [InlineData("search in (DeviceEvents, EmailEvents) \"x\" | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("find withsource=T in (DeviceEvents) where Timestamp > ago(60d) and a == 1 project Timestamp, a", "2026-09-26T13:30:00Z")]
    [InlineData("union withsource=T DeviceEvents, DeviceInfo | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("union DeviceEvents, SigninLogs | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("union DeviceEvents, SigninLogs | extend T = coalesce(Timestamp, TimeGenerated) | where T > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("workspace(\"x\").SigninLogs | where TimeGenerated > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | invoke FileProfile(SHA1) | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | lookup kind=leftouter (DeviceInfo) on a | where Timestamp1 > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) | join kind=leftsemi (DeviceInfo) on a | where Timestamp1 > ago(60d)", "2026-11-18T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) | join kind=rightsemi (DeviceInfo) on a | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) | join (DeviceInfo) on a, $left.Timestamp == $right.Timestamp", "2026-11-18T13:30:00Z")]
    [InlineData(
        "DeviceEvents | where Timestamp > ago(7d) | join (DeviceInfo) on a | project Timestamp, T2 = Timestamp1 | where T2 > ago(60d)",
        "2026-09-26T13:30:00Z"
    )]
    [InlineData(
        "DeviceEvents | where Timestamp > ago(7d) | join (DeviceInfo | summarize arg_max(Timestamp, *) by a) on a | extend d = Timestamp1 | where d > ago(60d)",
        "2026-09-26T13:30:00Z"
    )]
    [InlineData("DeviceEvents | make-graph a --> b with DeviceInfo on a", null, Said.Open)]
    [InlineData("DeviceEvents | sample-distinct 5 of a", null, Said.Open)]
    [InlineData("DeviceEvents | where true", null, Said.Open)]
    [InlineData("DeviceEvents | where false", null)]
    [InlineData("DeviceEvents | where Timestamp > datetime(1900-01-01)", "1900-01-01T00:00:00Z")]
    [InlineData("DeviceEvents | where iff(isempty(x), Timestamp > ago(7d), TimeGenerated > ago(60d))", "2026-09-26T13:30:00Z")]
    [InlineData("let x = \"\"; DeviceEvents | where isempty(x) or Timestamp > ago(60d)", "2026-09-26T13:30:00Z", Said.Open)]
    [InlineData("let all = false; DeviceEvents | where all or Timestamp > ago(7d)", "2026-11-18T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(60d) or InstallTime > ago(90d)", "2026-09-26T13:30:00Z", Said.Open)]
    [InlineData("DeviceEvents | extend Timestamp = bin(Timestamp, 1h) | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | extend T = todatetime(tostring(Timestamp)) | where T > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp  has \"2026-01-01\"", "2026-01-01T00:00:00Z")]
    [InlineData(
        "let p = dynamic({\"start\":\"2026-01-01\",\"end\":\"2026-02-01\"}); DeviceEvents | where Timestamp between (todatetime(p.start) .. todatetime(p['end']))",
        "2026-01-01T00:00:00Z"
    )]
    [InlineData("let p = dynamic({\"start\":datetime(2026-01-01)}); DeviceEvents | where Timestamp > p.start", "2026-01-01T00:00:00Z")]
    [InlineData("DeviceEvents | partition by a (where Timestamp > ago(60d) | top 1 by b)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | partition hint.strategy=native by a { DeviceInfo | where Timestamp > ago(60d) }", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > ago(7d) | facet by a, b with (where Timestamp > ago(60d) | take 5)", "2026-11-18T13:30:00Z")]
    [InlineData("DeviceEvents | fork a=(where Timestamp > ago(60d)) b=(where Timestamp > ago(7d))", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | mv-apply with_itemindex=i x = a on (where Timestamp > ago(60d) and x == 1)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where a between (1 .. 5) and Timestamp between (ago(60d) .. now())", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where b in~ (\"x\") and a contains \"y\" or Timestamp > ago(7d)", "2026-11-18T13:30:00Z", Said.Open)]
    [InlineData("DeviceEvents | where a[0] == \"x\" and b.c[\"d\"].e =~ \"y\" and Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where a !~ \"x\" and b <> 1 and Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where * has \"x\" and Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("search \"x\" or (Timestamp > ago(60d) and Timestamp < ago(50d))", "2026-09-26T13:30:00Z", Said.Open)]
    [InlineData("search * | where Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("search in (DeviceEvents) FileName:\"x\" and Timestamp > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | summarize arg_max(Timestamp, *) by a | join (DeviceInfo) on a | where Timestamp1 > ago(60d)", "2026-09-26T13:30:00Z")]
    [InlineData(
        "DeviceEvents | where Timestamp > ago(1d) | join kind=inner (DeviceEvents | where Timestamp between (ago(60d) .. ago(1d)) | distinct a) on a",
        "2026-09-26T13:30:00Z"
    )]
    [InlineData("let T = (a:string) { DeviceEvents | where Timestamp > todatetime(a) }; union T(\"2026-01-01\"), T(\"2026-02-01\")", "2026-01-01T00:00:00Z")]
    [InlineData("let f = (days:int = 60) { DeviceEvents | where Timestamp > ago(1d * days) }; f(7)", "2026-11-18T13:30:00Z")]
    [InlineData("let f = (days:int = 60) { DeviceEvents | where Timestamp > ago(1d * days) }; union f(7), f()", "2026-09-26T13:30:00Z")]
    [InlineData("let f = (a:int, days:int = 60) { DeviceEvents | where Timestamp > ago(1d * days) }; union f(7), f(1, 5)", "2026-09-26T13:30:00Z")]
    [InlineData("let f = (a:int, days:int = 60) { DeviceEvents | where Timestamp > ago(1d * days) }; f(days = 7, a = 1)", "2026-11-18T13:30:00Z")]
    [InlineData("let f = (days:int = 60) { DeviceEvents | where Timestamp > ago(1d * days) }; f", "2026-09-26T13:30:00Z")]
    [InlineData("let f = (T:(*), days:int = 60) { T | where Timestamp > ago(1d * days) }; DeviceEvents | invoke f(7)", "2026-11-18T13:30:00Z")]
    [InlineData("DeviceEvents | extend C = iff(a == 'x', Timestamp, datetime(null)) | where C > ago(7d)", "2026-11-18T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > coalesce(datetime(null), ago(60d))", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | where Timestamp > todatetime(strcat('2026', '-01-01'))", null, Said.Untold)]
    public void Names_are_followed_to_what_they_stand_for(string query, string? since, Said said = Said.Nothing) => AssertStart(query, since, said);

    [Theory]
    [InlineData("let f = (T:(*)) { T | where Timestamp > ago(60d) }; f(DeviceEvents | where Timestamp > ago(7d))", "2026-11-18T13:30:00Z")]
    [InlineData("let f = (T:(*)) { T | where Timestamp > ago(7d) }; f(DeviceEvents | where Timestamp > ago(60d))", "2026-11-18T13:30:00Z")]
    [InlineData("let f = (T:(*)) { T | where Timestamp > ago(7d) }; DeviceEvents | where Timestamp > ago(60d) | invoke f()", "2026-11-18T13:30:00Z")]
    [InlineData("let f = (T:(*)) { T | where Timestamp > ago(60d) }; DeviceEvents | where Timestamp > ago(7d) | invoke f()", "2026-11-18T13:30:00Z")]
    [InlineData("let f = (T:(*)) { T | take 5 }; DeviceEvents | where Timestamp > ago(60d) | invoke f()", "2026-09-26T13:30:00Z")]
    [InlineData("let f = (T:(*)) { T | take 5 }; f(DeviceEvents)", null, Said.Open)]
    [InlineData("let f = (T:(*)) { T | take 5 }; let g = (U:(*)) { f(U) | where Timestamp > ago(60d) }; g(DeviceEvents)", "2026-09-26T13:30:00Z")]
    [InlineData("let f = (T:(*)) { DeviceInfo | where a in ((T | project a)) }; f(DeviceEvents | where Timestamp > ago(60d))", "2026-09-26T13:30:00Z")]
    [InlineData("let f = (T:(*), U:(*)) { union T, U | where Timestamp > ago(60d) }; f(DeviceEvents, DeviceInfo)", "2026-09-26T13:30:00Z")]
    [InlineData("DeviceEvents | evaluate ipv4_lookup((DeviceInfo | where Timestamp > ago(60d)), a, b)", "2026-09-26T13:30:00Z")]
    public void What_a_function_is_given_comes_through_its_filters_too(string query, string? since, Said said = Said.Nothing) =>
        AssertStart(query, since, said);

    [Fact]
    public void A_query_of_many_filters_is_read_to_its_end() =>
        AssertStart(
            "DeviceEvents | where " + string.Join(" or ", Enumerable.Range(1, 5_000).Select(n => $"(a == {n} and Timestamp > ago({n}h))")),
            "2026-05-01T05:30:00Z",
            Said.Nothing
        );

    private static void AssertStart(string query, string? since, Said said)
    {
        var start = Analyses.Of(query).Start.At(Now);

        Assert.Equal(since, start.Moment is { } moment ? TimeRange.Moment(moment) : null);
        Assert.Equal(
            said,
            start.IsUntold ? Said.Untold
                : start.IsOpen ? Said.Open
                : Said.Nothing
        );
    }
}
