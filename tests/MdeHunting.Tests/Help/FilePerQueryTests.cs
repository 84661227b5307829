using System.Text.RegularExpressions;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Help;

/// <summary>The README's way to a file for each query, as it is written there, whatever the queries are called.</summary>
[Collection("Process environment")]
public sealed class FilePerQueryTests(ExampleLab lab) : IClassFixture<ExampleLab>
{
    private static string Example =>
        Regex
            .Match(
                File.ReadAllText(Path.Combine(ModuleSetup.RepositoryRoot, "README.md")),
                "```powershell\n(?<code>[^`]*Group-Object FileName[^`]*)```",
                RegexOptions.CultureInvariant
            )
            .Groups["code"]
            .Value;

    [Theory]
    [InlineData("-Path ./hunts/*.kql", "alerts.kql.csv devices.kql.csv")]
    [InlineData("-Path ./one/x.kql, ./two/x.kql, ./two/X.kql", "two_x.kql.csv x.kql (2).csv x.kql.csv|X.kql (2).csv two_x.kql.csv x.kql.csv")]
    [InlineData(
        "-Query 'AlertInfo | take 2', 'DeviceInfo | where DeviceName != \"a/b\" | take 1'",
        "1_AlertInfo_take 2.csv 2_DeviceInfo_where DeviceName !=_a_b_.csv"
    )]
    public void Each_query_gets_its_file(string queries, string files)
    {
        foreach (var (folder, name) in new[] { ("one", "x.kql"), ("two", "x.kql"), ("two", "X.kql") })
        {
            Directory.CreateDirectory(Path.Combine(lab.Folder, folder));
            File.WriteAllText(Path.Combine(lab.Folder, folder, name), "DeviceInfo | take 3");
        }

        Array.ForEach(Directory.GetFiles(lab.Folder, "*.csv"), File.Delete);
        Assert.Contains("-Path ./hunts/*.kql", Example);

        lab.Run(Example.Replace("-Path ./hunts/*.kql", queries, StringComparison.Ordinal), out _).ThrowIfFailed();

        // The list of tenants is what another example reads.
        var written = Directory.GetFiles(lab.Folder, "*.csv").Select(Path.GetFileName).Where(name => name != "tenants.csv").Order(StringComparer.Ordinal);
        Assert.Contains(string.Join(" ", written), files.Split('|'));
        Assert.All(Directory.GetFiles(lab.Folder, "*.csv"), file => Assert.True(File.ReadLines(file).Count() > 1, file));
    }
}
