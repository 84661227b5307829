using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Kql;
using MdeHunting.Lab.Settings;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Running;

/// <summary>What was meant is suggested, with and without a span of time around the query.</summary>
public sealed class SuggestionTests(SuggestionTests.Connected connected) : IClassFixture<SuggestionTests.Connected>
{
    [Theory]
    [InlineData("DeviceProcesEvents | take 1", "DeviceProcessEvents")]
    [InlineData("ProcessCreationEvents | where EventTime > ago(1d)", "DeviceProcessEvents")]
    [InlineData("SigninLogs | where ResultType == 0", "EntraIdSignInEvents")]
    [InlineData("DeviceLogon | take 1", "DeviceLogonEvents")]
    [InlineData("DeviceProcessEvents | where TimeGenerated > ago(1d)", "Timestamp")]
    [InlineData("DeviceProcessEvents | project ComputerName", "DeviceName")]
    [InlineData("DeviceProcessEvents | project FileNam", "FileName")]
    [InlineData("DeviceProcessEvents | whre FileName == 'x'", "where")]
    [InlineData("DeviceProcessEvents | where lower(FileName) == 'x'", "tolower")]
    [InlineData("union DeviceProcessEvents, DeviceLogonEvent", "DeviceLogonEvents")]
    [InlineData("DeviceProcessEvents | selct FileName", "project")]
    [InlineData("DeviceProcessEvents | selec FileName", "project")]
    [InlineData("DeviceProcessEvents | where FileName LIKE '%x'", "endswith")]
    [InlineData("DeviceProcessEvents | where FileName like '%x'", "endswith")]
    [InlineData("DeviceProcessEvents | where FileName == 'x' AND ActionType == 'y'", "and")]
    [InlineData("DeviceProcessEvents | where FileName IS NULL", "isempty(FileName)")]
    [InlineData("DeviceProcessEvents | summarize COUNT(*)", "count()")]
    [InlineData("DeviceProcessEvents | where FileName NOT IN ('x')", "!in")]
    [InlineData("DeviceProcessEvents | where FileName IN ('x')", "in")]
    [InlineData("DeviceProcessEvents | join knd=inner DeviceInfo on DeviceId", "kind")]
    [InlineData("DeviceInfo | join kind=lefouter DeviceInfo on DeviceId", "leftouter")]
    [InlineData("DeviceProcessEvents | sumarize count()", "summarize")]
    [InlineData("deviceprocessevents | take 1", "DeviceProcessEvents")]
    [InlineData("DeviceProcessEvents | where devicename == 'x'", "DeviceName")]
    [InlineData("DeviceProcessEvents | where FileName contians 'x'", "contains")]
    [InlineData("DeviceProcessEvents | where FileName has_al ('x','y')", "has_all")]
    [InlineData("DeviceProcessEvents | where FileName !contain 'x'", "!contains")]
    [InlineData("DeviceProcessEvents | where Timestamp > ago(7 d)", "7d")]
    [InlineData("DeviceProcessEvents | where FileName = 'x'", "==")]
    public void With_and_without_a_span_of_time(string query, string meant)
    {
        foreach (var options in new[] { "", "-Timespan 7d", "-Timespan 7d -Split Auto" })
        {
            var error = connected.Lab.Shell.Run($"Invoke-MdeHuntingQuery $args[0] {options}", query).Error;

            Assert.Contains($"Did you mean '{meant}'", error.ToString());
            Assert.Equal([meant], ((HuntingException)error.Exception).Suggestions);
        }
    }

    [Theory]
    [InlineData("'DeviceInfo', '| take 1' | Invoke-MdeHuntingQuery")]
    [InlineData("'DeviceInfo', '| where DeviceName == 1', '| take 1' | Invoke-MdeHuntingQuery -ThrottleLimit 5")]
    [InlineData("'// All devices', 'DeviceInfo' | Invoke-MdeHuntingQuery")]
    [InlineData("'let n = 1;', 'DeviceInfo', '| take n' | Invoke-MdeHuntingQuery")]
    [InlineData("'DeviceInfo | where DeviceName in (', '\"a\")' | Invoke-MdeHuntingQuery")]
    [InlineData("'DeviceInfo |', 'take 1' | Invoke-MdeHuntingQuery -AsResult")]
    [InlineData("Invoke-MdeHuntingQuery 'DeviceInfo', '| take 1' -Timespan 7d")]
    [InlineData("Invoke-MdeHuntingQuery ([IO.File]::ReadAllLines($args[0]))")]
    [InlineData("[IO.File]::ReadAllLines($args[0]) | Invoke-MdeHuntingQuery")]
    public void The_lines_of_one_query_are_not_sent_as_queries(string command)
    {
        var file = connected.Lab.Write("DeviceInfo\n| where DeviceName == 'x'\n| take 1\n", "lines.kql");
        var before = connected.Lab.Lab.State.Requests.Count;

        var result = connected.Lab.Shell.Run(command, file);

        Assert.Equal("QueryFromLines", result.ErrorId);
        Assert.Contains("-Path, or Get-Content -Raw", result.Error.ToString());
        Assert.Contains("-join", result.Error.ToString());
        Assert.Empty(result.Output);
        Assert.Equal(before, connected.Lab.Lab.State.Requests.Count);
    }

    [Theory]
    [InlineData("| take 1")]
    [InlineData("let x = 1;")]
    [InlineData("// a comment")]
    [InlineData("union DeviceInfo,")]
    [InlineData(")")]
    public void A_line_among_queries_is_told_as_such(string line)
    {
        foreach (var options in new[] { "", "-Timespan 7d", "-ThrottleLimit 3" })
        {
            var result = connected.Lab.Shell.Run($"'DeviceInfo', 'DeviceInfo', $args[0], 'DeviceInfo' | Invoke-MdeHuntingQuery -AsResult {options}", line);

            Assert.Contains("-Path, or Get-Content -Raw", Assert.Single(result.Errors).ToString());
            Assert.Equal(3, result.Output.Count);
        }
    }

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery '| take 1'")]
    [InlineData("'DeviceInfo', 'DeviceInfo', 'DeviceInfo | whre 1' | Invoke-MdeHuntingQuery")]
    [InlineData("'DeviceInfo', 'DeviceInfo', 'Nope | take 1' | Invoke-MdeHuntingQuery")]
    [InlineData("'DeviceInfo', '' | Invoke-MdeHuntingQuery")]
    public void What_is_no_line_of_others_is_not(string command) =>
        Assert.DoesNotContain("Get-Content", Assert.Single(connected.Lab.Shell.Run(command).Errors).ToString());

    [Theory]
    [InlineData("SELECT * FROM DeviceInfo", "This is SQL")]
    [InlineData("index=DeviceInfo FileName=x", "a query starts with a table")]
    [InlineData("DeviceInfo | where DeviceName == \u201cx\u201d", "Line 1, column 34: \u201c (U+201C)")]
    [InlineData("```kql\nDeviceInfo | take 1\n```", "Markdown")]
    [InlineData("DeviceInfo\u2060 | take 1", "Line 1, column 11: U+2060 is an invisible character")]
    [InlineData("Device\u200bInfo | take 1", "Line 1, column 7: U+200B is an invisible character")]
    [InlineData("DeviceInfo | take 1;\n\nDeviceInfo | take 1", "2 queries, which begin on the lines 1 and 3")]
    public void What_comes_from_elsewhere_is_told_with_its_place(string query, string told)
    {
        foreach (var options in new[] { "", "-Timespan 7d", "-Timespan 7d -Split Auto" })
        {
            Assert.Contains(told, connected.Lab.Shell.Run($"Invoke-MdeHuntingQuery $args[0] {options}", query).Error.ToString());
        }
    }

    [Theory]
    [InlineData("DeviceInfo | take 1\n\u001a")]
    [InlineData("DeviceInfo | take 1\r\n\u001a\u001a\r\n")]
    [InlineData("DeviceInfo | take 1 // the last\u001a")]
    public void The_end_mark_of_an_old_editor_is_left_out(string query)
    {
        var file = connected.Lab.Write(query, "dos.kql");

        connected.Lab.Shell.Run("Invoke-MdeHuntingQuery $args[0]; Invoke-MdeHuntingQuery -Path $args[1] -Timespan 7d", query, file).ThrowIfFailed();
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Timespan 7d")]
    public void Two_queries_with_a_blank_line_between(string options)
    {
        var file = connected.Lab.Write("DeviceInfo\n| take 1\n\nDeviceProcessEvents\n| take 1\n", "two.kql");

        var error = connected.Lab.Shell.Run($"Invoke-MdeHuntingQuery -Path $args[0] {options}", file).Error;

        Assert.Contains("2 queries, which begin on the lines 1 and 4", error.ToString());
        Assert.Equal(options.Length > 0, error.ToString().Contains("Line 5 of the request is line 4 of the query", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("@()")]
    [InlineData("@('a', 'b')")]
    [InlineData("5")]
    public void A_value_that_is_used_as_a_table_is_told_as_none(string value)
    {
        var error = connected.Lab.Shell.Run($"Invoke-MdeHuntingQuery 'r | count' -Parameter @{{ r = {value} }}").Error;

        Assert.Contains("'r' is a value of -Parameter, and isn't a table. To use it as a table, specify objects", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_within_quotation_marks_is_none_of_the_services()
    {
        var quoted = connected.Lab.Shell.Run("Invoke-MdeHuntingQuery \"['[line:position=2:3]'] | where r == 1\" -Parameter @{ r = 5 }").Error;
        var own = connected.Lab.Shell.Run("Invoke-MdeHuntingQuery 'print - - - r' -Parameter @{ r = 5 }").Error;

        Assert.Contains("[line:position=2:3]", quoted.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("of the request is line", quoted.ToString(), StringComparison.Ordinal);
        Assert.Contains("Lines in this message are those of the query. Line 2 of the request is line 1 of the query", own.ToString(), StringComparison.Ordinal);
        Assert.Contains("[line:position=1:", own.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("[line:position=2:", own.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DeviceLogon", "DeviceLogonEvents")]
    [InlineData("ProcessCreationEvents", "DeviceProcessEvents")]
    [InlineData("SigninLogs", "EntraIdSignInEvents")]
    [InlineData("DeviceProcesEvents", "DeviceProcessEvents")]
    public void The_schema_suggests_too(string asked, string meant)
    {
        Assert.Contains($"Did you mean '{meant}'", connected.Lab.Shell.Run("Get-MdeHuntingSchema $args[0]", asked).Error.ToString());
        Assert.Contains($"Did you mean '{meant}'", connected.Lab.Shell.Run("Get-MdeHuntingSchema $args[0] -Live", asked).Error.ToString());
    }

    [Theory]
    [InlineData("Get-MdeHuntingSchema Device", "'Device*' matches the")]
    [InlineData("Get-MdeHuntingSchema DeviceEvents -Column EventTime", "Did you mean 'Timestamp'")]
    [InlineData("Get-MdeHuntingSchema DeviceEvents -Column ComputerName", "Did you mean 'DeviceName'")]
    [InlineData("Get-MdeHuntingSchema DeviceInfo -Column TimeGenerated -Live", "Did you mean 'Timestamp'")]
    public void The_schema_suggests_patterns_and_columns(string command, string meant) =>
        Assert.Contains(meant, connected.Lab.Shell.Run(command).Errors[^1].ToString());

    public sealed class Connected : IAsyncLifetime
    {
        private static readonly LabTenant Tenant = TestLab.Tenants[1] with
        {
            Data = now => new KqlDatabase(
                new[] { "DeviceProcessEvents", "DeviceLogonEvents", "DeviceInfo", "EntraIdSignInEvents" }.ToDictionary(
                    name => name,
                    name => new KqlTable(name, HuntingTables.All[name], [])
                ),
                now
            ),
        };

        public LabShell Lab { get; } = new() { Options = new LabOptions { Tenants = [Tenant] } };

        public async ValueTask InitializeAsync()
        {
            await Lab.InitializeAsync();
            Lab.Connect("-Name Contoso").ThrowIfFailed();
        }

        public ValueTask DisposeAsync() => Lab.DisposeAsync();
    }
}
