using System.Text;
using System.Text.RegularExpressions;
using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Kql.Slips;

namespace MdeHunting.Packs;

/// <summary>
/// Cuts a text into its queries, as the portal takes them: with a blank line or a semicolon between. The comments ahead of each describe it, and names that
/// one defines ahead of another go with that too.
/// </summary>
internal static class TextQueries
{
    // What the template calls a name, and what others do, as Azure Monitor's example queries.
    private static readonly string[] Names = ["name", "title", "display name", "rule name", "query name"];

    private static readonly Regex Rule = new(
        @"^[ \t]*([-#=*_~])\1*([-=*_~])\2{3,}[ \t]*(?=\r?$)",
        RegexOptions.CultureInvariant | RegexOptions.Multiline,
        TimeSpan.FromSeconds(2)
    );

    // Of these the line says all; what follows belongs to no field.
    private static readonly string[] OneLine =
    [
        .. Names,
        "id",
        "severity",
        "author",
        "categories",
        "resource types",
        "solutions",
        "topic",
        "platform",
        "version",
        "last updated",
        "frequency",
        "lookback",
        "queryfrequency",
        "queryperiod",
        "alerttriggerthreshold",
    ];

    // The fields of the query template, and what else people write ahead of a query.
    private static readonly string[] Keys =
    [
        .. OneLine,
        "description",
        "datasource",
        "datasources",
        "data source",
        "data sources",
        "technique",
        "techniques",
        "tactic",
        "tactics",
        "tags",
        "reference",
        "references",
        "mitre",
        "mitre tactic",
        "mitre technique",
        "false positives",
        "tuning notes",
    ];

    /// <summary>The queries of a text file.</summary>
    /// <param name="text">Its text.</param>
    public static IReadOnlyList<StatedQuery> Of(string text)
    {
        var pieces = Pieces(WithoutRules(text));
        return
        [
            .. pieces.Select(piece =>
            {
                var fields = Fields(piece.Ahead, out var free);
                var comments = piece.Ahead.Concat(piece.Inside).ToArray();
                var named = Values(fields, Names).FirstOrDefault(name => name.Length > 0);
                return new StatedQuery(
                    piece.Text,
                    piece.Line,
                    QueryParameterDeclaration.In(piece.Text).Count > 0 ? MdePackFormat.DataExplorer
                        : named is not null ? MdePackFormat.Template
                        : MdePackFormat.Text
                )
                {
                    Carried = piece.Carried,
                    Name = named ?? (pieces.Count > 1 ? piece.Ahead.FirstOrDefault(line => line.Any(char.IsLetter)) : null),
                    Id = fields.TryGetValue("id", out var id) ? id : null,
                    Description =
                        fields.TryGetValue("description", out var told) ? told
                        : free.Count > 0 ? string.Join("\n", free)
                        : null,
                    Techniques = comments,
                    Tactics = [.. Values(fields, "tactic", "tactics"), .. comments],
                    Tags =
                    [
                        .. Values(fields, "tags", "datasource")
                            .SelectMany(value => value.Split(',', ' '))
                            .Select(tag => tag.Trim('#'))
                            .Where(t => t.Length > 0),
                    ],
                };
            }),
        ];
    }

    /// <summary>The queries of a block that may have several, as pieces of it.</summary>
    /// <param name="stated">The block.</param>
    public static IReadOnlyList<StatedQuery> Of(StatedQuery stated)
    {
        var pieces = Pieces(stated.Text);
        return pieces.Count < 2
            ? [stated]
            :
            [
                .. pieces.Select(piece =>
                    stated with
                    {
                        Text = piece.Text,
                        Line = stated.IsOneLine ? stated.Line : stated.Line + piece.Line - 1,
                        Carried = piece.Carried,
                        Name = piece.Ahead.FirstOrDefault(line => line.Any(char.IsLetter)) ?? stated.Name,
                        Techniques =
                            AttackNames.TechniquesIn(piece.Ahead.Concat(piece.Inside)).Count > 0 ? [.. piece.Ahead, .. piece.Inside] : stated.Techniques,
                    }
                ),
            ];
    }

    // Lines that are drawn between queries, and are no comments.
    private static string WithoutRules(string text)
    {
        if (!Rule.IsMatch(text))
        {
            return text;
        }

        var strings = new SourceText(text).Tokens.Where(token => token.IsString).ToArray();
        return Rule.Replace(text, rule => strings.Any(token => token.Start < rule.Index && rule.Index < token.End) ? rule.Value : $"//{rule.Value}");
    }

    private static IEnumerable<string> Values(Dictionary<string, string> fields, params string[] names) =>
        names.Where(fields.ContainsKey).Select(name => fields[name]);

    private static List<Piece> Pieces(string text)
    {
        var source = new SourceText(text);
        var pieces = new List<Piece>();
        if (source.Significant.Count == 0)
        {
            return pieces;
        }

        var starts = SeveralQueries.Lines(text, QueryLikeness.IsTable);
        var comments = source.Tokens.Where(token => token.Kind == KqlTokenKind.Comment).ToArray();
        var lines = source.Significant.Select(token => source.LineAndColumn(token.Start).Line).ToArray();
        var lets = new Dictionary<string, string>(StringComparer.Ordinal);
        var after = 0;
        for (var number = 0; number < starts.Count; number++)
        {
            var first = Array.FindIndex(lines, after == 0 ? 0 : after, line => line >= starts[number]);
            var next = number + 1 < starts.Count ? Array.FindIndex(lines, first, line => line >= starts[number + 1]) : lines.Length;
            if (first < 0 || next <= first)
            {
                continue;
            }

            var (start, end) = (source.Significant[first].Start, source.Significant[next - 1].End);
            var ahead = Ahead(source, comments, after == 0 ? 0 : source.Significant[after - 1].End, start, isFirst: after == 0);
            var behind = next == lines.Length ? text.Length : end;
            var own = text.Substring(start, end - start);
            string[] inside = [.. Between(comments, start, behind).Select(source.TextOf).Select(Bare)];
            var whole = WithLets(own, lets);
            pieces.Add(new Piece(whole, lines[first], ahead, inside) { Carried = whole.Take(whole.Length - own.Length).Count(c => c == '\n') });
            after = next;
        }

        return pieces;
    }

    // A query that uses a name which an earlier one of the file defines needs that definition too.
    private static string WithLets(string query, Dictionary<string, string> lets)
    {
        var tree = TokenTree.Of(new SourceText(query));
        var own = KqlStatement.In(tree, tree.Whole).OfType<LetStatement>().ToArray();
        var needed = new List<string>();
        var open = new Stack<TokenTree>();
        open.Push(tree);
        var seen = new HashSet<string>(own.Select(let => let.Name), StringComparer.Ordinal);
        while (open.Count > 0)
        {
            var used = open.Pop();
            foreach (var name in Enumerable.Range(0, used.Whole.End).Select(used.NameAt).OfType<string>().Where(lets.ContainsKey).Where(seen.Add))
            {
                needed.Insert(0, lets[name]);
                open.Push(TokenTree.Of(new SourceText(lets[name])));
            }
        }

        foreach (var let in own)
        {
            var (first, last) = (tree.Text.Significant[let.Span.Start], tree.Text.Significant[let.Span.End - 1]);
            lets[let.Name] = $"{query.Substring(first.Start, last.End - first.Start)};\n";
        }

        return needed.Count == 0 ? query : new StringBuilder().Append(string.Concat(needed)).Append(query).ToString();
    }

    // The block of comments that ends right above a query; of the first one, all that is above.
    private static List<string> Ahead(SourceText source, KqlToken[] comments, int from, int to, bool isFirst)
    {
        var ahead = new List<string>();
        var below = source.LineAndColumn(to).Line;
        var fromLine = source.LineAndColumn(from).Line;
        foreach (var comment in Between(comments, from, to).Reverse())
        {
            var line = source.LineAndColumn(comment.Start).Line;
            if (!isFirst && (line == fromLine || (ahead.Count > 0 && line < below - 1)))
            {
                break;
            }

            ahead.Add(Bare(source.TextOf(comment)));
            below = line;
        }

        ahead.Reverse();
        return ahead;
    }

    // Those that begin there. A file may have as many queries as comments, so that they aren't gone through for each.
    private static IEnumerable<KqlToken> Between(KqlToken[] comments, int from, int to)
    {
        var (first, end) = (0, comments.Length);
        while (first < end)
        {
            var middle = (first + end) / 2;
            (first, end) = comments[middle].Start < from ? (middle + 1, end) : (first, middle);
        }

        return Enumerable.Range(first, comments.Length - first).Select(place => comments[place]).TakeWhile(comment => comment.Start < to);
    }

    private static string Bare(string comment) => comment.TrimStart('/', ' ', '\t').TrimEnd();

    private static Dictionary<string, string> Fields(IReadOnlyList<string> comments, out IReadOnlyList<string> free)
    {
        var others = new List<string>();
        free = others;
        var fields = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        string? key = null;
        foreach (var line in comments)
        {
            var colon = line.IndexOf(':');
            var name = colon > 0 ? line.Substring(0, colon).Trim(' ', '*', '-', '#') : string.Empty;
            if (Keys.Contains(name, StringComparer.OrdinalIgnoreCase) && !fields.ContainsKey(name))
            {
                fields[name] = [line.Substring(colon + 1).Trim()];
                key = OneLine.Contains(name, StringComparer.OrdinalIgnoreCase) ? null : name;
            }
            else if (key is null)
            {
                others.Add(line);
            }
            else if (line.Trim().Length > 0)
            {
                fields[key].Add(line);
            }
        }

        return fields.ToDictionary(field => field.Key, field => string.Join("\n", field.Value).Trim(), StringComparer.OrdinalIgnoreCase);
    }

    private sealed record Piece(string Text, int Line, IReadOnlyList<string> Ahead, IReadOnlyList<string> Inside)
    {
        // The lines of definitions ahead of its own.
        public int Carried { get; init; }
    }
}
