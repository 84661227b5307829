using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MdeHunting.Journal;
using MdeHunting.Packs.Sweeping;
using MdeHunting.Tests.Running;
using Xunit;

namespace MdeHunting.Tests.Packs;

/// <summary>What a sweep left in its folder.</summary>
/// <param name="path">The folder.</param>
internal sealed partial class SweptFolder(string path)
{
    private static readonly string[] Passing = ["Seconds", "StartedAt", "RequestId"];
    private static readonly string[] PassingFacts = ["at", "chain", "seconds", "sentAt", "requestId"];

    /// <summary>
    /// Asserts that it has what another one has: every rows file to the byte, and the index and the journal but for times, seconds and request ids.
    /// </summary>
    public void AssertSame(SweptFolder other)
    {
        Assert.Equal(other.Index(), Index());
        Assert.Equal(other.Rows(), Rows());
        Assert.Equal(other.IndexAsCsv(), IndexAsCsv());
        Assert.Equal(other.Journal(), Journal());
    }

    /// <summary>Asserts that what its journal tells to be there is there, and that nothing else has a name of its own.</summary>
    public void AssertTrue()
    {
        var journal = Path.Combine(path, JournalFolder.JournalName);
        if (!File.Exists(journal))
        {
            return;
        }

        var known = new HashSet<string>(StringComparer.Ordinal) { JournalFolder.JournalName, JournalFolder.LockName, PackIndex.CsvName, PackIndex.JsonName };
        foreach (var line in JournalLog.Read(new JournalFiles(), journal).Lines.Where(line => line.Text("event") is "writing" or "written"))
        {
            known.Add(line.Text("file")!);
            if (line.Text("event") == "written")
            {
                Assert.Equal(line.Text("sha256"), FolderRun.Hash(Path.Combine(path, line.Text("file")!)));
            }
        }

        Assert.All(
            Directory
                .GetFiles(path, "*", SearchOption.AllDirectories)
                .Select(Name)
                .Where(name => !name.EndsWith(JournalFolder.UnfinishedSuffix, StringComparison.Ordinal)),
            name => Assert.Contains(name, known)
        );
    }

    /// <summary>The rows files, by name, with their bytes.</summary>
    public SortedDictionary<string, string> Rows() =>
        new(
            Directory
                .GetFiles(path, "*", SearchOption.AllDirectories)
                .Where(file => Name(file) is not (JournalFolder.JournalName or JournalFolder.LockName or PackIndex.CsvName or PackIndex.JsonName))
                .ToDictionary(Name, file => Convert.ToBase64String(File.ReadAllBytes(file))),
            StringComparer.Ordinal
        );

    /// <summary>The entries of the index.</summary>
    public IReadOnlyList<string> Index()
    {
        var entries = JsonNode.Parse(File.ReadAllText(Path.Combine(path, PackIndex.JsonName)))!.AsArray();
        foreach (var entry in entries)
        {
            foreach (var name in Passing)
            {
                entry!.AsObject().Remove(name);
            }
        }

        return [.. entries.Select(entry => entry!.ToJsonString())];
    }

    private IReadOnlyList<string> IndexAsCsv()
    {
        var lines = File.ReadAllText(Path.Combine(path, PackIndex.CsvName)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(Fields).ToList();
        int[] passing = [.. Passing.Select(name => Array.IndexOf(lines[0], $"\"{name}\""))];
        Assert.DoesNotContain(-1, passing);
        return [.. lines.Select(line => string.Join(',', line.Where((_, place) => !passing.Contains(place))))];
    }

    // What is told of each query, and of its rows last.
    private IReadOnlyList<string> Journal()
    {
        var lines = JournalLog.Read(new JournalFiles(), Path.Combine(path, JournalFolder.JournalName)).Lines;
        var told = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines.Where(line => line.Text("event") is "run" or "task" or "written" or "empty"))
        {
            string[] own = line.Text("event") == "run" ? [.. PassingFacts, "moment", "process", "computer"] : PassingFacts;
            var number = string.Create(CultureInfo.InvariantCulture, $"{line.Number("task") ?? 0:D5}");
            told[$"{number} {(line.Text("event") == "task" ? "task" : "told")}"] = string.Join(
                "; ",
                line.Members.Where(member => !own.Contains(member.Key))
                    .Select(member =>
                        member.Value is IReadOnlyList<KeyValuePair<string, string>> texts
                            ? $"{member.Key}: {string.Join(' ', texts.Select(text => $"{text.Key}={text.Value}"))}"
                            : $"{member.Key}: {member.Value}"
                    )
            );
        }

        return [.. told.Select(one => $"{one.Key} {one.Value}")];
    }

    private string Name(string file) => Path.GetRelativePath(path, file).Replace('\\', '/');

    private static string[] Fields(string line) => Comma().Split(line);

    [GeneratedRegex(
        """
            ,(?=(?:[^"]*"[^"]*")*[^"]*$)
            """
    )]
    private static partial Regex Comma();
}
