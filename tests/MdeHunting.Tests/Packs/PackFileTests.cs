using System.IO.Compression;
using System.Text;
using MdeHunting.Packs;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Packs;

/// <summary>Files of each format that people publish queries in, and what is wrong with some, through the part that the package has.</summary>
public sealed class PackFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mdehunting-packs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_hunting_query_of_Sentinel_is_read_with_its_traps()
    {
        var query = Assert.Single(
            Read(
                "lsass.yaml",
                """
                id: 5b1c8d3e-0000-4000-8000-000000000001
                name: "'Handles to LSASS'"
                description: |
                  'Looks for what opened the process.'
                requiredDataConnectors:
                  - connectorId: MicrosoftThreatProtection
                    dataTypes:
                      - DeviceEvents
                tactics: Credential access
                relevantTechniques:
                  - T1003.001
                  - t1003
                query: |
                  ```kusto
                  DeviceEvents
                  | where ActionType == "OpenProcessApiCall" and FileName == "lsass.exe"
                  ```
                """
            ).Queries
        );

        Assert.Equal(("Handles to LSASS", "SentinelHunting", "Defender"), (query.Name, query.Format, query.Variant));
        Assert.Equal("DeviceEvents\n| where ActionType == \"OpenProcessApiCall\" and FileName == \"lsass.exe\"", query.Query);
        Assert.Equal(["T1003.001", "T1003"], query.Techniques);
        Assert.Equal(["CredentialAccess"], query.Tactics);
        Assert.Equal(["DeviceEvents"], query.Tables);
        Assert.Equal("Looks for what opened the process.", query.Description);
        Assert.Equal($"{Path.Combine(_folder, "lsass.yaml")}:15", query.Source);
    }

    [Fact]
    public void A_rule_of_Sentinel_is_one_of_analytics_also_where_it_reads_its_own_tables()
    {
        var query = Assert.Single(
            Read(
                "rule.yml",
                "name: Sign-ins\nseverity: Low\nquery: SigninLogs | where TimeGenerated > ago(1d) | summarize count() by UserPrincipalName"
            ).Queries
        );

        Assert.Equal(("SentinelAnalytics", "Sentinel"), (query.Format, query.Variant));
        Assert.Equal(["SigninLogs"], query.Tables);
    }

    [Fact]
    public void The_heading_decides_for_whom_one_of_two_fences_is_and_its_label_does_not()
    {
        var read = Read(
            "startup.md",
            """
            # Files in the startup folder

            ## Query Information

            #### MITRE ATT&CK Technique(s)

            | Technique ID | Title |
            | --- | --- |
            | T1547.001 | Registry Run Keys / Startup Folder |

            #### Description
            What is written there runs at the next logon.

            ## Defender XDR
            ```C#
            DeviceFileEvents
            | where FolderPath has "Startup"
            ```
            ## Sentinel
            ```KQL
            DeviceFileEvents
            | where FolderPath has "Startup"
            ```
            ## How to install
            ```powershell
            Get-ChildItem | Where-Object Name -like *.md
            ```
            ```
            { "not": "KQL" }
            ```
            ```kql
            | take 5
            ```
            ```
            DeviceInfo, DeviceEvents
            ```
            """
        );

        Assert.Equal(["Defender 16", "Sentinel 21"], read.Queries.Select(query => FormattableString.Invariant($"{query.Variant} {query.Line}")));
        Assert.All(read.Queries, query => Assert.Equal("Files in the startup folder", query.Name));
        Assert.All(read.Queries, query => Assert.Equal(["T1547.001"], query.Techniques));
        Assert.All(read.Queries, query => Assert.Equal("What is written there runs at the next logon.", query.Description));
        Assert.Equal(
            [
                "line 26: it's labelled powershell, and isn't KQL",
                "line 29: it isn't KQL",
                "line 32: it's a piece of a query, which begins with |",
                "line 35: it isn't KQL",
            ],
            read.Skipped
        );
    }

    [Fact]
    public void A_heading_of_a_query_gives_it_its_name_and_its_own_techniques()
    {
        var read = Read(
            "several.md",
            """
            # Remote work
            T1021 as a whole.
            ### Logons by RDP
            **MITRE:** T1021.001
            ```
            DeviceLogonEvents | where LogonType == "RemoteInteractive"
            ```
            ### Services
            ```kql
            // installed
            DeviceEvents | where ActionType == "ServiceInstalled"

            DeviceProcessEvents | where FileName =~ "sc.exe"
            ```
            """
        );

        Assert.Equal(["Logons by RDP: T1021.001", "installed: T1021,T1021.001", "Services: T1021,T1021.001"], read.Queries.Select(Told));
        Assert.Equal([6, 11, 13], read.Queries.Select(query => query.Line));

        static string Told(MdePackQuery query) => $"{query.Name}: {string.Join(",", query.Techniques)}";
    }

    [Fact]
    public void A_fence_that_nobody_closed_ends_at_the_next_heading_or_fence()
    {
        var read = Read("open.md", "# One\n```kql\nDeviceInfo\n| take 1\n# Two\nText.\n```kql\nDeviceEvents\n| take 2\n```\n");

        Assert.Equal(
            ["One 3 DeviceInfo\n| take 1", "Two 8 DeviceEvents\n| take 2"],
            read.Queries.Select(query => FormattableString.Invariant($"{query.Name} {query.Line} {query.Query}"))
        );
    }

    [Fact]
    public void Several_queries_of_a_text_are_several_and_take_the_names_they_use_along()
    {
        var read = Read(
            "notes.kql\"",
            """
            // Encoded commands
            let shells = dynamic(["powershell.exe", "pwsh.exe"]);
            DeviceProcessEvents
            | where FileName in~ (shells)

            | where ProcessCommandLine has "-enc" // T1059.001
            ;
            // Connections of the same
            // T1071
            DeviceNetworkEvents
            | where InitiatingProcessFileName in~ (shells)
            """
        );

        Assert.Equal(["Encoded commands T1059.001 2", "Connections of the same T1071 10"], read.Queries.Select(Told));
        Assert.StartsWith("let shells = dynamic([", read.Queries[1].Query, StringComparison.Ordinal);

        static string Told(MdePackQuery query) => FormattableString.Invariant($"{query.Name} {string.Join(",", query.Techniques)} {query.Line}");
    }

    [Fact]
    public void The_query_template_and_declared_parameters_are_known()
    {
        var template = Assert.Single(
            Read(
                "t.txt",
                "// Name: New services\n// Id: 42\n// Description: Who installs them.\n// More of it.\n// DataSource: #DeviceEvents, #Other\n// Techniques: #T1543.003\nDeviceEvents | take 1"
            ).Queries
        );
        var declared = Assert.Single(
            Read("d.csl", "declare query_parameters(device:string, days:int = 7);\nDeviceEvents | where DeviceName == device | take days").Queries
        );

        Assert.Equal(
            ("Template", "New services", "42", "Who installs them.\nMore of it."),
            (template.Format, template.Name, template.Id, template.Description)
        );
        Assert.Equal(["DeviceEvents", "Other"], template.Tags);
        Assert.Equal(["T1543.003"], template.Techniques);
        Assert.Equal(("DataExplorer", "d"), (declared.Format, declared.Name));
        Assert.Equal(["device:string ", "days:int 7"], declared.Parameters.Select(parameter => $"{parameter} {parameter.Default}"));
    }

    [Fact]
    public void A_name_ends_with_its_line_and_alone_it_makes_a_template()
    {
        var followed = Assert.Single(Read("a.kql", "// Name: New services\n// Looks for who installs them.\nDeviceEvents | take 1").Queries);
        var alone = Assert.Single(Read("b.kql", "// Name: New services\nDeviceEvents | take 1").Queries);

        Assert.Equal(("Template", "New services", "Looks for who installs them."), (followed.Format, followed.Name, followed.Description));
        Assert.Equal(("Template", "New services", null), (alone.Format, alone.Name, alone.Description));
    }

    [Fact]
    public void A_table_of_ATTACK_is_read_with_subtechniques_in_cells_of_their_own_and_numbered_tactics()
    {
        var query = Assert.Single(
            Read(
                "falcon.md",
                """
                # Injection by hand

                ## ATT&CK

                | Tactic | Technique | Subtechnique | Technique Name |
                | --- | --- | --- | --- |
                | TA0002 - Execution | T1059 | 001 | Command and Scripting Interpreter: PowerShell |
                | TA0005 - Defense Evasion | T1055 | | Process Injection |

                ```C#
                DeviceProcessEvents | where FileName =~ "powershell.exe"
                ```
                """
            ).Queries
        );

        Assert.Equal("Injection by hand", query.Name);
        Assert.Equal(["T1059.001", "T1055"], query.Techniques);
        Assert.Equal(["Execution", "DefenseEvasion"], query.Tactics);
    }

    [Fact]
    public void Of_a_table_of_all_tactics_those_with_a_mark_are_read()
    {
        var query = Assert.Single(
            Read(
                "category.md",
                """
                # Openssl

                ```Kusto
                DeviceProcessEvents | where FileName =~ "openssl"
                ```

                ## Category

                | Technique, tactic, or state | Covered? (v=yes) | Notes |
                |-|-|-|
                | Initial access |  |  |
                | Execution | v | Few matches. |
                | Persistence |  |  |
                | Defense evasion | V |  |
                """
            ).Queries
        );

        Assert.Equal(["Execution", "DefenseEvasion"], query.Tactics);
    }

    [Fact]
    public void An_indented_query_beside_fences_is_read_and_indented_text_is_not_missed()
    {
        var read = Read(
            "mixed.md",
            "# One\n\n```kql\nDeviceInfo | take 1\n```\n\n# Two\n\n    DeviceEvents\n    | take 2\n\n# Three\n\n    Install-Module MdeHunting\n"
        );

        Assert.Equal(["One DeviceInfo | take 1", "Two DeviceEvents\n| take 2"], read.Queries.Select(query => $"{query.Name} {query.Query}"));
        Assert.Empty(read.Skipped);
    }

    [Fact]
    public void A_default_of_msticpy_counts_days()
    {
        var query = Assert.Single(
            Read(
                "days.yaml",
                """
                metadata:
                  data_families: [MDE]
                defaults:
                  parameters:
                    start: {type: datetime, default: -30}
                    end: {type: datetime, default: 0}
                sources:
                  list_hosts:
                    args:
                      query: 'DeviceInfo | where Timestamp between (datetime({start}) .. datetime({end}))'
                """
            ).Queries
        );

        Assert.Equal(["start:datetime ago(30d)", "end:datetime now()"], query.Parameters.Select(parameter => $"{parameter} {parameter.Default}"));
        Assert.StartsWith("declare query_parameters(start:datetime = ago(30d), end:datetime = now());", query.Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: x\nquery: DeviceInfo | take 1\nquery: DeviceEvents | take 1\n", "'query' more than once")]
    [InlineData("name: x\nname: y\nquery: DeviceInfo | take 1\n", "'name' more than once")]
    [InlineData("name: x\nquery: AADSignInEventsBeta | take 1\n", "EntraIdSignInEvents")]
    [InlineData("name: x\nquery: SecurityEvent | take 1\n", "a table of Microsoft Sentinel")]
    [InlineData("name: x\nquery: ProcessCreationEvents | take 1\n", "a former name")]
    [InlineData("name: x\nquery: cluster('a').database('b').DeviceInfo | take 1\n", "cluster()")]
    [InlineData("name: x\nquery: \"/* said of it */\\nDeviceInfo | take 1\"\n", "/*")]
    [InlineData("name: x\nquery: DeviceInfo | evaluate http_request('https://evil.example')\n", "plug-in http_request")]
    public void What_stands_against_running_a_query_is_told(string text, string problem) =>
        Assert.Contains(problem, Assert.Single(Assert.Single(Read("x.yaml", text).Queries).Problems), StringComparison.Ordinal);

    [Fact]
    public void A_template_of_msticpy_is_filled_with_its_own_pieces_and_keeps_values_as_parameters()
    {
        var query = Assert.Single(
            Read(
                "m.yaml",
                """
                metadata:
                  data_families: [MDE]
                  description: Of hosts
                defaults:
                  parameters:
                    table: {type: str, default: DeviceProcessEvents}
                    start: {type: datetime, description: From when on}
                    add_query_items: {type: str, default: ''}
                sources:
                  list_processes:
                    description: Lists them
                    args:
                      query: '{table} | where Timestamp >= datetime({start}) | where DeviceName has "{host}" and AccountName in ({users}) | extend x = "{{y}}" {add_query_items}'
                    parameters:
                      host: {type: str}
                      users: {type: list}
                """
            ).Queries
        );

        Assert.Equal(("list_processes", "Msticpy", "Lists them"), (query.Name, query.Format, query.Description));
        Assert.Equal(["start:datetime", "host:string", "users:dynamic", "y:string"], query.Parameters.Select(parameter => $"{parameter}"));
        Assert.Contains("DeviceProcessEvents | where Timestamp >= start | where DeviceName has host and AccountName in (users)", query.Query);
        Assert.Equal(["DeviceProcessEvents"], query.Tables);
        Assert.Equal(["MDE"], query.Tags);
    }

    [Fact]
    public void A_list_in_JSON_is_read_whatever_its_fields_are_called()
    {
        var read = Read(
            "list.json",
            """
            [{"Name": "One", "Query": "DeviceInfo | where DeviceId == '{DeviceId}'", "Source": "Device", "ResultCount": 0},
             {"properties": {"displayName": "Two", "query": "DeviceEvents\n| take 5", "tactics": ["Initial Access"], "techniques": ["T1566"]}},
             {"displayName": "Three", "queryCondition": {"queryText": "AlertInfo"}, "detectionAction": {"alertTemplate": {"mitreTechniques": ["T1003"]}}}]
            """
        );

        Assert.Equal(["One 1", "Two 2", "Three 3"], read.Queries.Select(query => FormattableString.Invariant($"{query.Name} {query.Line}")));
        Assert.Equal("p_DeviceId", Assert.Single(read.Queries[0].Parameters).Name);
        Assert.Equal(["InitialAccess", "T1566"], read.Queries[1].Tactics.Concat(read.Queries[1].Techniques));
        Assert.Equal(["T1003"], read.Queries[2].Techniques);
    }

    [Theory]
    [InlineData("README.md", "# About\nNothing to run.\n", "Markdown without a block of KQL")]
    [InlineData("sigma.yaml", "title: x\nlogsource: {product: windows}\ndetection: {condition: selection}\n", "a Sigma rule, which isn't KQL")]
    [InlineData("parser.yaml", "FunctionName: x\nParserQuery: DeviceEvents\n", "a parser, which other queries call")]
    [InlineData("empty.kql", "// nothing yet\n", "empty but for comments")]
    [InlineData("other.json", "{\"a\": [1, 2]}", "JSON without a list of queries")]
    public void A_file_without_a_query_says_what_it_is(string name, string text, string what)
    {
        var read = Read(name, text);

        Assert.Empty(read.Queries);
        Assert.Null(read.Failure);
        Assert.Equal(what, read.What);
    }

    [Theory]
    [InlineData("ips.txt", "10.0.0.1\n10.0.0.2\n")]
    [InlineData("prose.txt", "This is a text about hunting; it has no queries.")]
    [InlineData("f.kql", "let f = (x:string) { DeviceEvents | where FileName == x };")]
    [InlineData("c.csl", ".show tables")]
    public void A_text_that_is_no_query_says_why(string name, string text)
    {
        var read = Read(name, text);

        Assert.Empty(read.Queries);
        Assert.NotEmpty(read.Skipped);
    }

    [Fact]
    public void A_bomb_of_aliases_costs_nothing_and_is_no_query()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 60; i++)
        {
            text.Append(FormattableString.Invariant($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat(FormattableString.Invariant($"*a{i - 1}"), 9))}]\n"));
        }

        var read = Read("bomb.yaml", text.Append("query: DeviceInfo | take 1\nname: x\ntactics: *a59\n").ToString());

        Assert.Equal("x", Assert.Single(read.Queries).Name);
    }

    [Theory]
    [InlineData("deep.yaml", "[", 5_000, "nested")]
    [InlineData("aliases.yaml", "- *x\n", 3_000, "aliases")]
    [InlineData("values.yaml", "- a\n", 210_000, "values")]
    [InlineData("deep.json", "[", 5_000, "JSON")]
    [InlineData("torn.json", "[\n", 2, "line 3")]
    [InlineData("deep.md", "> ", 20_000, "nested")]
    public void What_goes_beyond_a_pack_is_a_failure_of_that_file_alone(string name, string piece, int times, string word)
    {
        var read = Read(name, (piece.Contains('*', StringComparison.Ordinal) ? "- &x a\n" : string.Empty) + string.Concat(Enumerable.Repeat(piece, times)));

        Assert.Equal(PackFailure.PackDamaged, read.Failure?.Failure);
        Assert.Contains(word, read.Failure!.Message);
    }

    [Fact]
    public void Text_in_UTF_16_is_read_and_in_another_encoding_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "wide.kql"), "DeviceInfo | where DeviceName == 'é'", Encoding.Unicode);
        File.WriteAllBytes(Path.Combine(_folder, "latin.kql"), Encoding.Latin1.GetBytes("DeviceInfo | where DeviceName == 'é'"));

        Assert.Contains("'é'", Assert.Single(ReadFile("wide.kql").Queries).Query);
        Assert.Equal(PackFailure.PackUnreadable, ReadFile("latin.kql").Failure?.Failure);
    }

    [Fact]
    public void An_archive_is_read_in_place_and_what_climbs_out_or_grows_without_end_is_refused()
    {
        using (var archive = ZipFile.Open(Path.Combine(_folder, "pack.zip"), ZipArchiveMode.Create))
        {
            Write(archive, "a/one.kql", "DeviceInfo | take 1");
            Write(archive, "../../evil.kql", "DeviceInfo | take 2");
            Write(archive, "big.txt", new string(' ', 9 * 1024 * 1024));
            Write(archive, "picture.png", "x");
        }

        File.WriteAllText(Path.Combine(_folder, "torn.zip"), "PK no archive");
        var reader = new PackReader(MdePackFormat.Auto);
        var read = reader.Read(_folder, CancellationToken.None).ToArray();

        Assert.Equal("DeviceInfo | take 1", Assert.Single(read.SelectMany(one => one.Queries)).Query);
        Assert.Equal(
            ["PackDamaged evil.kql", "PackUnreadable big.txt", "PackDamaged torn.zip"],
            read.Where(one => one.Failure is not null).Select(one => $"{one.Failure!.Failure} {Path.GetFileName(one.Path)}")
        );
        Assert.Equal("1 of .png", reader.Others);
        Assert.False(File.Exists(Path.Combine(_folder, "..", "..", "evil.kql")));
    }

    [Fact]
    public void A_file_over_which_a_reader_fails_is_named_and_the_others_are_read_also_in_an_archive()
    {
        const string Torn = "indent\nbad: [indd~~~ent\n";
        File.WriteAllText(Path.Combine(_folder, "a.kql"), "DeviceInfo | take 1");
        File.WriteAllText(Path.Combine(_folder, "b.yaml"), Torn);
        File.WriteAllText(Path.Combine(_folder, "c.kql"), "DeviceInfo | take 2");
        using (var archive = ZipFile.Open(Path.Combine(_folder, "d.zip"), ZipArchiveMode.Create))
        {
            Write(archive, "e.yaml", Torn);
            Write(archive, "f.kql", "DeviceInfo | take 3");
        }

        var read = new PackReader(MdePackFormat.Auto).Read(_folder, TestContext.Current.CancellationToken).ToArray();

        Assert.Equal(["a", "c", "f"], read.SelectMany(one => one.Queries).Select(query => query.Name));
        Assert.Equal(
            ["PackDamaged b.yaml", "PackDamaged e.yaml"],
            read.Where(one => one.Failure is not null).Select(one => $"{one.Failure!.Failure} {Path.GetFileName(one.Path)}")
        );
        Assert.All(read.Where(one => one.Failure is not null), one => Assert.Contains(one.Path, one.Failure!.Message));
        Assert.All(read.Where(one => one.Failure is not null), one => Assert.Contains("isn't valid YAML", one.Failure!.Message));
    }

    [Theory]
    [InlineData("x.kql")]
    [InlineData("x.zip")]
    public async Task A_pipe_in_a_folder_is_refused_and_waited_for_by_nobody(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A folder of Windows has no pipes.");
        File.WriteAllText(Path.Combine(_folder, "a.kql"), "DeviceInfo | take 1");
        await ChildProcess.MakePipeAsync(Path.Combine(_folder, name));
        File.CreateSymbolicLink(Path.Combine(_folder, "z.kql"), name);

        var read = new PackReader(MdePackFormat.Auto).Read(_folder, TestContext.Current.CancellationToken).ToArray();

        Assert.Single(read.SelectMany(one => one.Queries));
        Assert.Equal([name, "z.kql"], read.Where(one => one.Failure is not null).Select(one => Path.GetFileName(one.Path)));
        Assert.All(read.Where(one => one.Failure is not null), one => Assert.Contains("pipe", one.Failure!.Message));
    }

    [Theory]
    [InlineData("x.yaml", "- query: DeviceInfo | take 1\n- name: L2\n- 7\n", "line 2: it has no query|line 3: it has no query")]
    [InlineData(
        "x.yaml",
        "query: DeviceInfo | take 1\n---\nid: c\nname: none\n---\ndetection: x\n",
        "line 3: it has no query|line 6: it's a Sigma rule, which isn't KQL"
    )]
    [InlineData(
        "x.json",
        """[{"query":"DeviceInfo | take 1"}, {"name":"J2","query":""}, 7, null]""",
        "entry 2 of the list ('J2'): it has no query|entry 3 of the list: it has no query|entry 4 of the list: it has no query"
    )]
    [InlineData(
        "x.yaml",
        "sources:\n  one:\n    args:\n      query: DeviceInfo | take 1\n  two:\n    description: x\n",
        "line 6: the source 'two' has no query"
    )]
    public void An_entry_of_a_list_that_is_no_query_is_told(string name, string text, string skipped)
    {
        var read = Read(name, text);

        Assert.Single(read.Queries);
        Assert.Equal(skipped.Split('|'), read.Skipped);
    }

    [Fact]
    public void Folders_that_are_not_read_are_known()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "inner", ".git"));
        Directory.CreateDirectory(Path.Combine(_folder, "inner", ".hidden"));
        Assert.SkipWhen(OperatingSystem.IsWindows(), "To make a link takes a right in Windows.");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "loop"), _folder);
        var reader = new PackReader(MdePackFormat.Auto);

        Assert.Empty(reader.Read(_folder, TestContext.Current.CancellationToken));
        Assert.Equal([Path.Combine(_folder, "inner", ".hidden"), Path.Combine(_folder, "loop")], reader.PassedBy);
    }

    [Fact]
    public void Many_queries_of_a_file_keep_their_comments_and_a_description_may_have_many_lines()
    {
        var read = Read(
            "many.kql",
            string.Concat(Enumerable.Range(0, 5_000).Select(n => FormattableString.Invariant($"// Query {n}\nDeviceInfo | take 1 // in {n}\n\n")))
        );
        var told = Read("told.kql", $"// Name: x\n// Description: a\n{string.Concat(Enumerable.Repeat("// b\n", 50_000))}DeviceInfo | take 1");

        Assert.Equal(Enumerable.Range(0, 5_000).Select(n => FormattableString.Invariant($"Query {n}")), read.Queries.Select(query => query.Name));
        Assert.StartsWith("a\nb\nb", Assert.Single(told.Queries).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_that_is_not_whole_says_so()
    {
        var query = Assert.Single(Read("torn.yaml", "name: x\nquery: 'DeviceInfo | where (DeviceName has \"a\"'\n").Queries);

        Assert.Contains("isn't whole", Assert.Single(query.Problems));
    }

    [Fact]
    public void Defenders_variant_that_filters_by_Sentinels_column_says_so()
    {
        var query = Assert.Single(Read("lies.md", "# x\n## Defender\n```kql\nDeviceInfo\n| where TimeGenerated > ago(1d)\n```\n").Queries);

        Assert.Contains("TimeGenerated", Assert.Single(query.Problems));
    }

    private static void Write(ZipArchive archive, string name, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name).Open());
        writer.Write(text);
    }

    private PackReading Read(string name, string text)
    {
        File.WriteAllText(Path.Combine(_folder, name), text);
        return ReadFile(name);
    }

    private PackReading ReadFile(string name) =>
        Assert.Single(new PackReader(MdePackFormat.Auto).Read(Path.Combine(_folder, name), TestContext.Current.CancellationToken));
}
