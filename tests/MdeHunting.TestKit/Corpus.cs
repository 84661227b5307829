namespace MdeHunting.TestKit;

/// <summary>
/// Queries as people publish them: those of this project, and those of the folder <c>corpus</c> in the tests' further data, where there is one.
/// </summary>
internal static class Corpus
{
    private static readonly string Own = Path.Combine(ModuleSetup.RepositoryRoot, "tests", "MdeHunting.Tests", "Kql", "Corpus");

    // A fenced block of command lines, no query, though its fence says nothing of that.
    private static readonly string CommandLines = Path.Combine("bert-janp", "DFIR", "Defender For Endpoint", "MDE - URLLookup.md") + "#1";

    private static readonly Lazy<List<(string Name, string Content)>> Read = new(() =>
        FurtherData.Find("corpus") is { } further ? [.. In(Own), .. In(further)] : [.. In(Own)]
    );

    private static readonly Lazy<List<CorpusQuery>> Cut = new(() =>
        [
            .. Files()
                .Where(file => file.Name != "README.md")
                .SelectMany(file => CorpusQuery.In(file.Name, file.Content))
                .Where(query => query.Name != CommandLines),
        ]
    );

    public static IReadOnlyList<(string Name, string Content)> Files() => Read.Value;

    public static IReadOnlyList<CorpusQuery> Queries() => Cut.Value;

    private static IEnumerable<(string Name, string Content)> In(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(folder, path), File.ReadAllText(path)));
}
