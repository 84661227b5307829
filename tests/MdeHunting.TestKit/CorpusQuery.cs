namespace MdeHunting.TestKit;

/// <summary>A query of the collection of published ones, with the file that it is from.</summary>
internal sealed record CorpusQuery(string Name, string Text)
{
    /// <summary>
    /// The queries of a file: a whole text file, the fenced blocks of Markdown but for other languages, the block after YAML's <c>query: |</c>.
    /// </summary>
    public static IEnumerable<CorpusQuery> In(string name, string content)
    {
        var texts = Path.GetExtension(name) switch
        {
            ".txt" => [content],
            ".md" => Fenced(content),
            ".yaml" => Indented(content),
            _ => [],
        };
        return texts.Select((text, index) => new CorpusQuery($"{name}#{index + 1}", text));
    }

    private static IEnumerable<string> Fenced(string content)
    {
        string? language = null;
        var lines = new List<string>();
        foreach (var line in content.Split('\n'))
        {
            var isFence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            if (isFence && language is null)
            {
                language = line.Trim().TrimStart('`').ToLowerInvariant();
            }
            else if (isFence)
            {
                if (language is "" or "kql" or "kusto")
                {
                    yield return string.Join('\n', lines);
                }

                language = null;
                lines.Clear();
            }
            else if (language is not null)
            {
                lines.Add(line);
            }
        }
    }

    private static IEnumerable<string> Indented(string content)
    {
        var block = content
            .Split('\n')
            .SkipWhile(line => !line.StartsWith("query: |", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => string.IsNullOrWhiteSpace(line) || line.StartsWith("  ", StringComparison.Ordinal))
            .ToArray();
        return block.Length == 0 ? [] : [string.Join('\n', block.Select(line => line.Length < 2 ? line : line[2..]))];
    }
}
