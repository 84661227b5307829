using System.Management.Automation;
using System.Text.Json;
using MdeHunting.Checks;
using MdeHunting.TestKit;
using MdeHunting.Tests.Packs;
using MdeHunting.Views;
using Xunit;

namespace MdeHunting.Tests.Checks;

/// <summary>Test-MdeHuntingQuery in a session.</summary>
public sealed class TestQueryCommandTests(InvokePackTests.Intruded intruded) : IClassFixture<InvokePackTests.Intruded>, IDisposable
{
    private const string Clean = "DeviceEvents | where Timestamp > ago(1d) and FileName =~ 'a.exe'";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mdehunting-checks-");

    private Shell Shell => intruded.Lab.Shell;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_query_without_a_finding_gives_nothing() => Assert.Empty(Shell.Run("$args[0] | Test-MdeHuntingQuery", Clean).ThrowIfFailed().Output);

    [Fact]
    public void Findings_have_their_place_and_what_to_write()
    {
        var finding = Findings("'DeviceEvent | take 1', 'DeviceEvents | project FileNam' | Test-MdeHuntingQuery -Severity Error");

        Assert.Equal(["MDE001", "MDE002"], finding.Select(one => one.RuleId));
        Assert.Equal((1, 24, 7, "FileNam"), (finding[1].Line, finding[1].Column, finding[1].Length, finding[1].Text));
        Assert.Contains("FileName", finding[1].Suggestion, StringComparison.Ordinal);
        Assert.Null(finding[1].File);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(79)]
    [InlineData(119)]
    public void On_the_screen_lines_end_between_words_and_what_to_write_is_below(int width)
    {
        var finding = PSObject.AsPSObject(Findings("'DeviceEvents | project FileNam, Events = count()' | Test-MdeHuntingQuery -Severity Error")[1]);
        var table = OutputTable.Of(finding)!;
        var layout = table.Layout(finding, table.Read(finding, out var values), values, width);

        var lines = $"{layout.Text(values, wraps: true)}\n{table.Below(finding, width)}".Split('\n');

        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        var message = ((MdeQueryFinding)finding.BaseObject).Message.Split(' ');
        Assert.Equal(message, lines.TakeWhile(line => !line.StartsWith("1>", StringComparison.Ordinal)).SelectMany(Words).TakeLast(message.Length));
        Assert.Contains("Use it in summarize", string.Join('\n', lines.Skip(3)), StringComparison.Ordinal);

        static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void A_character_of_two_halves_is_one()
    {
        Assert.Empty(Shell.Run("$args[0] | Test-MdeHuntingQuery", Clean.Replace("a.exe", "\U0001F600.exe", StringComparison.Ordinal)).ThrowIfFailed().Output);

        var finding = Assert.Single(Shell.Run("$args[0] | Test-MdeHuntingQuery", Clean.Replace("a.exe", "a\U000E0041", StringComparison.Ordinal)).Output);
        Assert.Contains("U+E0041", ((MdeQueryFinding)finding.BaseObject).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Test-MdeHuntingQuery 'DeviceEvents | where FileName == \"a\"' -ExcludeRule MDE1*, MDE006", "")]
    [InlineData("Test-MdeHuntingQuery 'DeviceEvents | where FileName == \"a\"' -Severity Warning", "MDE101 MDE006")]
    [InlineData("Test-MdeHuntingQuery 'DeviceEvents | where FileName == \"a\"' -Severity Error", "")]
    public void Rules_and_severities_are_chosen(string script, string expected) =>
        Assert.Equal(expected, string.Join(' ', Findings(script).Select(finding => finding.RuleId)));

    [Fact]
    public void Quiet_says_whether_a_query_has_an_error() =>
        Assert.Equal(
            [true, true, false],
            Shell
                .Run("'DeviceEvents', 'DeviceEvents | where FileName == \"a\"', 'DeviceEvent' | Test-MdeHuntingQuery -Quiet")
                .ThrowIfFailed()
                .Output.Select(one => (bool)one.BaseObject)
        );

    [Fact]
    public void Files_are_named()
    {
        Write("a.kql", "// first\nDeviceEvent | take 1");
        Write("b.kql", Clean);

        var finding = Assert.Single(Findings($"Test-MdeHuntingQuery -Path '{_folder.FullName}/*.kql' -Severity Error"));

        Assert.Equal((Path.Combine(_folder.FullName, "a.kql"), 2, "a.kql"), (finding.File, finding.Line, finding.Query));
        Assert.Equal(finding.File, Assert.Single(Findings($"Get-ChildItem '{_folder.FullName}' | Test-MdeHuntingQuery -Severity Error")).File);
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error_and_the_others_are_checked()
    {
        Write("a.kql", "DeviceEvent");

        var run = Shell.Run($"Test-MdeHuntingQuery -Path '{_folder.FullName}/none.kql', '{_folder.FullName}/a.kql' -Quiet");

        Assert.Equal("QueryFileNotFound", run.ErrorId);
        Assert.Equal(false, Assert.Single(run.Output).BaseObject);
    }

    [Fact]
    public void Queries_of_a_pack_are_checked_at_their_lines_of_the_file()
    {
        Write("hunt.md", "# Hunt\n\n```kql\nDeviceProcessEvents\n| where Timestamp > ago(1d)\n| project FileNam\n```\n");

        var finding = Assert.Single(Findings($"Import-MdeHuntingPack '{_folder.FullName}' | Test-MdeHuntingQuery -Severity Error"));

        Assert.Equal((6, Path.Combine(_folder.FullName, "hunt.md")), (finding.Line, finding.File));
    }

    [Theory]
    [InlineData("a.yaml", "id: 1\nname: Hunt\nquery: |\n    DeviceProcessEvents\n    | project FileNam\n", 5, 15)]
    [InlineData("b.yaml", "id: 1\r\nname: Hunt\r\nquery: |2\r\n\r\n    DeviceProcessEvents\r\n  | project FileNam\r\n", 6, 13)]
    [InlineData("c.yaml", "id: 1\nname: Hunt\nquery: DeviceProcessEvents | project FileNam\n", 3, 38)]
    [InlineData("d.yaml", "id: 1\nname: Hunt\nquery: 'DeviceProcessEvents | project FileNam'\n", 3, 39)]
    [InlineData("e.md", "# Hunt\n\n1. A step:\n\n   ```kql\n   DeviceProcessEvents\n   | project FileNam\n   ```\n", 7, 14)]
    [InlineData("f.md", "# Hunt\n\n```kql\nDeviceProcessEvents\n| project FileNam\n```\n", 5, 11)]
    public void A_finding_in_a_pack_is_at_its_line_and_column_of_the_file(string file, string text, int line, int column)
    {
        Write(file, text);

        var finding = Assert.Single(Findings($"Import-MdeHuntingPack '{_folder.FullName}' | Test-MdeHuntingQuery -Severity Error"));

        Assert.Equal((line, column, "FileNam"), (finding.Line, finding.Column, finding.Text));
    }

    [Fact]
    public void The_hunts_that_come_with_the_module_have_no_error_and_no_warning() =>
        Assert.Empty(
            Findings("Get-MdeHuntingPack | Test-MdeHuntingQuery -Severity Warning -ExcludeRule MDE101").Select(finding => $"{finding.Query}: {finding}")
        );

    [Fact]
    public void Sarif_is_one_text_with_paths_from_here()
    {
        Write("a.kql", "DeviceEvent");
        Write("b.kql", "DeviceEvents | project FileNam");

        var text = (string)
            Assert
                .Single(
                    Shell
                        .Run(
                            $"Push-Location '{_folder.FullName}'; try {{ Get-ChildItem | Test-MdeHuntingQuery -AsSarif -Severity Error }} finally {{ Pop-Location }}"
                        )
                        .ThrowIfFailed()
                        .Output
                )
                .BaseObject;

        using var log = JsonDocument.Parse(text);
        Assert.Equal(
            ["a.kql", "b.kql"],
            log.RootElement.GetProperty("runs")[0]
                .GetProperty("results")
                .EnumerateArray()
                .Select(result =>
                    result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()
                )
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("// nothing yet")]
    [InlineData("SELECT DeviceName FROM DeviceInfo")]
    public void What_is_no_query_costs_no_call_with_Live_and_is_not_quiet(string query)
    {
        var before = intruded.Lab.Lab.State.Requests.Count;

        Assert.True(Assert.Single(Findings($"Test-MdeHuntingQuery '{query}' -Live -Connection Contoso")).RuleId is "MDE000" or "MDE019");
        Assert.Equal(false, Assert.Single(Shell.Run($"Test-MdeHuntingQuery '{query}' -Quiet").ThrowIfFailed().Output).BaseObject);
        Assert.Equal(before, intruded.Lab.Lab.State.Requests.Count);
    }

    [Fact]
    public void Live_gives_the_columns_or_the_words_of_the_service()
    {
        var taken = Findings("Test-MdeHuntingQuery 'DeviceInfo | project A = DeviceName, B = Timestamp' -Live -Connection Contoso")
            .Single(finding => finding.RuleId == "MDE901");
        var refused = Findings("Test-MdeHuntingQuery 'DeviceInfo | project NoSuchColumn' -Live -Connection Contoso")
            .Single(finding => finding.RuleId == "MDE900");

        Assert.Equal(["A", "B"], taken.OutputColumns.Select(column => column.Name));
        Assert.Contains("NoSuchColumn", refused.Message, StringComparison.Ordinal);
        Assert.False(
            (bool)
                Shell
                    .Run("Test-MdeHuntingQuery 'DeviceInfo | project NoSuchColumn' -Live -Connection Contoso -Quiet")
                    .ThrowIfFailed()
                    .Output.Single()
                    .BaseObject
        );
    }

    [Theory]
    [InlineData("DeviceEvents | where a == 1", "DeviceEvents | where a == 1\n| take 0")]
    [InlineData("let a = 1; DeviceEvents | render timechart ;  // drawn", "let a = 1; DeviceEvents\n| take 0")]
    [InlineData("DeviceEvents // all", "DeviceEvents\n| take 0")]
    public void A_query_is_sent_without_its_rows(string query, string sent) =>
        Assert.Equal(sent, LiveCheck.WithoutRows(query).Replace(" \n", "\n", StringComparison.Ordinal));

    [Fact]
    public void A_rule_that_is_not_there_is_told_with_the_nearest()
    {
        var run = Shell.Run("Test-MdeHuntingQuery 'DeviceEvents | take 1' -Severity Error -ExcludeRule MDE1o1, MDE999, MDE1*, Nope").ThrowIfFailed();

        Assert.Equal(3, run.Warnings.Count);
        Assert.Contains("'MDE1o1'. Did you mean 'MDE101'", run.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("'MDE999'. Did you mean 'MDE900'", run.Warnings[1], StringComparison.Ordinal);
        Assert.Contains("about_MdeHunting_Rules", run.Warnings[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Test-MdeHuntingQuery x -AsSarif -Quiet")]
    [InlineData("Test-MdeHuntingQuery x -Connection Contoso")]
    public void What_excludes_each_other_is_refused(string script) => Assert.Equal("ArgumentConflict", Shell.Run(script).ErrorId);

    private List<MdeQueryFinding> Findings(string script) => [.. Shell.Run(script).ThrowIfFailed().Output.Select(one => (MdeQueryFinding)one.BaseObject)];

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
