using System.Globalization;
using System.Text;
using MdeHunting.Text;

namespace MdeHunting.Packs.Sweeping;

/// <summary>What a query of a pack says of the techniques that it hunts: that there is one, or what became of it in a tenant.</summary>
/// <param name="Techniques">The ids of the techniques.</param>
/// <param name="Query">The name of the query.</param>
/// <param name="Connection">The name of the connection; null for a query that is not run.</param>
/// <param name="Status">What became of it; null for a query that is not run.</param>
/// <param name="Rows">How many rows it gave.</param>
internal sealed record HuntedTechniques(IReadOnlyList<string> Techniques, string Query, string? Connection, MdePackStatus? Status, long Rows);

/// <summary>
/// A layer of the ATT&amp;CK Navigator, version 4.5: each technique with the best of what is known of it, and a comment with all of it;
/// https://github.com/mitre-attack/attack-navigator/blob/master/layers/spec/v4.5/layerformat.md.
/// </summary>
/// <param name="name">The name of the layer.</param>
/// <param name="hunted">The queries.</param>
internal sealed class AttackLayer(string name, IReadOnlyList<HuntedTechniques> hunted)
{
    // The first Navigator that reads layers of this version.
    private const string Navigator = "4.9.0";
    private const int MostNames = 20;
    private const string Link = "https://attack.mitre.org/techniques/";

    // The better known, the higher the score; in colors that people tell apart who do not see red and green.
    private static readonly Knowledge[] All =
    [
        new("Found", 3, "#d7301f", static status => status is MdePackStatus.Found),
        new("Rows are missing", 2, "#fdae61", static status => status is MdePackStatus.Cut),
        new("Hunted, nothing found", 1, "#74add1", static status => status is MdePackStatus.NothingFound),
        new("Not run", 0, "#bdbdbd", static status => status is not null),
        new("Has a query", 1, "#8073ac", static _ => true),
    ];

    /// <summary>How many techniques it has.</summary>
    public int Count => Techniques.Count;

    private SortedDictionary<string, List<HuntedTechniques>> Techniques { get; } = Group(hunted);

    /// <summary>The layer as JSON, in UTF-8.</summary>
    public byte[] ToJson()
    {
        var shown = Techniques.ToDictionary(technique => technique.Key, technique => technique.Value.Select(Of).Distinct().OrderBy(Place).ToList());
        var json = new JsonText();
        json.Open('{');
        json.Member("name", name);
        json.Name("versions").Open('{').Member("navigator", Navigator).Member("layer", "4.5").Close('}');
        json.Member("domain", "enterprise-attack");
        json.Member("description", Description());
        json.Name("layout").Open('{').Member("layout", "side").Member("expandedSubtechniques", "annotated").Close('}');
        json.Name("techniques").Open('[');
        foreach (var technique in Techniques)
        {
            var best = shown[technique.Key][0];
            json.Open('{')
                .Member("techniqueID", technique.Key)
                .Member("score", best.Score)
                .Member("color", best.Color)
                .Member("comment", Comment(technique.Value))
                .Name("metadata")
                .Open('[');
            foreach (var knowledge in shown[technique.Key])
            {
                var count = technique.Value.Count(one => Of(one) == knowledge);
                json.Open('{').Member("name", knowledge.Label).Member("value", count.ToString(CultureInfo.InvariantCulture)).Close('}');
            }

            json.Close(']').Name("links").Open('[').Open('{');
            json.Member("label", technique.Key).Member("url", $"{Link}{technique.Key.Replace('.', '/')}/").Close('}').Close(']').Close('}');
        }

        json.Close(']').Name("gradient").Open('{').Name("colors").Open('[');
        foreach (var color in new[] { All[3].Color, All[2].Color, All[1].Color, All[0].Color })
        {
            json.Value(color);
        }

        json.Close(']').Member("minValue", 0).Member("maxValue", All[0].Score).Close('}').Name("legendItems").Open('[');
        foreach (var knowledge in shown.Values.SelectMany(one => one).Distinct().OrderBy(Place))
        {
            json.Open('{').Member("label", knowledge.Label).Member("color", knowledge.Color).Close('}');
        }

        return Encoding.UTF8.GetBytes(json.Close(']').Close('}').ToString());
    }

    private static SortedDictionary<string, List<HuntedTechniques>> Group(IReadOnlyList<HuntedTechniques> hunted)
    {
        var techniques = new SortedDictionary<string, List<HuntedTechniques>>(StringComparer.Ordinal);
        foreach (var one in hunted)
        {
            foreach (var technique in AttackNames.TechniquesIn(one.Techniques))
            {
                if (!techniques.TryGetValue(technique, out var all))
                {
                    techniques.Add(technique, all = []);
                }

                all.Add(one);
            }
        }

        return techniques;
    }

    private static Knowledge Of(HuntedTechniques one) => one.Status is null ? All[All.Length - 1] : Array.Find(All, knowledge => knowledge.Is(one.Status))!;

    private static int Place(Knowledge knowledge) => Array.IndexOf(All, knowledge);

    private string Description()
    {
        var run = hunted.Where(one => one.Status is not null).ToList();
        return run.Count == 0
            ? FormattableString.Invariant($"Hunting queries: {hunted.Count:N0}. Techniques: {Techniques.Count:N0}.")
            : FormattableString.Invariant($"Hunting queries: {run.Select(one => one.Query).Distinct().Count():N0}. ")
                + FormattableString.Invariant($"Tenants: {run.Select(one => one.Connection).Distinct().Count():N0}. ")
                + string.Join(
                    ", ",
                    run.GroupBy(one => one.Status).OrderBy(group => group.Key).Select(group => FormattableString.Invariant($"{group.Key}: {group.Count():N0}"))
                )
                + ".";
    }

    private static string Comment(IReadOnlyList<HuntedTechniques> queries)
    {
        var lines = queries.OrderBy(one => Place(Of(one))).ThenBy(one => one.Query, StringComparer.Ordinal).Select(Line).ToList();
        return TerminalSafeText.Lines(
            string.Join("\n", lines.Take(MostNames))
                + (lines.Count > MostNames ? FormattableString.Invariant($"\nand {lines.Count - MostNames:N0} more") : string.Empty)
        );
    }

    private static string Line(HuntedTechniques one) =>
        one.Status is not { } status ? one.Query
        : one.Rows > 0 ? FormattableString.Invariant($"{status}: {one.Query} on {one.Connection} ({one.Rows:N0} {(one.Rows == 1 ? "row" : "rows")})")
        : $"{status}: {one.Query} on {one.Connection}";

    private sealed record Knowledge(string Label, int Score, string Color, Func<MdePackStatus?, bool> Is);

    /// <summary>JSON that is written from its beginning to its end.</summary>
    private sealed class JsonText
    {
        private readonly StringBuilder _text = new();

        public JsonText Open(char bracket)
        {
            Part();
            _text.Append(bracket);
            return this;
        }

        public JsonText Close(char bracket)
        {
            _text.Append(bracket);
            return this;
        }

        public JsonText Name(string name)
        {
            Value(name);
            _text.Append(':');
            return this;
        }

        public JsonText Value(string text)
        {
            Part();
            JsonString.Write(_text, text);
            return this;
        }

        public JsonText Member(string name, string value) => Name(name).Value(value);

        public JsonText Member(string name, int value)
        {
            Name(name);
            _text.Append(value.ToString(CultureInfo.InvariantCulture));
            return this;
        }

        public override string ToString() => _text.ToString();

        private void Part()
        {
            if (_text.Length > 0 && _text[_text.Length - 1] is not ('{' or '[' or ':'))
            {
                _text.Append(',');
            }
        }
    }
}
