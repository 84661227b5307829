using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Formats.Documents;

namespace MdeHunting.Formats.Packs;

/// <summary>
/// Reads lists of queries in JSON, whatever their makers called the fields: an array of objects, or one under a name such as value, queries or resources, also
/// as Azure Resource Manager and Graph write them.
/// </summary>
internal static class JsonPackReader
{
    private const int MostDepth = 64;
    private const int MostQueries = 20_000;

    private static readonly string[] Texts = ["query", "queryText", "kql", "kqlQuery", "huntingQuery", "kql_query", "body"];
    private static readonly string[] Names = ["name", "title", "displayName", "queryName"];
    private static readonly string[] Ids = ["id", "queryId", "guid"];
    private static readonly string[] Descriptions = ["description", "descriptionDetailed"];
    private static readonly string[] Techniques = ["techniques", "relevantTechniques", "mitreTechniques", "technique", "mitre", "mitreAttack", "mitre_attack"];
    private static readonly string[] Tactics = ["tactics", "tactic", "category", "categories"];
    private static readonly string[] Wrappers = ["properties", "queryCondition", "detectionAction", "alertTemplate"];

    /// <summary>Reads a document.</summary>
    /// <exception cref="PackException">It is no JSON.</exception>
    public static PackContent Read(PackDocument document, CancellationToken token)
    {
        try
        {
            using var json = JsonDocument.Parse(
                document.Text,
                new JsonDocumentOptions
                {
                    MaxDepth = MostDepth,
                    CommentHandling = JsonCommentHandling.Skip,
                    AllowTrailingCommas = true,
                }
            );
            var lines = new Lazy<LineSearch>(() => new LineSearch(document.Text));
            var queries = new List<StatedQuery>();
            var skipped = new List<string>();
            Take(json.RootElement, queries, skipped, lines, token);
            if (queries.Count == MostQueries)
            {
                skipped.Add(FormattableString.Invariant($"what is behind the first {MostQueries:N0} queries isn't read"));
            }

            return new PackContent(queries) { What = "JSON without a list of queries", Skipped = skipped };
        }
        catch (JsonException e)
        {
            var line = (e.LineNumber ?? 0) + 1;
            throw YamlNodes.Damaged(
                document.Name,
                FormattableString.Invariant($"isn't valid JSON, or is nested more than {MostDepth} levels deep: line {line}."),
                e
            );
        }
    }

    private static void Take(JsonElement element, List<StatedQuery> queries, List<string> skipped, Lazy<LineSearch> lines, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        if (element.ValueKind == JsonValueKind.Array)
        {
            var (before, number, without) = (queries.Count, 0, new List<string>());
            foreach (var item in element.EnumerateArray())
            {
                var had = queries.Count;
                Take(item, queries, skipped, lines, token);
                number++;
                if (queries.Count == had && had < MostQueries)
                {
                    without.Add(FormattableString.Invariant($"entry {number} of the list{Named(item)}: it has no query"));
                }
            }

            if (queries.Count > before)
            {
                skipped.AddRange(without);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object && queries.Count < MostQueries)
        {
            JsonElement[] layers = [.. Layers(element)];
            if (Values(layers, Texts).FirstOrDefault() is { Text: { } query } value)
            {
                var line = lines.Value.LineOf(value.Element.GetRawText());
                queries.Add(Query(layers, query, line) with { IsOneLine = value.Element.ValueKind == JsonValueKind.String });
                return;
            }

            foreach (var member in element.EnumerateObject().Where(member => member.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object))
            {
                Take(member.Value, queries, skipped, lines, token);
            }
        }
    }

    // System.Text.Json says no line.
    private static string Named(JsonElement item) => First([item], Names) is { } name ? $" ('{name}')" : string.Empty;

    // The object, and what ARM and Graph put around some of its fields.
    private static IEnumerable<JsonElement> Layers(JsonElement item)
    {
        yield return item;
        foreach (var member in item.EnumerateObject().Where(member => Wrappers.Contains(member.Name, StringComparer.OrdinalIgnoreCase)))
        {
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var inner in Layers(member.Value))
                {
                    yield return inner;
                }
            }
        }
    }

    private static StatedQuery Query(JsonElement[] layers, string query, int line) =>
        new(query, line, MdePackFormat.Json)
        {
            // ARM's own name of a resource is an id; the name that people see is inside of it.
            Name = First([.. Enumerable.Reverse(layers)], ["displayName"]) ?? First(layers, Names),
            Id = First(layers, Ids),
            Description = First(layers, Descriptions),
            Techniques = All(layers, Techniques),
            Tactics = All(layers, Tactics),
            Tags = All(layers, ["tags", "domains"]),
            Parameters = [.. Parameters(layers)],
        };

    private static IEnumerable<StatedParameter> Parameters(JsonElement[] layers)
    {
        foreach (var value in layers.SelectMany(layer => Members(layer, ["parameters"])))
        {
            foreach (var item in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default)
            {
                JsonElement[] one = [item];
                if (item.ValueKind == JsonValueKind.String)
                {
                    yield return new StatedParameter(item.Decoded(), null, null, null);
                }
                else if (item.ValueKind == JsonValueKind.Object && First(one, Names) is { } name)
                {
                    yield return new StatedParameter(name, First(one, ["type"]), First(one, ["default", "defaultValue"]), First(one, Descriptions));
                }
            }

            foreach (var member in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default)
            {
                yield return member.Value.ValueKind == JsonValueKind.Object
                    ? new StatedParameter(
                        member.Name,
                        First([member.Value], ["type"]),
                        First([member.Value], ["default", "defaultValue"]),
                        First([member.Value], Descriptions)
                    )
                    : new StatedParameter(member.Name, member.Value.ValueKind == JsonValueKind.String ? member.Value.Decoded() : null, null, null);
            }
        }
    }

    private static IEnumerable<JsonElement> Members(JsonElement item, string[] names) =>
        item.ValueKind != JsonValueKind.Object
            ? []
            : names.SelectMany(name =>
                item.EnumerateObject().Where(member => string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase)).Select(member => member.Value)
            );

    private static string? First(JsonElement[] layers, string[] names) => Values(layers, names).Select(value => value.Text).FirstOrDefault();

    private static IEnumerable<(JsonElement Element, string? Text)> Values(JsonElement[] layers, string[] names) =>
        layers
            .SelectMany(layer => Members(layer, names))
            .Select(element => (Element: element, Text: Text(element)))
            .Where(value => value.Text is { Length: > 0 } text && text.Trim().Length > 0);

    // A text, or its lines.
    private static string? Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.Decoded(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.Array when value.EnumerateArray().All(line => line.ValueKind == JsonValueKind.String) => string.Join(
                "\n",
                value.EnumerateArray().Select(line => line.Decoded())
            ),
            _ => null,
        };

    // Texts, lists of them, and pairs of a name and a value.
    private static IReadOnlyList<string> All(JsonElement[] layers, string[] names) =>
        [
            .. layers
                .SelectMany(layer => Members(layer, names))
                .SelectMany(value => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value])
                .SelectMany(value =>
                    value.ValueKind == JsonValueKind.Object ? Members(value, ["id", "techniqueId", "technique", "value", "name"]).Select(Text) : [Text(value)]
                )
                .OfType<string>()
                .Where(text => text.Length > 0),
        ];

    // System.Text.Json does not say where a value stands: it is found as it is written, from the end of the one before it on.
    private sealed class LineSearch(string text)
    {
        private int _place;
        private int _line = 1;

        public int LineOf(string written)
        {
            var found = text.IndexOf(written, _place, StringComparison.Ordinal);
            if (found < 0)
            {
                return _line;
            }

            GoTo(found);
            var line = _line;
            GoTo(found + written.Length);
            return line;
        }

        private void GoTo(int place)
        {
            for (; _place < place; _place++)
            {
                _line += text[_place] == '\n' ? 1 : 0;
            }
        }
    }
}
