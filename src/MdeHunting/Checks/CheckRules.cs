namespace MdeHunting.Checks;

/// <summary>The rules, by the bundled <c>query-rules.txt</c>; read when a query is first checked.</summary>
internal static class CheckRules
{
    private static readonly Lazy<Dictionary<string, CheckRule>> ById = new(Read);

    /// <summary>All of them, in the order of their ids.</summary>
    public static IReadOnlyList<CheckRule> All => [.. ById.Value.Values];

    /// <summary>The rule of an id.</summary>
    public static CheckRule Of(string id) => ById.Value[id];

    private static Dictionary<string, CheckRule> Read()
    {
        var rules = new Dictionary<string, CheckRule>(StringComparer.OrdinalIgnoreCase);
        using var stream = typeof(CheckRules).Assembly.GetManifestResourceStream("query-rules.txt")!;
        using var reader = new StreamReader(stream);
        CheckRule? rule = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var bar = line.IndexOf('|');
            var (key, value) = (line.Substring(0, bar).Trim(), line.Substring(bar + 1).Trim());
            if (line[0] != ' ')
            {
                var fields = value.Split('|');
                rule = new CheckRule(
                    key,
                    (MdeFindingSeverity)Enum.Parse(typeof(MdeFindingSeverity), fields[0].Trim()),
                    fields[1].Trim().Length > 0,
                    fields[2].Trim()
                );
                rules.Add(key, rule);
                continue;
            }

            // \u202e stands for a character that would not be seen.
            value = value.Replace(@"\u202e", "\u202e");
            switch (key)
            {
                case "why":
                    rule!.Why = value;
                    break;
                case "fix":
                    rule!.Fix = value;
                    break;
                case "not":
                    rule!.Without = value;
                    break;
                case "shown":
                    rule!.Having = value;
                    rule.IsShownOnly = true;
                    break;
                default:
                    rule!.Having = value;
                    break;
            }
        }

        return rules;
    }
}
