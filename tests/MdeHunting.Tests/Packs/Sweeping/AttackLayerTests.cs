using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MdeHunting.Packs.Sweeping;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Packs.Sweeping;

/// <summary>Layers for the ATT&amp;CK Navigator: what is in them, and that they are such as its description of the format says.</summary>
public sealed partial class AttackLayerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mdehunting-layer-");
    private readonly Shell _shell = new();

    private string Layer => Path.Combine(_folder.FullName, "layer.json");

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Each_technique_has_the_best_that_is_known_of_it_and_says_all_of_it()
    {
        HuntedTechniques[] hunted =
        [
            new(["T1003.001", "T1059"], "LSASS", "Contoso", MdePackStatus.Found, 12),
            new(["T1003.001"], "LSASS", "Fabrikam", MdePackStatus.NothingFound, 0),
            new(["T1003.001"], "Tickets", "Fabrikam", MdePackStatus.NotRunnable, 0),
            new(["T1105"], "Downloads", "Contoso", MdePackStatus.Cut, 1),
            new(["T1021"], "Shares \u001b[31m", "Contoso", MdePackStatus.Failed, 0),
            new([], "Of no technique", "Contoso", MdePackStatus.Found, 1),
        ];

        var layer = Checked(JsonNode.Parse(new AttackLayer("Night", hunted).ToJson())!);
        var techniques = layer["techniques"]!.AsArray().ToDictionary(one => (string)one!["techniqueID"]!);

        Assert.Equal(["T1003.001", "T1021", "T1059", "T1105"], techniques.Keys);
        Assert.Equal([3, 0, 3, 2], techniques.Values.Select(one => (int)one!["score"]!));
        Assert.Equal(
            "Found: LSASS on Contoso (12 rows)\nNothingFound: LSASS on Fabrikam\nNotRunnable: Tickets on Fabrikam",
            (string)techniques["T1003.001"]!["comment"]!
        );
        Assert.Equal("https://attack.mitre.org/techniques/T1003/001/", (string)techniques["T1003.001"]!["links"]![0]!["url"]!);
        Assert.Equal(["1", "1", "1"], techniques["T1003.001"]!["metadata"]!.AsArray().Select(one => (string)one!["value"]!));
        Assert.DoesNotContain('\u001b', (string)techniques["T1021"]!["comment"]!);
        Assert.Equal("Night", (string)layer["name"]!);
        Assert.Equal(4, layer["legendItems"]!.AsArray().Count);
    }

    [Fact]
    public void Queries_results_of_another_process_and_the_lines_of_an_index_are_shown()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "index.csv"), "Name,Connection,Status,Rows,Technique\nA,Contoso,Found,3,T1003.001; T1059\n");
        File.WriteAllText(Path.Combine(_folder.FullName, "index.json"), """[{"Name":"A","Connection":"C","Status":"Cut","Rows":3,"Technique":["T1105"]}]""");

        Assert.Equal(1, Score("Get-MdeHuntingPack", "T1078"));
        Assert.Equal(3, Score($"Import-Csv '{_folder.FullName}/index.csv'", "T1059"));
        Assert.Equal(2, Score($"Get-Content '{_folder.FullName}/index.json' -Raw | ConvertFrom-Json", "T1105"));
        Assert.Equal(
            1,
            Score("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-MdeHuntingPack)))", "T1021.002")
        );
    }

    [Fact]
    public void What_cannot_be_shown_or_written_is_an_error_and_nothing_is_overwritten_unasked()
    {
        _shell.Run($"Get-MdeHuntingPack | Export-MdeAttackLayer '{Layer}' -Name Mine").ThrowIfFailed();
        var before = File.ReadAllBytes(Layer);

        Assert.Equal("OutputFileExists", _shell.Run($"Get-MdeHuntingPack | Export-MdeAttackLayer '{Layer}'").ErrorId);
        Assert.Equal(before, File.ReadAllBytes(Layer));
        Assert.Empty(_shell.Run($"Get-MdeHuntingPack | Export-MdeAttackLayer '{Layer}' -Force -WhatIf").ThrowIfFailed().Output);
        Assert.Equal(before, File.ReadAllBytes(Layer));
        Assert.Equal("OutputPathNotValid", _shell.Run($"Get-MdeHuntingPack | Export-MdeAttackLayer '{_folder.FullName}'").ErrorId);
        Assert.Equal("OutputNotWritten", _shell.Run($"Get-MdeHuntingPack | Export-MdeAttackLayer '{_folder.FullName}/none/x.json'").ErrorId);
        Assert.Equal("PackEmpty", _shell.Run($"@() | Export-MdeAttackLayer '{Layer}'").ErrorId);
        var other = _shell.Run($"1 | Export-MdeAttackLayer '{_folder.FullName}/x.json'");
        Assert.Contains(other.Errors, error => error.ToString().Contains("System.Int32", StringComparison.Ordinal));
        Assert.Equal(["layer.json"], _folder.GetFiles().Select(file => file.Name));
    }

    private int Score(string input, string technique)
    {
        _shell.Run($"{input} | Export-MdeAttackLayer '{Layer}' -Force").ThrowIfFailed();
        var layer = Checked(JsonNode.Parse(File.ReadAllText(Layer))!);
        return (int)layer["techniques"]!.AsArray().Single(one => (string)one!["techniqueID"]! == technique)!["score"]!;
    }

    // https://github.com/mitre-attack/attack-navigator/blob/master/layers/spec/v4.5/layerformat.md
    private static JsonNode Checked(JsonNode layer)
    {
        Only(layer, "name", "versions", "domain", "description", "layout", "techniques", "gradient", "legendItems");
        Only(layer["versions"]!, "navigator", "layer");
        Assert.Equal("4.5", (string)layer["versions"]!["layer"]!);
        Assert.True(Version.Parse((string)layer["versions"]!["navigator"]!) >= new Version(4, 9, 0));
        Assert.Equal("enterprise-attack", (string)layer["domain"]!);
        Only(layer["layout"]!, "layout", "expandedSubtechniques");
        Assert.Contains((string)layer["layout"]!["layout"]!, (string[])["side", "flat", "mini"]);
        Assert.Contains((string)layer["layout"]!["expandedSubtechniques"]!, (string[])["none", "all", "annotated"]);
        Only(layer["gradient"]!, "colors", "minValue", "maxValue");
        var (least, most) = ((int)layer["gradient"]!["minValue"]!, (int)layer["gradient"]!["maxValue"]!);
        Assert.True(most > least);
        Assert.True(layer["gradient"]!["colors"]!.AsArray().Count >= 2);
        Assert.All(layer["gradient"]!["colors"]!.AsArray(), color => Assert.Matches(Color(), (string)color!));
        Assert.All(
            layer["techniques"]!.AsArray(),
            technique =>
            {
                Only(technique!, "techniqueID", "score", "color", "comment", "metadata", "links");
                Assert.Matches(TechniqueId(), (string)technique!["techniqueID"]!);
                Assert.InRange((int)technique["score"]!, least, most);
                Assert.Matches(Color(), (string)technique["color"]!);
                Assert.NotEmpty((string)technique["comment"]!);
                Assert.All(technique["metadata"]!.AsArray(), one => Only(one!, "name", "value"));
                Assert.All(technique["metadata"]!.AsArray(), one => Assert.NotEmpty((string)one!["value"]!));
                Assert.All(technique["links"]!.AsArray(), one => Only(one!, "label", "url"));
                Assert.All(technique["links"]!.AsArray(), one => Assert.StartsWith("https://", (string)one!["url"]!, StringComparison.Ordinal));
            }
        );
        Assert.All(layer["legendItems"]!.AsArray(), one => Only(one!, "label", "color"));
        return layer;
    }

    private static void Only(JsonNode node, params string[] names) => Assert.Equal(names, node.AsObject().Select(member => member.Key));

    [GeneratedRegex("^#[0-9a-f]{6}$")]
    private static partial Regex Color();

    [GeneratedRegex(@"^T\d{4}(\.\d{3})?$")]
    private static partial Regex TechniqueId();
}
