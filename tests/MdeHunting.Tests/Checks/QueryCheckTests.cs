using MdeHunting.Checks;
using MdeHunting.Tables;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Checks;

public sealed class QueryCheckTests
{
    private static readonly DateTime Now = new(2026, 11, 30, 12, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string> Rules => [.. CheckRules.All.Where(rule => !rule.IsShownOnly).Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Each_rule_finds_what_it_is_about_and_not_what_is_right(string id)
    {
        var rule = CheckRules.Of(id);

        var found = Check(rule.Having!).Where(finding => finding.RuleId == id).ToList();

        Assert.NotEmpty(found);
        Assert.All(found, finding => Assert.Equal(rule.Severity, finding.Severity));
        Assert.DoesNotContain(Check(rule.Without!), finding => finding.RuleId == id);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void An_example_has_no_other_error_or_warning(string id)
    {
        var rule = CheckRules.Of(id);

        Assert.DoesNotContain(Check(rule.Having!), finding => finding.Severity != MdeFindingSeverity.Information && finding.RuleId != id);
        Assert.DoesNotContain(Check(rule.Without!), finding => finding.Severity != MdeFindingSeverity.Information);
    }

    [Fact]
    public void Each_rule_says_why_and_what_to_do() =>
        Assert.All(
            CheckRules.All,
            rule =>
            {
                Assert.NotEmpty(rule.Title);
                Assert.EndsWith(".", rule.Why, StringComparison.Ordinal);
                Assert.EndsWith(".", rule.Fix, StringComparison.Ordinal);
                Assert.NotEmpty(rule.Having!);
                Assert.NotEmpty(rule.Without!);
            }
        );

    [Theory]
    [InlineData("SELECT * FROM DeviceEvents WHERE FileName = 'x'", "SQL")]
    [InlineData("select DeviceName, count(*)\nfrom DeviceEvents group by DeviceName", "SQL")]
    [InlineData("WITH a AS (SELECT 1) SELECT * FROM a", "SQL")]
    [InlineData("index=main sourcetype=sysmon EventCode=1 | stats count by host", "SPL")]
    [InlineData("| tstats count where index=* by host", "SPL")]
    [InlineData("title: Whoami\nlogsource:\n  product: windows\ndetection:\n  selection:\n    Image|endswith: '\\whoami.exe'\n  condition: selection", "Sigma")]
    [InlineData(
        "---\ntitle: Whoami\ndetection:\n  selection:\n    Image|endswith: '\\whoami.exe'\n  condition: selection\nlogsource:\n  product: windows",
        "Sigma"
    )]
    [InlineData("-- devices\nSELECT DeviceName FROM DeviceInfo", "SQL")]
    [InlineData("/* devices */ select DeviceName from DeviceInfo", "SQL")]
    [InlineData("SELECT 1", "SQL")]
    [InlineData("process.name:\"cmd.exe\" AND process.args:\"/c\"", "Lucene")]
    [InlineData("user.name: admin AND NOT event.code: 4624", "Lucene")]
    [InlineData("Get-Process | Where-Object Name -eq 'x'", "PowerShell")]
    [InlineData("$q = 'DeviceEvents | take 1'\nInvoke-MdeHuntingQuery $q", "PowerShell")]
    [InlineData("FROM logs-* | WHERE event.code == \"1\" | LIMIT 10", "ES|QL")]
    [InlineData("FROM logs-endpoint.events.process-*, other METADATA _id\n| WHERE process.name == \"cmd.exe\"", "ES|QL")]
    [InlineData("process where process.name == \"cmd.exe\" and process.args : \"/c\"", "EQL")]
    [InlineData("sequence by host.id with maxspan=1m\n  [process where process.name == \"cmd.exe\"]\n  [network where true]", "EQL")]
    [InlineData("dataset = xdr_data | filter event_type = ENUM.PROCESS | fields agent_hostname", "XQL")]
    [InlineData("config timeframe = 7d | dataset = xdr_data | limit 5", "XQL")]
    [InlineData("<html><body><p>DeviceEvents</p></body></html>", "HTML")]
    [InlineData("<!DOCTYPE html>\n<html>", "HTML")]
    [InlineData("<pre class=\"kql\">DeviceEvents | take 1</pre>", "HTML")]
    [InlineData("{\"query\": \"DeviceEvents | take 1\"}", "JSON")]
    [InlineData("[{\"query\": \"DeviceEvents | take 1\"}]", "JSON")]
    public void Another_language_is_one_finding_that_says_so(string text, string language)
    {
        var finding = Assert.Single(Check(text));

        Assert.Equal("MDE019", finding.RuleId);
        Assert.Contains(language, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_query_at_all_is_one_finding()
    {
        Assert.Equal("MDE000", Assert.Single(Check("Hello world, this is no query.")).RuleId);
        Assert.Equal("MDE000", Assert.Single(Check("DeviceEvents | where FileName == \"abc")).RuleId);
        Assert.Equal("MDE020", Assert.Single(Check(new string('a', 5 * 1024 * 1024))).RuleId);
        Assert.Equal("MDE020", Assert.Single(Check($"DeviceEvents | where {new string('(', 10_000)}true{new string(')', 10_000)}")).RuleId);
        Assert.Equal("MDE000", Assert.Single(Check("  // nothing yet\n")).RuleId);
        Assert.Equal("MDE000", Assert.Single(Check(string.Empty)).RuleId);
    }

    [Theory]
    [InlineData("DeviceProcessEvents | where Timestamp > ago(1d) | summarize any(ProcessCommandLine) by FileName | project FileName, any_ProcessCommandLine")]
    [InlineData(
        "DeviceProcessEvents | where Timestamp > ago(1d) | summarize arg_max(Timestamp, FileName), arg_min(Timestamp, FolderPath) by DeviceId | project Timestamp, Timestamp1"
    )]
    [InlineData(
        "DeviceProcessEvents | where Timestamp > ago(1d) | summarize arg_max(Timestamp, *), arg_min(Timestamp, *) by DeviceId | project FileName, FileName1"
    )]
    [InlineData("macro-expand entity_group [cluster('a').database('b')] as X (X.T | where Foo == 1)")]
    [InlineData("find withsource=Src in (DeviceEvents, DeviceFileEvents) where Timestamp > ago(1d) and FileName has 'abcd'")]
    public void Nothing_is_found_in_what_is_right(string query) =>
        Assert.DoesNotContain(Check(query), finding => finding.Severity != MdeFindingSeverity.Information);

    [Fact]
    public void Parameters_that_are_declared_change_nothing_of_how_much_is_read() =>
        Assert.DoesNotContain(
            Check("declare query_parameters(p_Id:string);\nDeviceProcessEvents | where Timestamp > ago(1d) and DeviceId == p_Id"),
            finding => finding.RuleId == "MDE203"
        );

    [Fact]
    public void Any_beginning_of_a_query_is_checked()
    {
        foreach (var query in BrokenQueries.All)
        {
            for (var length = 1; length <= query.Length; length++)
            {
                Assert.DoesNotContain(Check(query[..length]), finding => finding.Message.Contains("unexpected", StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("DeviceInfo |")]
    [InlineData("DeviceInfo | // c")]
    [InlineData("DeviceInfo | where OSPlatform == 'a' |\n")]
    public void A_query_that_ends_behind_a_pipe_is_one_finding(string query) => Assert.Equal("MDE000", Assert.Single(Check(query)).RuleId);

    [Theory]
    [InlineData("DeviceEvents | table a", "table", "project")]
    [InlineData("DeviceEvents | print a = 1", "print", "operator is missing")]
    [InlineData("range x from 1 to 10", "", "'step' is missing")]
    [InlineData("range x from 1 step 1", "", "'to' is missing")]
    [InlineData("DeviceEvents | where FolderPath has \"C:\\Windows\"", "\\W", "@")]
    [InlineData("DeviceEvents | where FolderPath in ('a', 'C:\\Users')", "\\U", "twice")]
    [InlineData("DeviceEvents | where contains(FileName, 'abcd')", "contains", "two values")]
    [InlineData("DeviceEvents | where has_any(FileName, 'abcd')", "has_any", "two values")]
    [InlineData("DeviceEvents | where FileName has_any ('abcd', 'efgh'", "(", "')' is missing")]
    [InlineData("'abcd' | where FileName == 'a'", "'abcd'", "table is missing")]
    [InlineData("DeviceEvents | join kind=inner 'abcd' on DeviceId", "'abcd'", "table is missing")]
    [InlineData("datatable (a strng) ['x']", "strng", "':' is missing")]
    [InlineData("datatable (a:strng) ['x']", "strng", "isn't a type")]
    [InlineData("DeviceEvents | extend by Timestamp", "Timestamp", "isn't valid")]
    [InlineData("DeviceEvents | where FileName in 'abcd'", "in", "isn't valid")]
    public void What_the_service_cannot_read_is_one_finding_at_its_place(string query, string text, string told)
    {
        var finding = Assert.Single(Check(query));

        Assert.Equal(("MDE000", text), (finding.RuleId, query.Substring(finding.Start, finding.Length)));
        Assert.Contains(told, $"{finding.Message} {finding.Suggestion}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DeviceEvents | summarize count() by ActionType\n| render piechart with (title='x')\n\n// More\nDeviceInfo\n| where Nope == 1")]
    [InlineData("DeviceEvents | evaluate pivot(ActionType)\n\nDeviceInfo | where Nope == 1")]
    [InlineData("DeviceEvents | take 1\n\nDeviceInfo | where Nope == 1")]
    [InlineData("datatable (a:string) ['x']\nDeviceInfo | where Nope == 1")]
    public void Another_query_in_the_text_is_one_finding_where_it_begins(string query)
    {
        var finding = Assert.Single(Check(query));

        Assert.Equal(("MDE000", "DeviceInfo"), (finding.RuleId, query.Substring(finding.Start, finding.Length)));
        Assert.Contains("another query", finding.Suggestion, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DeviceEvents | summarize count() by ActionType | render timechart\nwith (title='x',\nxcolumn=ActionType)")]
    [InlineData("DeviceEvents | summarize count() by ActionType | render columnchart\nkind=stacked")]
    [InlineData("DeviceEvents | evaluate pivot(ActionType)\n: (DeviceName:string)\n| take 1")]
    [InlineData("DeviceEvents | parse-kv FolderPath\nas (a:string)\nwith (pair_delimiter=',')")]
    [InlineData("externaldata (a:string)\n['https://contoso.example']\nwith (format='csv')")]
    public void An_operator_goes_on_over_lines(string query) => Assert.DoesNotContain(Check(query), finding => finding.RuleId == "MDE000");

    [Theory]
    [InlineData("DeviceEvents | where FolderPath has @\"C:\\Windows\\Users\"")]
    [InlineData("DeviceEvents | where FolderPath has \"C:\\\\Windows\\tUsers \\u00e9 \\x41 \\101 \\\"\"")]
    [InlineData("DeviceEvents | where FolderPath has ```C:\\Windows```")]
    public void A_string_may_have_every_escape_there_is(string query) => Assert.DoesNotContain(Check(query), finding => finding.RuleId == "MDE000");

    [Theory]
    [InlineData("DeviceEvents | join kind=innner (DeviceInfo) on DeviceId", "innner", "'inner'")]
    [InlineData("DeviceEvents | lookup kind=inner2 (DeviceInfo) on DeviceId", "inner2", "'inner'")]
    [InlineData("union kind=all DeviceEvents, DeviceInfo", "all", "inner or outer")]
    [InlineData("DeviceEvents | parse kind=loose FileName with 'a' B", "loose", "simple, regex, or relaxed")]
    [InlineData("DeviceEvents | mv-expand kind=list parse_json(AdditionalFields)", "list", "bag or array")]
    public void An_option_takes_its_words_alone(string query, string text, string told)
    {
        var finding = Check(query).Single(one => one.RuleId == "MDE025");

        Assert.Equal(text, query.Substring(finding.Start, finding.Length));
        Assert.Contains(told, finding.Suggestion, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DeviceEvents | extend A = AdditionalFields.x", MdeFindingSeverity.Warning)]
    [InlineData("DeviceEvents | extend A = bag_keys(AdditionalFields)", MdeFindingSeverity.Warning)]
    [InlineData("DeviceEvents | extend A = tolower(FileName) | extend B = A.x", MdeFindingSeverity.Error)]
    public void A_column_of_json_that_may_be_dynamic_in_the_service_is_a_warning(string query, MdeFindingSeverity severity) =>
        Assert.Equal(severity, Check(query).Single(finding => finding.RuleId == "MDE018").Severity);

    [Theory]
    [InlineData("\u001b", "U+001B isn't visible")]
    [InlineData("\u0007", "U+0007 isn't visible")]
    [InlineData("\u00a0", "U+00A0 looks like a space")]
    [InlineData("\u2003", "U+2003 looks like a space")]
    public void A_character_in_a_text_that_is_not_seen_as_what_it_is_is_found(string character, string told)
    {
        var finding = Check($"DeviceEvents | where FileName has \"abcd{character}efgh\"").Single(one => one.RuleId == "MDE302");

        Assert.Contains(told, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blank_between_words_is_seen_by_what_stands_around_it() =>
        Assert.DoesNotContain(Check("DeviceEvents |\u00a0where FileName has \"abcd\tefgh\" \r\n| count"), finding => finding.RuleId == "MDE302");

    [Fact]
    public void What_is_too_intricate_to_be_checked_to_its_end_is_told_as_that()
    {
        var lets = string.Concat(Enumerable.Range(1, 40).Select(n => $"let f{n} = (x:long) {{ f{n - 1}(x) + f{n - 1}(x) }}; "));

        Assert.Contains(
            Check($"let f0 = (x:long) {{ x }}; {lets} print f40(1)"),
            finding => finding is { RuleId: "MDE020", Severity: MdeFindingSeverity.Information }
        );
    }

    // With work that grows by the square of the text, each of these takes minutes.
    [Fact]
    public void A_query_of_many_operators_is_checked_to_its_end()
    {
        var nested = "DeviceInfo";
        for (var i = 0; i < 150; i++)
        {
            nested = $"DeviceInfo | join kind=inner ({nested}) on DeviceId";
        }

        string[] queries =
        [
            nested,
            "DeviceInfo" + string.Concat(Enumerable.Repeat(" | join kind=inner (DeviceInfo) on DeviceId", 1000)),
            "DeviceInfo" + string.Concat(Enumerable.Range(0, 20_000).Select(n => $" | extend A{n} = {n}")),
        ];
        Assert.All(queries, query => Assert.DoesNotContain(Check(query), finding => finding.RuleId is "MDE020" or "MDE002"));
    }

    [Theory]
    [InlineData("DeviceProcesEvents | take 1", "MDE001", "DeviceProcessEvents")]
    [InlineData("ProcessCreationEvents | take 1", "MDE001", "DeviceProcessEvents")]
    [InlineData("DeviceEvents | project FileNam", "MDE002", "FileName")]
    [InlineData("DeviceEvents | where TimeGenerated > ago(1d)", "MDE003", "Timestamp")]
    [InlineData("DeviceEvents | where lower(FileName) == 'abcd'", "MDE016", "tolower")]
    [InlineData("DeviceEvents | extend A = FileName + 'x'", "MDE018", "strcat")]
    [InlineData("DeviceEvents | where Timestamp > ago(1x)", "MDE002", "1d")]
    [InlineData("DeviceEvents | where FileName == NULL", "MDE002", "isempty")]
    [InlineData("DeviceEvents | invoke OfContoso()", "MDE016", "saved")]
    [InlineData("OfContoso | take 1", "MDE001", "OfContoso()")]
    [InlineData("DeviceEvents | find where FileName == 'a'", "MDE000", "use where")]
    public void A_finding_suggests_what_was_meant(string query, string rule, string meant) =>
        Assert.Contains(Check(query), finding => finding.RuleId == rule && finding.Suggestion!.Contains(meant, StringComparison.Ordinal));

    [Theory]
    [InlineData("SigninLogs | take 1", MdeFindingSeverity.Warning)]
    [InlineData("Contoso_CL | take 1", MdeFindingSeverity.Warning)]
    [InlineData("DeviceEvent | take 1", MdeFindingSeverity.Error)]
    public void A_table_that_a_workspace_may_have_is_a_warning(string query, MdeFindingSeverity severity) =>
        Assert.Equal(severity, Check(query).Single(finding => finding.RuleId == "MDE001").Severity);

    [Fact]
    public void A_function_that_the_tenant_may_have_is_a_warning() =>
        Assert.Equal(MdeFindingSeverity.Warning, Check("DeviceEvents | invoke OfContoso()").Single(finding => finding.RuleId == "MDE016").Severity);

    [Fact]
    public void The_tables_of_a_tenant_count()
    {
        Assert.Empty(QueryCheck.Of("Own_CL | where A == 1", [new("Own_CL", [new("A", "int")])], Now, isOfRun: true));
        Assert.Equal("MDE002", Assert.Single(QueryCheck.Of("Own_CL | where B == 1", [new("Own_CL", [new("A", "int")])], Now, isOfRun: true)).RuleId);
    }

    [Fact]
    public void A_run_reports_an_unknown_column_of_a_whole_table_where_it_is_mistyped_or_the_tenants_schema_was_read()
    {
        Assert.Empty(QueryCheck.Of("DeviceInfo | where Nope1 == 1", TableCatalog.Bundled.All, Now, isOfRun: true));
        Assert.Equal("MDE002", Assert.Single(QueryCheck.Of("DeviceInfo | where DeviceNam == 'a'", TableCatalog.Bundled.All, Now, isOfRun: true)).RuleId);
        Assert.Equal(
            "MDE002",
            Assert.Single(QueryCheck.Of("DeviceInfo | where Nope1 == 1", [new("DeviceInfo", [new("DeviceName", "string")])], Now, isOfRun: true)).RuleId
        );
    }

    [Theory]
    [InlineData("prev(FileName)")]
    [InlineData("next(FileName)")]
    [InlineData("row_number()")]
    [InlineData("strcat(tostring(row_cumsum(1)), 'a')")]
    [InlineData("row_rank_dense(FileName)")]
    [InlineData("row_window_session(Timestamp, 1h, 5m)")]
    public void A_filter_stays_behind_what_reads_other_rows(string value) =>
        Assert.DoesNotContain(
            Check($"DeviceEvents | where Timestamp > ago(1d) | sort by Timestamp asc | extend a = 1 | extend p = {value} | where FileName =~ 'x.exe'"),
            finding => finding.RuleId == "MDE104"
        );

    [Fact]
    public void A_filter_on_a_column_that_is_not_there_stays_where_it_is()
    {
        var found = Check("DeviceEvents | where Timestamp > ago(1d) | parse FileName with a ':' b | where c == ''");

        Assert.Contains(found, finding => finding.RuleId == "MDE002");
        Assert.DoesNotContain(found, finding => finding.RuleId == "MDE104");
    }

    [Fact]
    public void A_place_is_the_text_that_it_is_about()
    {
        const string query = "DeviceEvents\n| where Timestamp > ago(1d)\n| project FileNam";

        var finding = new CheckedQuery(query, "/hunts/a.kql", "a.kql", 10).ToFinding(Check(query).Single(one => one.RuleId == "MDE002"));

        Assert.Equal((13, 11, 7, "FileNam"), (finding.Line, finding.Column, finding.Length, finding.Text));
        Assert.Equal("3> | project FileNam\n             ^", finding.Excerpt);
    }

    [Fact]
    public void Every_published_query_is_checked() => Assert.All(Corpus.Queries(), query => Check(query.Text));

    private static IReadOnlyList<QueryFinding> Check(string query) => QueryCheck.Of(query, TableCatalog.Bundled.All, Now);
}
