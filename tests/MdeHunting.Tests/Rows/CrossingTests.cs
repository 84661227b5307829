using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hunting;
using Xunit;

namespace MdeHunting.Tests.Rows;

/// <summary>Rows that went to another process and came from there: Export-Clixml, jobs and remoting all write them with PowerShell's serializer.</summary>
public sealed class CrossingTests
{
    private const string Json = """
        {"Schema":[{"Name":"T","Type":"DateTime"},{"Name":"L","Type":"Int64"},{"Name":"I","Type":"Int32"},{"Name":"R","Type":"Double"},{"Name":"W","Type":"Double"},{"Name":"N","Type":"Double"},
                   {"Name":"P","Type":"Double"},{"Name":"M","Type":"SqlDecimal"},{"Name":"K","Type":"TimeSpan"},{"Name":"B","Type":"SByte"},{"Name":"D","Type":"Object"},{"Name":"A","Type":"Object"},
                   {"Name":"E","Type":"Object"},{"Name":"Q","Type":"Object"},{"Name":"G","Type":"Guid"},{"Name":"Z","Type":"String"},{"Name":"S","Type":"String"},{"Name":"X","Type":"Unknown"},
                   {"Name":"a\nb_x000A_","Type":"String"},{"Name":"t","Type":"DateTime"}],
         "Results":[{"T":"2026-03-29T01:30:00.1234567Z","L":-1234567,"I":-7,"R":1.5,"W":3.0,"N":"NaN","P":"-Infinity","M":1.50,"K":"-1.02:03:04.5","B":1,
                     "D":{"a":["x",-1.5,{"deep":[[1,[2,[3,{"deeper":{"x":1.25}}]]]]}],"A":null,"":"blank","t":"\u001b[31m\ud800_x000A_"},"A":[-1.5,"x",[true,null],{"b":{"c":0.5}}],
                     "E":[],"Q":{},"G":"5f804853-e3b1-447b-9a8b-6d3e1257c72a","Z":null,"S":"a\u001b\u0000\n\ud800\udbff_x000A_\"q\",ä","X":-12345678901234567890,"a\nb_x000A_":"","t":"0001-01-01T00:00:00Z"},
                    {"T":null,"L":null,"D":null,"A":[1],"E":null,"S":"plain"}]}
        """;

    public static TheoryData<string> Cultures => ["de-DE", "fi-FI", "ar-SA", "fa-IR"];

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task Rows_have_the_same_csv_in_a_session_without_the_module(string culture)
    {
        var rows = (await StubService.Of(Json).HuntAsync()).Rows;
        using var there = Bare();

        var (live, sent) = Here(rows, culture);
        var (back, again) = (There(there, sent, culture), There(there, Sent(there, sent), culture));

        Assert.Equal(live, back);
        Assert.Equal(live, again);
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task Rows_are_rows_again_in_a_session_with_the_module(string culture)
    {
        var rows = (await StubService.Of(Json).HuntAsync()).Rows;
        using var there = new Shell();

        var (live, sent) = Here(rows, culture);

        Assert.Equal(live, There(there.Runspace, sent, culture));
        Assert.Equal(live, There(there.Runspace, Sent(there.Runspace, sent), culture));
    }

    /// <summary>PowerShell writes no text of its own for numbers and nested objects that are not in their row any more: the topic of results says so.</summary>
    [Theory]
    [InlineData("Select-Object T, Z, S, K, G")]
    [InlineData("Select-Object @{ n = 'T'; e = { $_.T } }, @{ n = 'U'; e = 'T' }")]
    [InlineData("ForEach-Object { [pscustomobject]@{ S = $_.S; T = $_.T } }")]
    [InlineData("Select-Object * -ExcludeProperty A, E, Z, R, P, M, D, X, L, I, Q, W, N")]
    [InlineData("Sort-Object T | Select-Object T, S")]
    [InlineData("Group-Object S | ForEach-Object { [pscustomobject]@{ S = $_.Name; T = $_.Group[0].T } }")]
    [InlineData("ForEach-Object { $_.T } | ForEach-Object { [pscustomobject]@{ Value = $_ } }")]
    public async Task Times_that_were_taken_out_of_their_rows_have_the_same_csv_in_a_session_without_the_module(string selection)
    {
        var rows = (await StubService.Of(Json).HuntAsync()).Rows.Take(1).ToArray();
        using var here = new Shell();
        using var there = Bare();

        var script = $"param($rows) $rows | {selection}";
        var selected = Run(here.Runspace, script, rows);
        var live = Csv(here.Runspace, script, rows, "de-DE");

        Assert.Equal(live, There(there, Sent(here.Runspace, selected), "de-DE"));
    }

    [Fact]
    public async Task Rows_that_came_by_a_session_without_the_module_are_rows_again()
    {
        var rows = (await StubService.Of(Json).HuntAsync()).Rows;
        using var between = Bare();
        using var there = new Shell();

        var (live, sent) = Here(rows, "de-DE");

        Assert.Equal(live, There(there.Runspace, Sent(between, sent), "de-DE"));
    }

    [Fact]
    public async Task In_a_session_with_the_module_values_views_and_safe_texts_are_those_of_a_row()
    {
        var rows = (await StubService.Of(Json).HuntAsync()).Rows;
        using var there = new Shell();

        var result = there
            .Run(
                """
                param($sent, $live)
                $row = [Management.Automation.PSSerializer]::Deserialize($sent)[0]
                $row.PSTypeNames[0]
                $row.T -is [datetime]
                $row.T.ToString('yyyy')
                '{0:yyyy-MM}|{1:00.00}' -f $row.T, $row.R
                $row.R * 2
                $row.A -is [array]
                $row.A.Count
                $row.A[2][0]
                $row.D.a[2].deep[0][1][1][1].deeper.x
                ($row | Out-String) -eq ($live | Out-String)
                $row.MdeView.Safe.S
                $row | ConvertTo-Json -Depth 20 | ForEach-Object { $_ -eq ($live | ConvertTo-Json -Depth 20) }
                """,
                Sent(there.Runspace, rows),
                rows[0]
            )
            .ThrowIfFailed();

        Assert.Equal(
            ["MdeHunting.Row", true, "2026", "2026-03|01.50", 3.0, true, 4, true, 1.25, true, "a<U+001B><U+0000><U+000A><U+D800><U+DBFF>_x000A_\"q\",ä", true],
            result.Output.Select(one => one.BaseObject)
        );
    }

    [Fact]
    public async Task Without_the_module_values_keep_their_types_and_nested_objects_their_members()
    {
        var rows = (await StubService.Of(Json).HuntAsync()).Rows;
        using var there = Bare();

        var output = Run(
            there,
            """
            param($sent)
            $row = [Management.Automation.PSSerializer]::Deserialize($sent)[0]
            $row.T -is [datetime]
            $row.T.Kind.ToString()
            $row.R * 2
            $row.D.a[2].deep[0][1][1][1].deeper.x
            $row.A.Items.Count
            ($row.A | ConvertFrom-Json).Count
            """,
            Sent(there, rows)
        );

        Assert.Equal([true, "Utc", 3.0, 1.25, 4, 4], output.Select(one => one.BaseObject));
    }

    [Fact]
    public async Task Rows_that_stay_are_not_changed_by_it()
    {
        var row = (await StubService.Of(Json).HuntAsync()).Rows[0];
        using var shell = new Shell();

        var result = shell
            .Run(
                """
                param($row)
                $nested = $row.D
                $null = [Management.Automation.PSSerializer]::Serialize($row)
                $row.D.a = 5
                '{0:yyyy}|{1:00.00}' -f $row.T, $row.R
                "$nested" -eq "$($row.D)"
                "$nested".Substring(0, 7)
                $row.A.Count
                $row.T = 'changed'
                ([Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($row))).T
                """,
                row
            )
            .ThrowIfFailed();

        Assert.Equal(["2026|01.50", true, """{"a":5,""", 4, "changed"], result.Output.Select(one => one.BaseObject));
    }

    [Fact]
    public async Task Rows_take_at_most_a_third_more_than_plain_objects_would()
    {
        const string response = """
            {"Schema":[{"Name":"Timestamp","Type":"DateTime"},{"Name":"DeviceId","Type":"String"},{"Name":"DeviceName","Type":"String"},{"Name":"ActionType","Type":"String"},
                       {"Name":"FileName","Type":"String"},{"Name":"FolderPath","Type":"String"},{"Name":"SHA1","Type":"String"},{"Name":"ProcessId","Type":"Int64"},
                       {"Name":"ProcessCommandLine","Type":"String"},{"Name":"AccountName","Type":"String"},{"Name":"InitiatingProcessFileName","Type":"String"},{"Name":"AdditionalFields","Type":"Object"},
                       {"Name":"ReportId","Type":"Int64"}],
             "Results":[{"Timestamp":"2026-03-29T01:30:00.1234567Z","DeviceId":"a3f0bd2c1a3f0bd2c1a3f0bd2c1a3f0bd2c1aaaa","DeviceName":"hel-ws-01.corp.contoso.example","ActionType":"ProcessCreated",
                         "FileName":"powershell.exe","FolderPath":"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe","SHA1":"da39a3ee5e6b4b0d3255bfef95601890afd80709","ProcessId":4711,
                         "ProcessCommandLine":"powershell.exe -NoProfile -enc SQBFAFgA","AccountName":"adm","InitiatingProcessFileName":"cmd.exe","AdditionalFields":{"InitiatingProcess":"x"},"ReportId":123}]}
            """;
        var row = (await StubService.Of(response).HuntAsync()).Rows.Single();
        using var shell = new Shell();

        var sizes = shell
            .Run(
                """
                param($row)
                function Get-Plain($value) {
                    if ($value -isnot [Management.Automation.PSCustomObject]) { return $value.PSObject.BaseObject }
                    $members = [ordered]@{}
                    foreach ($property in $value.PSObject.Properties) { $members[$property.Name] = Get-Plain $property.Value }
                    [pscustomobject]$members
                }
                $rows, $plain = @(1..100 | ForEach-Object { $row.PSObject.Copy() }), @(1..100 | ForEach-Object { Get-Plain $row })
                [Management.Automation.PSSerializer]::Serialize($rows).Length / [Management.Automation.PSSerializer]::Serialize($plain).Length
                """,
                row
            )
            .ThrowIfFailed();

        Assert.InRange((double)sizes.Output.Single().BaseObject, 0, 1.3);
    }

    /// <summary>Jobs and other processes are PowerShell's own; a hosted engine has none.</summary>
    [Fact]
    public async Task Rows_out_of_a_job_are_rows_and_have_the_same_csv()
    {
        var rows = (await StubService.Of(Json).HuntAsync()).Rows;
        using var shell = new Shell();
        var (live, sent) = Here(rows, "de-DE");

        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, sent, TestContext.Current.CancellationToken);
            var result = await InstalledShell.RunAsync(
                """
                Import-Module MdeHunting
                $read = { Import-Module MdeHunting; [Management.Automation.PSSerializer]::Deserialize([IO.File]::ReadAllText($args[0])) }
                $there = & $read $args[0]
                $csv = { [cultureinfo]::CurrentCulture = 'fi-FI'; [Convert]::ToBase64String([Text.Encoding]::BigEndianUnicode.GetBytes(((($input | ConvertTo-Csv) -join "`n") -replace '\p{Cs}', '?'))) }
                $there | & $csv
                $there | Start-Job $csv | Receive-Job -Wait
                $out = Start-Job $read -ArgumentList $args[0] | Receive-Job -Wait
                $out[0].PSTypeNames[0]
                $out | Select-Object * -ExcludeProperty PSComputerName, PSShowComputerName, RunspaceId, PSSourceJobInstanceId | & $csv
                """,
                [file]
            );

            var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            Assert.True(result.ExitCode == 0 && lines.Length == 4, $"{result.Output}\n{result.Error}");
            Assert.Equal("MdeHunting.Row", lines[2]);
            Assert.Equal(lines[0], lines[1]);
            Assert.Equal(lines[0], lines[3]);
            Assert.Equal(
                System.Text.RegularExpressions.Regex.Replace(live, @"\p{Cs}", "?"),
                System.Text.Encoding.BigEndianUnicode.GetString(Convert.FromBase64String(lines[0]))
            );
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Runspace Bare()
    {
        var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        return runspace;
    }

    // The CSV of the rows that are here, and what is sent of them.
    private static (string Csv, string Sent) Here(IReadOnlyList<PSObject> rows, string culture)
    {
        using var here = new Shell();
        var sent = Sent(here.Runspace, rows);
        return (Csv(here.Runspace, "param($rows) $rows", rows, culture), sent);
    }

    private static string There(Runspace runspace, string sent, string culture) =>
        Csv(runspace, "param($sent) [Management.Automation.PSSerializer]::Deserialize($sent)", sent, culture);

    private static string Csv(Runspace runspace, string script, object argument, string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return string.Join('\n', Run(runspace, $"& {{ {script} }} $args[0] | ConvertTo-Csv", argument).Select(line => line.ToString()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Sent(Runspace runspace, object rows) =>
        (string)
            Run(
                    runspace,
                    "param($rows) if ($rows -is [string]) { $rows = [Management.Automation.PSSerializer]::Deserialize($rows) } "
                        + "[Management.Automation.PSSerializer]::Serialize($rows)",
                    rows
                )
                .Single()
                .BaseObject;

    private static ICollection<PSObject> Run(Runspace runspace, string script, object argument)
    {
        using var shell = PowerShell.Create(runspace).AddScript(script).AddArgument(argument);
        var output = shell.Invoke();
        Assert.Empty(shell.Streams.Error);
        return output;
    }
}
