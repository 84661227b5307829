using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Hosting;

/// <summary>What the other tests see in the hosted engine is what PowerShell does.</summary>
public sealed class InstalledShellTests
{
    private const string Script = """
        Get-MdeHuntingSchema AlertInfo -Column * | Sort-Object Name | Export-Csv $args[0]
        Get-MdeHuntingSchema | Group-Object { $_.Name.Substring(0, 5) } | Select-Object Name, Count | ConvertTo-Json | Set-Content $args[1]
        """;

    [Fact]
    public async Task The_hosted_engine_writes_the_files_that_PowerShell_writes()
    {
        var folder = Directory.CreateTempSubdirectory("mdehunting-shell-");
        string File(string name) => Path.Combine(folder.FullName, name);

        var result = await InstalledShell.RunAsync(Script, [File("installed.csv"), File("installed.json")]);
        using (var shell = new Shell())
        {
            shell.Run(Script, File("hosted.csv"), File("hosted.json")).ThrowIfFailed();
        }

        Assert.Equal(new ChildProcessResult(0, string.Empty, string.Empty), result);
        Assert.Equal(System.IO.File.ReadAllText(File("installed.csv")), System.IO.File.ReadAllText(File("hosted.csv")));
        Assert.Equal(System.IO.File.ReadAllText(File("installed.json")), System.IO.File.ReadAllText(File("hosted.json")));
        Assert.StartsWith("\"", System.IO.File.ReadAllText(File("hosted.csv")), StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Tells_arguments_variables_output_and_how_it_ended()
    {
        var result = await InstalledShell.RunAsync(
            "\"$($args[0]) $env:MDEHUNTING_TEST å\"; [Console]::Error.Write('bad'); exit 3",
            ["a b"],
            new Dictionary<string, string?> { ["MDEHUNTING_TEST"] = "of the test" }
        );

        Assert.Equal(new ChildProcessResult(3, $"a b of the test å{Environment.NewLine}", "bad"), result);
    }
}
