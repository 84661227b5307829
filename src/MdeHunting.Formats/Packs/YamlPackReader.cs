using MdeHunting.Contract;

namespace MdeHunting.Formats.Packs;

/// <summary>
/// Reads Microsoft Sentinel's hunting queries and analytics rules, and msticpy's query templates: https://github.com/Azure/Azure-Sentinel/wiki,
/// https://msticpy.readthedocs.io/en/latest/extending/Queries.html.
/// </summary>
internal static class YamlPackReader
{
    private static readonly string[] OfAnalytics = ["severity", "queryFrequency", "queryPeriod", "triggerOperator", "kind"];

    private static readonly string[] OfKql = ["LogAnalytics", "Sentinel", "M365D", "MDE", "Kusto"];

    // What else such repositories hold: parsers of ASIM, rules in Sigma's language.
    private static readonly (string Key, string What)[] Others =
    [
        ("detection", "a Sigma rule, which isn't KQL"),
        ("ParserQuery", "a parser, which other queries call"),
        ("FunctionQuery", "a function, which other queries call"),
    ];

    /// <summary>Reads a document.</summary>
    public static PackContent Read(PackDocument document, CancellationToken token)
    {
        var queries = new List<StatedQuery>();
        var skipped = new List<string>();
        var others = new List<(int Line, string? What)>();
        foreach (var root in YamlNodes.Read(document, token))
        {
            foreach (var item in root is YamlNode.Sequence list ? list.Items : [root])
            {
                token.ThrowIfCancellationRequested();
                if (item.Find("sources") is YamlNode.Mapping sources)
                {
                    queries.AddRange(Templates(item, sources, skipped));
                }
                else if (item.Text("query") is { } query)
                {
                    queries.Add(Query(item, query));
                }
                else if (item is not YamlNode.Scalar { Value.Length: 0 })
                {
                    others.Add((item.Line, Others.Where(other => item.Find(other.Key) is not null).Select(other => other.What).FirstOrDefault()));
                }
            }
        }

        // Where nothing is a query, what the document is says it all.
        if (queries.Count > 0)
        {
            skipped.AddRange(
                others.Select(other => FormattableString.Invariant($"line {other.Line}: {(other.What is { } what ? $"it's {what}" : "it has no query")}"))
            );
        }

        return new PackContent(queries)
        {
            What = others.Select(other => other.What).FirstOrDefault(what => what is not null) ?? "YAML without a query",
            Skipped = skipped,
        };
    }

    private static bool IsKql(string environment) => Array.Exists(OfKql, name => environment.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0);

    private static StatedQuery Query(YamlNode item, string query)
    {
        var tags = item.Find("tags");
        return new StatedQuery(
            query,
            item.Find("query")!.Line,
            Array.Exists(OfAnalytics, key => item.Find(key) is not null) ? MdePackFormat.SentinelAnalytics : MdePackFormat.SentinelHunting
        )
        {
            Name = item.Text("name") ?? item.Text("displayName"),
            Id = item.Text("id"),
            Description = item.Text("description") ?? item.Text("description-detailed"),
            Techniques = [.. item.Texts("relevantTechniques"), .. item.Texts("techniques")],
            Tactics = item.Texts("tactics"),
            Tags = tags is null ? [] : item.Texts("tags"),
            Indent = (item.Find("query") as YamlNode.Scalar)?.Indent ?? 0,
            Problems = [.. Doubled(item)],
        };
    }

    // YAML has no such mapping, and readers differ in which value they take.
    private static IEnumerable<string> Doubled(YamlNode node) =>
        node is YamlNode.Mapping mapping
            ? mapping.Doubled.Select(name => $"The file has '{name}' more than once for this query, and the first value was read.")
            : [];

    // metadata, defaults of all, and sources, each of which may say the same for itself.
    private static IEnumerable<StatedQuery> Templates(YamlNode item, YamlNode.Mapping sources, List<string> skipped)
    {
        var (metadata, defaults) = (item.Find("metadata"), item.Find("defaults"));
        foreach (var (name, source) in sources.Entries.Select(entry => (entry.Key, entry.Value)))
        {
            if (source.Find("args")?.Find("query") is not YamlNode.Scalar query)
            {
                skipped.Add(FormattableString.Invariant($"line {source.Line}: the source '{name}' has no query"));
                continue;
            }

            var own = source.Find("metadata");
            var environments = own?.Texts("data_environments") is { Count: > 0 } named ? named : metadata?.Texts("data_environments") ?? [];
            if (environments.Count > 0 && !environments.Any(IsKql))
            {
                skipped.Add(FormattableString.Invariant($"line {query.Line}: it's for {string.Join(", ", environments)}, and isn't KQL of a hunting service"));
                continue;
            }

            var labels = new[] { "data_families", "data_environments", "tags" }.SelectMany(key =>
                own?.Texts(key) is { Count: > 0 } texts ? texts : metadata?.Texts(key) ?? []
            );
            yield return new StatedQuery(query.Value, query.Line, MdePackFormat.Msticpy)
            {
                Name = name,
                Description = source.Text("description") ?? metadata?.Text("description"),
                Tags = [.. labels],
                Parameters = [.. Parameters(source.Find("parameters"), defaults?.Find("parameters"))],
                HasDoubledBraces = true,
                Indent = query.Indent,
                Problems = [.. new[] { source, source.Find("args"), source.Find("parameters") }.OfType<YamlNode>().SelectMany(Doubled)],
            };
        }
    }

    private static IEnumerable<StatedParameter> Parameters(YamlNode? own, YamlNode? common)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, stated) in new[] { own, common }.OfType<YamlNode.Mapping>().SelectMany(map => map.Entries).Select(e => (e.Key, e.Value)))
        {
            if (named.Add(name))
            {
                yield return new StatedParameter(name, stated.Text("type"), (stated.Find("default") as YamlNode.Scalar)?.Value, stated.Text("description"));
            }
        }
    }
}
