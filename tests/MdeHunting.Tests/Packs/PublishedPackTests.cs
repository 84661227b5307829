using MdeHunting.Packs;
using Xunit;

namespace MdeHunting.Tests.Packs;

/// <summary>What published packs have that no description of their formats says, written anew.</summary>
public sealed class PublishedPackTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mdehunting-published-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_rule_in_YAML_may_have_the_fields_of_the_portal_and_empty_lines_ahead_of_its_query()
    {
        var query = Assert.Single(
            Read(
                "rule.analytics.yaml",
                """
                DisplayName: Scans that failed
                Severity: Informational
                Tactics:
                  - PreAttack
                  - InhibitResponseFunction
                Query: |


                  AppServiceAntivirusScanAuditLogs
                  | where ScanStatus == "Failed"
                Kind: Scheduled
                """
            ).Queries
        );

        Assert.Equal(("Scans that failed", "SentinelAnalytics", "Sentinel", 9), (query.Name, query.Format, query.Variant, query.Line));
        Assert.StartsWith("AppService", query.Query, StringComparison.Ordinal);
        Assert.Equal(["PreAttack", "InhibitResponseFunction"], query.Tactics);
    }

    [Fact]
    public void A_query_in_YAML_for_another_system_is_none_and_says_so()
    {
        var read = Read(
            "graph.yml",
            """
            - Name: Members of a group
              SourcePlatform: Neo4j
              Query: |
                MATCH (u:User)-[:MemberOf]->(g:Group) RETURN u.name
            - Name: Elsewhere
              Query: index=main sourcetype=wineventlog | stats count by host
            - Name: A placeholder
              Query: -query here-
            - Name: Logons
              Query: |
                DeviceLogonEvents
                | where ActionType == "LogonFailed"
            - Name: A parser of the workspace
              Query: MyParser | where EventResult == "Failure"
            - Name: A list
              Query: _GetWatchlist('Hosts')
            """
        );

        Assert.Equal(["Logons", "A parser of the workspace", "A list"], read.Queries.Select(query => query.Name));
        Assert.Equal(["line 4: it isn't KQL", "line 6: it isn't KQL", "line 8: it isn't KQL"], read.Skipped);
    }

    [Fact]
    public void Tactics_of_a_template_may_be_tags_with_blanks_and_underscores()
    {
        var query = Assert.Single(
            Read(
                "dll.txt",
                "// Name: Odd libraries\n// DataSource: #Endpoint\n// Tactics: #Privilege Escalation #Defense_Evasion\nDeviceImageLoadEvents\n| take 5\n"
            ).Queries
        );

        Assert.Equal(("Template", "Odd libraries"), (query.Format, query.Name));
        Assert.Equal(["PrivilegeEscalation", "DefenseEvasion"], query.Tactics);
    }

    [Fact]
    public void A_comment_ahead_of_a_query_may_call_its_fields_otherwise_and_its_description_ends_with_the_next()
    {
        var monitor = Assert.Single(
            Read(
                "a.kql",
                "// Author: Some One\n// Display name: Failed logons\n// Description: Counts those that failed,\n// by account.\n// Categories: security\n"
                    + "// Resource types: Log Analytics\n// Topic: Logons\n\nSecurityEvent\n| where EventID == 4625\n"
            ).Queries
        );
        var rule = Assert.Single(
            Read(
                "b.kql",
                "// Rule Name: New services\n// MITRE Tactic: Persistence\n// MITRE Technique: T1543.003\n// Description: Lists them.\n// Frequency: 1h\n"
                    + "// Tuning Notes: leave out what your tools install\nDeviceEvents\n| where ActionType == \"ServiceInstalled\"\n"
            ).Queries
        );

        Assert.Equal(("Failed logons", "Counts those that failed,\nby account.", "Template"), (monitor.Name, monitor.Description, monitor.Format));
        Assert.Equal(("New services", "Lists them."), (rule.Name, rule.Description));
        Assert.Equal(["Persistence", "T1543.003"], rule.Tactics.Concat(rule.Techniques));
    }

    [Fact]
    public void Queries_with_lines_drawn_between_them_and_calls_of_functions_are_several()
    {
        var read = Read(
            "session.txt",
            "DeviceEvents\n| take 1\n\n--------------\n\n// Devices\nDeviceInfo\n| take 2\n#------------\n\n// Addresses\nAssignedIPAddresses('a', now())\n\n"
                + "// Kept\nprint ```\n-----\n```\n"
        );

        Assert.Equal(
            ["DeviceEvents\n| take 1", "DeviceInfo\n| take 2", "AssignedIPAddresses('a', now())", "print ```\n-----\n```"],
            read.Queries.Select(query => query.Query)
        );
        Assert.Equal([1, 7, 12, 15], read.Queries.Select(query => query.Line));
    }

    [Fact]
    public void Management_commands_between_the_queries_of_a_script_are_told_and_part_of_none()
    {
        var read = Read(
            "script.kql",
            "Invoices\n| take 1\n\n// Not needed any more\n.drop table Old\n\nInvoices\n| take 2\n\n.create function F() {\n    Invoices\n    | take 9\n}\n\n"
                + ".set-or-append Invoices <|\n    datatable(a:int)[1]\n\nInvoices\n| take 3\n"
        );

        Assert.Equal(["Invoices\n| take 1", "Invoices\n| take 2", "Invoices\n| take 3"], read.Queries.Select(query => query.Query));
        Assert.Equal([5, 10, 15], read.Skipped.Select(skipped => int.Parse(skipped.Split(' ', ':')[1], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(read.Skipped, skipped => Assert.EndsWith("it's a management command, which no hunting service runs", skipped, StringComparison.Ordinal));
    }

    [Fact]
    public void A_tree_of_folders_or_a_list_of_tables_in_Markdown_is_no_query()
    {
        var read = Read(
            "docs.md",
            "# Layout\n\n```\nDeviceProcessEvents/    # by table\n  a.yaml\n```\n\n```\nDeviceInfo: one row for each device\n```\n\n```\nDeviceInfo\n| take 1\n```\n"
        );

        Assert.Equal("DeviceInfo\n| take 1", Assert.Single(read.Queries).Query);
        Assert.Equal(2, read.Skipped.Count);
    }

    [Theory]
    [InlineData("let a = MyLogs | where X == 1;\na | take 5", "MyLogs")]
    [InlineData("let a = materialize(MyLogs\n| take 5);\na | count", "MyLogs")]
    [InlineData("DeviceEvents | where DeviceId in ((MyList | project DeviceId))", "DeviceEvents MyList")]
    [InlineData("let f = (T:(DeviceId:string)) { T | take 5 };\nDeviceEvents | invoke f()", "DeviceEvents")]
    [InlineData("let f = () { MyLogs | take 5 };\nf()", "MyLogs")]
    [InlineData("DeviceEvents | as rows\n| join kind=inner (rows | distinct DeviceId) on DeviceId", "DeviceEvents")]
    [InlineData("DeviceEvents | partition by DeviceId (count | take 1)", "DeviceEvents")]
    public void Tables_that_nobody_knows_are_known_wherever_rows_begin(string query, string tables) =>
        Assert.Equal(tables, string.Join(' ', PackQueries.TablesOf(query)));

    [Theory]
    [InlineData("let a = materialize({TableName}\n| take 5);\na | count")]
    [InlineData("let a = {TableName} | take 5;\na | count")]
    [InlineData("DeviceEvents | join kind=inner ({TableName} | take 5) on DeviceId")]
    public void A_placeholder_for_a_table_is_no_parameter(string text)
    {
        var query = Assert.Single(Read("x.json", $$"""[{"name": "x", "query": "{{text.Replace("\n", "\\n", StringComparison.Ordinal)}}"}]""").Queries);

        Assert.Empty(query.Parameters);
        Assert.Contains("{TableName} stands for a part of the query", Assert.Single(query.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MyParser | where TimeGenerated > ago(1d)", "Sentinel")]
    [InlineData("let a = MyParser | where TimeGenerated > ago(1d);\na | join kind=inner DeviceInfo on DeviceId", "Sentinel")]
    [InlineData("MyParser | where Timestamp > ago(1d)", "Any")]
    [InlineData("DeviceInfo | extend TimeGenerated = Timestamp", "Defender")]
    public void A_filter_by_the_time_of_workspaces_tells_for_whom_a_query_is(string query, string variant) =>
        Assert.Equal(variant, Assert.Single(Read("x.kql", query).Queries).Variant);

    [Fact]
    public void Queries_of_JSON_that_are_much_alike_have_lines_of_their_own()
    {
        var entries = new[] { "DeviceInfo", "DeviceEvents", "DeviceInfo" }.Select(table =>
            $$"""  { "Name": "{{table}}",\n    "Query": "{{table}}\\n| where DeviceName == 'the same long line of each'" }""".Replace(
                "\\n    ",
                "\n    ",
                StringComparison.Ordinal
            )
        );
        var read = Read(
            "alike.json",
            $"[\n{string.Join(",\n", entries)},\n  {{ \"Name\": \"Lines\",\n    \"Query\": [\"DeviceInfo\",\n      \"| take 1\"] }}\n]"
        );

        Assert.Equal([3, 5, 7, 9], read.Queries.Select(query => query.Line));
    }

    [Fact]
    public void An_entry_of_JSON_that_is_no_query_is_not_told_to_be_labelled()
    {
        var read = Read("playbook.json", """[{"name": "Mail", "body": "Hello, the device was isolated."}, {"name": "Hunt", "query": "DeviceInfo | take 1"}]""");

        Assert.Equal("Hunt", Assert.Single(read.Queries).Name);
        Assert.Equal("line 1: it isn't KQL", Assert.Single(read.Skipped));
    }

    private PackReading Read(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return Assert.Single(new PackReader(MdePackFormat.Auto).Read(path, TestContext.Current.CancellationToken));
    }
}
