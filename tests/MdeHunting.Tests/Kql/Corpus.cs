using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Kql;

/// <summary>The collection of published queries, from a folder beside the checkout; a test that asks for it is skipped where there is none.</summary>
internal static class Corpus
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(ModuleSetup.RepositoryRoot, "..", "shared", "corpus"));

    // A fenced block of command lines, no query, though its fence says nothing of that.
    private static readonly string CommandLines = Path.Combine("bert-janp", "DFIR", "Defender For Endpoint", "MDE - URLLookup.md") + "#1";

    public static List<(string Name, string Content)> Files()
    {
        if (!Directory.Exists(Folder))
        {
            Assert.Skip($"There is no folder of published queries beside the checkout: {Folder}");
        }

        return Directory
            .EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(Folder, path), File.ReadAllText(path)))
            .ToList();
    }

    public static List<CorpusQuery> Queries() =>
        Files()
            .Where(file => file.Name != "README.md")
            .SelectMany(file => CorpusQuery.In(file.Name, file.Content))
            .Where(query => query.Name != CommandLines)
            .ToList();
}
