using System.Text.Json;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Checks;

/// <summary>What Test-MdeHuntingQuery finds in packs, and in files that have nothing to check.</summary>
public sealed class PackFindingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mdehunting-checks-");
    private readonly Shell _shell = new();

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_query_in_a_string_of_JSON_is_at_its_line_of_the_file()
    {
        Write("a.json", "[\n{ \"name\": \"A\",\n\"query\": \"DeviceEvents\\n| where Timestamp > ago(1d)\\n| project FileNam\" }\n]");

        var finding = Assert.Single(Findings("-Severity Error"));

        Assert.Equal((3, 1, "FileNam"), (finding.Line, finding.Column, finding.Text));
        Assert.Equal("3", string.Join(' ', Regions().Select(region => string.Join(' ', region.EnumerateObject().Select(field => field.Value.ToString())))));
    }

    [Fact]
    public void Behind_definitions_of_an_earlier_query_lines_are_those_of_the_file()
    {
        Write(
            "a.kql",
            "let Names = dynamic(['a']);\nlet Since = 1d;\nDeviceEvents\n| where Timestamp > ago(Since) and FileName in~ (Names)\n\n"
                + "DeviceFileEvents\n| where Timestamp > ago(Since)\n| where FileName in~ (Names)\n| project FileNam\n"
        );

        var finding = Assert.Single(Findings("-Severity Error"));

        Assert.Equal((9, 11, "FileNam"), (finding.Line, finding.Column, finding.Text));
    }

    [Fact]
    public void A_file_that_is_no_query_is_a_finding_and_the_others_are_checked_whatever_ErrorActionPreference_is()
    {
        Write("a.kql", "DeviceEvents | where Timestamp > ago(1d) | project FileNam");
        Write("b.kql", "Dear all,\nhello there\n");
        Write("c.kql", "\0\u0001\u0002");
        Write("d.kql", string.Empty);
        Write("e.yaml", "name: x\nquery: [\n");
        Write("f.md", "# Nothing to run here\n");
        Write("g.md", "# Hunt\n\n```kql\nSELECT 1\n```\n");
        Write("h.kql", "DeviceEvents | where Timestamp > ago(1d) | project FileNam");

        var results = Results("-PackPath .");

        Assert.Equal(
            [
                "a.kql MDE002 error",
                "b.kql MDE000 error",
                "c.kql MDE000 error",
                "d.kql MDE000 error",
                "e.yaml MDE000 error",
                "g.md MDE000 warning",
                "h.kql MDE002 error",
            ],
            results.Select(Told)
        );
        Assert.DoesNotContain(results, result => result.GetProperty("message").ToString().Contains(_folder.FullName, StringComparison.Ordinal));
        Assert.Equal(
            ["a.kql MDE002 error", "b.kql MDE000 error", "c.kql MDE000 error", "d.kql MDE000 error", "h.kql MDE002 error"],
            Results("-Path *.kql -Severity Error").Select(Told)
        );
    }

    [Fact]
    public void A_path_that_is_not_there_is_an_error() =>
        Assert.Equal("PackNotFound", _shell.Run($"Test-MdeHuntingQuery -PackPath '{_folder.FullName}/none'").ErrorId);

    private static string Told(JsonElement result) =>
        $"{Place(result).GetProperty("artifactLocation").GetProperty("uri")} {result.GetProperty("ruleId")} {result.GetProperty("level")}";

    private static JsonElement Place(JsonElement result) => result.GetProperty("locations")[0].GetProperty("physicalLocation");

    private IEnumerable<JsonElement> Regions() => Results("-PackPath . -Severity Error").Select(result => Place(result).GetProperty("region"));

    private List<JsonElement> Results(string arguments)
    {
        var script =
            $"$ErrorActionPreference = 'Stop'; Push-Location '{_folder.FullName}'; try {{ Test-MdeHuntingQuery {arguments} -AsSarif }} finally {{ Pop-Location }}";
        var text = (string)Assert.Single(_shell.Run(script).ThrowIfFailed().Output).BaseObject;
        return [.. JsonDocument.Parse(text).RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()];
    }

    private List<MdeQueryFinding> Findings(string arguments) =>
        [
            .. _shell
                .Run($"Test-MdeHuntingQuery -PackPath '{_folder.FullName}' {arguments}")
                .ThrowIfFailed()
                .Output.Select(one => (MdeQueryFinding)one.BaseObject),
        ];

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
