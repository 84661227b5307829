using MdeHunting.Checks;
using MdeHunting.Tables;
using Xunit;

namespace MdeHunting.Tests.Checks;

/// <summary>What the service refuses, or most likely does, and beside it what it takes.</summary>
public sealed class RefusedQueryCheckTests
{
    private static readonly DateTime Now = new(2026, 11, 30, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("top 5", "", "'by' is missing")]
    [InlineData("top 5 | count", "|", "'by' is missing")]
    [InlineData("order Timestamp desc", "order", "'order by'")]
    [InlineData("sort Timestamp", "sort", "'sort by'")]
    [InlineData("reduce FileName", "FileName", "'by' is missing")]
    [InlineData("where FileName has ('abcd', 'efgh')", "(", "has_any")]
    [InlineData("where FileName == ('abcd', 'efgh')", "(", "in~")]
    [InlineData("where FileName contains ('abcd', 'efgh')", "(", "Repeat the comparison")]
    [InlineData("join kind=inner DeviceInfo", "", "'on' is missing")]
    [InlineData("lookup (DeviceInfo) | take 1", "|", "'on' is missing")]
    [InlineData("join kind=inner (DeviceInfo) on DeviceId == DeviceId", "DeviceId", "$left.DeviceId")]
    [InlineData("make-series count() step 1d", "", "'on' is missing")]
    [InlineData("extend A = dynamic({\"a\": })", "}", "value is missing")]
    [InlineData("count by FileName", "by", "isn't valid")]
    [InlineData("getschema FileName", "FileName", "isn't valid")]
    [InlineData("where FileName in~ ()", ")", "value is missing")]
    [InlineData("top-nested 5 of DeviceName, top-nested 3 of FileName by count()", ",", "'by' is missing")]
    [InlineData("project *, A = 1", "*", "isn't valid")]
    [InlineData("extend A = *", "*", "isn't valid")]
    [InlineData("summarize count() by *", "*", "isn't valid")]
    [InlineData("where DeviceName == [DEVICE]", "[", "[DEVICE] is a placeholder")]
    [InlineData("join kind=inner (DeviceInfo) on tolower(DeviceId)", "tolower", "by extend")]
    [InlineData("join kind=inner (DeviceInfo) on $right.DeviceId == $left.DeviceId", "$right", "the left side first")]
    [InlineData("where DeviceName == <device name>", "<", "<device name> is a placeholder")]
    [InlineData("where DeviceName == {{Device}}", "{", "{{Device}} is a placeholder")]
    public void What_cannot_be_read_is_one_error(string steps, string text, string told)
    {
        var query = $"DeviceEvents | {steps}";

        var finding = Assert.Single(Check(query));

        Assert.Equal(("MDE000", MdeFindingSeverity.Error, text), (finding.RuleId, finding.Severity, query.Substring(finding.Start, finding.Length)));
        Assert.Contains(told, $"{finding.Message} {finding.Suggestion}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("summarize count(*)", "MDE017", "*", "count()")]
    [InlineData("summarize dcount(*)", "MDE017", "*", "doesn't take *")]
    [InlineData("extend A = datetime_diff('secs', Timestamp, now())", "MDE018", "'secs'", "'second'")]
    [InlineData("extend A = datetime_add('days', 1, Timestamp)", "MDE018", "'days'", "'day'")]
    [InlineData("extend A = datetime_part('Hours', Timestamp)", "MDE018", "'Hours'", "'hour'")]
    [InlineData("summarize count() by bin(Timestamp, 1)", "MDE018", "1", "a timespan, such as 30m")]
    [InlineData("extend A = bin(ProcessId, 1d)", "MDE018", "1d", "must be a number")]
    [InlineData("extend A = bin(AdditionalFields, 1d)", "MDE018", "AdditionalFields", "a number, a datetime, or a timespan")]
    [InlineData("make-series count() on Timestamp step 1", "MDE018", "1", "a timespan, such as 30m")]
    [InlineData("make-series count() on ProcessId step 1d", "MDE018", "1d", "must be a number")]
    [InlineData("extend A = parse_json(AdditionalFields) | summarize count() by A", "MDE013", "A", "tostring(A)")]
    [InlineData("summarize count() by B = parse_json(AdditionalFields).b", "MDE013", "parse_json(AdditionalFields).b", "tostring(")]
    [InlineData("mv-expand A = parse_json(AdditionalFields) | distinct A, DeviceId", "MDE013", "A", "tostring(A)")]
    [InlineData("order by parse_json(AdditionalFields).a asc", "MDE013", "parse_json(AdditionalFields).a", "tostring(")]
    [InlineData("extend A = 1 | join kind=inner (datatable(A:string)['x']) on A", "MDE018", "A", "type long on the left side")]
    [InlineData("extend A = 1 | lookup (datatable(B:string)['x']) on $left.A == $right.B", "MDE018", "$left.A == $right.B", "Convert one of them")]
    [InlineData("summarize H = hll(FileName) by DeviceId | summarize hll_merge(H, dynamic([]))", "MDE023", "H", "isn't an aggregate")]
    [InlineData("summarize (A, B) = arg_max(Timestamp, FileName) by DeviceId | where FileName == 'x'", "MDE002", "FileName", "columns are DeviceId, A, B")]
    [InlineData("summarize A = arg_max(Timestamp, *) by DeviceId | project Timestamp", "MDE003", "Timestamp", "time column")]
    [InlineData("summarize arg_max(T = Timestamp, *) by DeviceId | project A = Timestamp", "MDE003", "Timestamp", "time column")]
    [InlineData("summarize arg_max(Timestamp, X = ActionType) by DeviceId | project ActionType", "MDE002", "ActionType", "columns are DeviceId, Timestamp, X")]
    [InlineData("mv-expand Timestamp", "MDE009", "Timestamp", "datetime")]
    [InlineData("mv-expand FileName", "MDE009", "FileName", "parse_json(FileName)")]
    [InlineData("mv-apply A = FileName on (take 1)", "MDE009", "FileName", "mv-apply doesn't take")]
    [InlineData("project DeviceId, DeviceId", "MDE024", "DeviceId", "Name it once")]
    [InlineData("where Timestamp > ago(1d) and FileName = 'a'", "MDE021", "=", "doesn't compare")]
    [InlineData("where (ProcessId == 1 or FileName = 'a') and ProcessId == 2", "MDE021", "=", "doesn't compare")]
    [InlineData("where FileName in ((DeviceInfo | project DeviceName)) and FileName = 'a'", "MDE021", "=", "doesn't compare")]
    [InlineData(
        "join kind=inner (DeviceInfo) on $left.ProcessId == $right.DeviceName",
        "MDE018",
        "$left.ProcessId == $right.DeviceName",
        "string on the right"
    )]
    [InlineData("join kind=inner (DeviceInfo) on DeviceId | where $left.DeviceId == 'x'", "MDE002", "$left", "behind its on")]
    [InlineData("join kind=inner (DeviceInfo) on $left.DeviceId == $right.Timestamp", "MDE018", "$left.DeviceId == $right.Timestamp", "datetime on the right")]
    [InlineData("where DeviceName == $computer", "MDE002", "$computer", "-Parameter @{ computer = $computer }")]
    [InlineData("where DeviceName == $computer.Name", "MDE002", "$computer", "variable of PowerShell")]
    [InlineData("where FileName matches regex '(abcd'", "MDE026", "'(abcd'", "isn't closed")]
    [InlineData("where FileName matches regex @'abcd)'", "MDE026", "@'abcd)'", "closes nothing")]
    [InlineData("where FileName matches regex '[a-z'", "MDE026", "'[a-z'", "isn't closed")]
    [InlineData("where FileName matches regex '*.exe'", "MDE026", "'*.exe'", "repeats nothing")]
    [InlineData("extend A = extract('(?<=x)abcd', 1, FileName)", "MDE026", "'(?<=x)abcd'", "lookbehind")]
    [InlineData("extend A = extract_all(@'(a)\\1', FileName)", "MDE026", "@'(a)\\1'", "backreferences")]
    [InlineData("extend A = replace_regex(FileName, 'a{2,1}', 'b')", "MDE026", "'a{2,1}'", "wrong order")]
    [InlineData("extend A = trim('(?!a)', FileName)", "MDE026", "'(?!a)'", "lookahead")]
    public void What_is_refused_is_one_error_at_its_place(string steps, string rule, string text, string told)
    {
        var query = $"DeviceEvents | {steps}";

        var finding = Assert.Single(Check(query), one => one.Severity == MdeFindingSeverity.Error);

        Assert.Equal((rule, text), (finding.RuleId, query.Substring(finding.Start, finding.Length)));
        Assert.Contains(told, $"{finding.Message} {finding.Suggestion}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("let a = 1; let a = 2; print a", "a")]
    [InlineData("let f = (b:long) { let b = 1; print b }; f(1)", "b")]
    [InlineData("declare query_parameters(c:string); let c = 2; print c", "c")]
    public void A_name_that_is_defined_again_is_an_error(string query, string name)
    {
        var finding = Assert.Single(Check(query), one => one.Severity == MdeFindingSeverity.Error);

        Assert.Equal(("MDE024", name), (finding.RuleId, query.Substring(finding.Start, finding.Length)));
    }

    [Theory]
    [InlineData("evaluate bag_unpak(AdditionalFields)", "MDE016", "'bag_unpack'")]
    [InlineData("render timechrt", "MDE025", "'timechart'")]
    [InlineData("render foochart", "MDE025", "chart")]
    [InlineData("take -5", "MDE018", "such as 10")]
    [InlineData("where FileName == 5", "MDE018", "in quotes: \"5\"")]
    [InlineData("where ProcessId == '5'", "MDE018", "without quotes: 5")]
    [InlineData("where ProcessId == FileName", "MDE018", "tostring or toint")]
    [InlineData("where TimeGenerated > ago(1d)", "MDE003", "Use Timestamp")]
    [InlineData("project Timestamp, SourceSystem", "MDE002", "workspace")]
    [InlineData("where Timestamp > datetime(2026-13-45)", "MDE018", "calendar")]
    [InlineData("where Timestamp > datetime('2026-02-30 10:00')", "MDE018", "calendar")]
    [InlineData("where Timestamp > datetime(2026-02-28T10:61:00Z)", "MDE018", "calendar")]
    public void What_the_service_may_take_is_a_warning(string steps, string rule, string told)
    {
        var found = Check($"DeviceEvents | {steps}");

        Assert.DoesNotContain(found, one => one.Severity == MdeFindingSeverity.Error);
        var finding = Assert.Single(found, one => one.RuleId == rule && one.Severity == MdeFindingSeverity.Warning);
        Assert.Contains(told, $"{finding.Message} {finding.Suggestion}", StringComparison.Ordinal);
    }

    /// <summary>What a plug-in sends is told whether the plug-in is documented or not.</summary>
    [Theory]
    [InlineData("http_request", false)]
    [InlineData("ftp_request", true)]
    public void A_plugin_that_sends_is_told(string plugin, bool isNew)
    {
        var found = Check($"evaluate {plugin}('https://evil.example')");

        Assert.Equal([plugin], found.Where(one => one.RuleId == "MDE301").Select(one => one.Message.Split(' ')[0]));
        Assert.Equal(isNew, found.Any(one => one.RuleId == "MDE016"));
    }

    [Theory]
    [InlineData("top 5 by Timestamp nulls last")]
    [InlineData("partition hint.strategy=native by DeviceId (take 1)")]
    [InlineData("where FileName =~ ('abcd')")]
    [InlineData("where FileName has (strcat('ab', 'cd'))")]
    [InlineData("where * has 'abcd'")]
    [InlineData("summarize take_any(*), arg_max(Timestamp, *) by DeviceId")]
    [InlineData("extend A = estimate_data_size(*)")]
    [InlineData("extend A = 1 | join kind=inner (datatable(A:int, B:real)[1, 1.5]) on A, $left.A == $right.B")]
    [InlineData("top-nested 5 of DeviceName by A = count(), top-nested of FileName by count()")]
    [InlineData("join kind=inner (DeviceInfo) on $left.DeviceId == $right.DeviceId, $left.DeviceName == $right.DeviceName")]
    [InlineData("make-series count() default=0 on Timestamp in range(ago(1d), now(), 1h) by DeviceId")]
    [InlineData("make-series count() on Timestamp from ago(1d) to now() step 1h | mv-expand Timestamp")]
    [InlineData("extend A = bin(1d, 1h), B = bin(1.5, 1), C = bin(ProcessId, 0.5), D = floor(Timestamp, 1d), E = bin_at(now(), 1, now())")]
    [InlineData("extend A = datetime_part('DAY', now()), B = datetime_diff('Day', now(), now()), C = datetime_part('week_of_year', now())")]
    [InlineData("extend A = parse_json(AdditionalFields) | summarize count() by tostring(A), tostring(A.b)")]
    [InlineData("mv-expand A = parse_json(AdditionalFields) to typeof(string) | summarize count() by A")]
    [InlineData("extend A = dynamic({\"a\": null, 'b': [1, 2], \"c:\": \":\"})")]
    [InlineData("count as A | project A")]
    [InlineData("where Timestamp > datetime(2024-02-29T24:00:00.1234567Z) and Timestamp < datetime(2024-2-9) or Timestamp < datetime(null)")]
    [InlineData("summarize A = count() by ActionType | render 3Dchart")]
    [InlineData("summarize A = count() by ActionType | render ladderchart")]
    [InlineData("where FileName matches regex @'^[\\])(]+(?i:a|b)[[:alpha:](]\\(\\)(?P<n>c)\\d{1,2}$'")]
    [InlineData("where FileName matches regex '(?x) a # (b'")]
    [InlineData("summarize H = hll(FileName) by DeviceId | summarize hll_merge(H), N = dcount_hll(hll_merge(H))")]
    [InlineData("summarize T = tdigest(ProcessId) by DeviceId | summarize tdigest_merge(T), P = percentile_tdigest(merge_tdigest(T), 50)")]
    [InlineData("summarize arg_max(Timestamp, X = ActionType) by DeviceId | project X, DeviceId, Timestamp")]
    [InlineData("summarize arg_max(T = Timestamp, FileName) by DeviceId | project T, FileName")]
    [InlineData("summarize arg_max(T = Timestamp, U = tolower(FileName), *) by DeviceId | project T, U, ActionType")]
    [InlineData("summarize take_any(A = FileName, MD5) by DeviceId | project A, MD5")]
    [InlineData("summarize (A, B) = arg_max(Timestamp, FileName, MD5) by DeviceId | project A, B, MD5, DeviceId")]
    [InlineData("summarize (A, B) = arg_max(Timestamp, *) by DeviceId | project A, B, FileName")]
    [InlineData("project-reorder DeviceId, A* granny-asc, F* granny-desc, Timestamp asc")]
    [InlineData("getschema kind=csl")]
    [InlineData("summarize by DeviceName | summarize")]
    public void What_the_service_takes_has_no_error(string steps) =>
        Assert.DoesNotContain(Check($"DeviceEvents | {steps}"), one => one.Severity == MdeFindingSeverity.Error || one.RuleId is "MDE009" or "MDE018");

    [Theory]
    [InlineData("DeviceEvents | where TimeGenerated > ago(1d)")]
    [InlineData("DeviceEvents | project SourceSystem")]
    [InlineData("DeviceEvents | where FileName == 5")]
    [InlineData("DeviceEvents | evaluate plugin_of_tomorrow()")]
    [InlineData("AADSignInEventsBeta | where NoSuchColumn == 1 and TimeGenerated > ago(1d)")]
    public void A_run_is_told_of_nothing_that_the_service_may_take(string query) =>
        Assert.DoesNotContain(QueryCheck.Of(query, TableCatalog.Bundled.All, Now, isOfRun: true), one => one.RuleId is not "MDE022");

    [Fact]
    public void Of_a_table_that_was_retired_the_columns_are_not_told()
    {
        var found = Check("AADSignInEventsBeta | where Timestamp > ago(1d) and NoSuchColumn == 1");

        Assert.Equal("MDE022", Assert.Single(found, one => one.Severity != MdeFindingSeverity.Information).RuleId);
    }

    [Theory]
    [InlineData("AgentsInfo | project Name")]
    [InlineData("CloudAppEvents | where Timestamp > ago(1d) | summarize count() by ISP")]
    [InlineData("DeviceTvmSoftwareVulnerabilitiesKB | where EpssScore > 0.5 | project CveId, CvssVector")]
    public void A_column_that_other_pages_have_is_a_warning(string query) =>
        Assert.All(Check(query).Where(one => one.RuleId == "MDE002"), one => Assert.Equal(MdeFindingSeverity.Warning, one.Severity));

    [Theory]
    [InlineData("DeviceProcesEvents | where Timestamp > ago(1d) | summarize count() by DeviceId")]
    [InlineData("DeviceEvents | where Timestamp > ago(1d) | where lowr(FileName) has 'abcd'")]
    public void Beside_a_name_that_is_mistyped_nothing_is_said_of_bounds_and_windows(string query) =>
        Assert.DoesNotContain(Check(query), one => one.RuleId is "MDE203" or "MDE207");

    [Theory]
    [InlineData("DeviceInfo | where Timestamp > ago(1d) | invoke SeenBy()")]
    [InlineData("DeviceNetworkEvents | where Timestamp > ago(1d) | invoke DeviceFromIP()")]
    [InlineData("AssignedIPAddresses('device', ago(1h))")]
    public void A_function_of_the_service_is_told_as_one(string query) =>
        Assert.StartsWith("The function of the service", Check(query).Single(one => one.RuleId == "MDE207").Message, StringComparison.Ordinal);

    private static IReadOnlyList<QueryFinding> Check(string query) => QueryCheck.Of(query, TableCatalog.Bundled.All, Now);
}
