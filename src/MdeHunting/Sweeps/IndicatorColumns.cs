using MdeHunting.Contract;
using MdeHunting.Kql.Writing;

namespace MdeHunting.Sweeps;

/// <summary>Which columns of which tables hold what an indicator can be a value of.</summary>
internal sealed class IndicatorColumns
{
    private const string Device = "Device";
    private const string Account = "Account";
    private const string Text = "Text";

    private static readonly Lazy<IndicatorColumns> Read = new(() => new IndicatorColumns());

    private readonly List<SweptColumn> _columns = [];
    private readonly Dictionary<string, string[]> _who = new(StringComparer.Ordinal);

    private IndicatorColumns()
    {
        using var stream = typeof(IndicatorColumns).Assembly.GetManifestResourceStream("indicator-columns.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var words = line.Split(' ');
            if (words[0] is Device or Account or Text)
            {
                _who.Add(words[0], [.. words.Skip(1)]);
            }
            else
            {
                var kind = (SweptKind)Enum.Parse(typeof(SweptKind), words[0]);
                _columns.AddRange(words.Skip(1).Select(word => Column(kind, word)));
            }
        }
    }

    /// <summary>The bundled list.</summary>
    public static IndicatorColumns Bundled => Read.Value;

    /// <summary>The names of all that are listed.</summary>
    public IEnumerable<string> Names => _columns.Select(column => column.Name).Concat(_who.Values.SelectMany(names => names)).Distinct(StringComparer.Ordinal);

    /// <summary>The names of the columns of longer texts that some tables have, in the order of the list.</summary>
    public IReadOnlyList<string> TextsOf(IEnumerable<SweptTable> tables)
    {
        var there = new HashSet<string>(tables.SelectMany(table => table.Texts), StringComparer.Ordinal);
        return [.. _who[Text].Where(there.Contains)];
    }

    /// <summary>What of a table is searched; null for nothing.</summary>
    public SweptTable? Of(KnownTable table)
    {
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in table.Columns)
        {
            types[column.Name] = column.Type;
        }

        SweptColumn[] found =
        [
            .. _columns
                .Where(column =>
                    types.ContainsKey(column.Name)
                    && (column.Table is null || column.Table == table.Name)
                    && (column.Action is null || types.ContainsKey("ActionType"))
                    && (column.Parent is null || types.ContainsKey(column.Parent))
                )
                .Select(column => column with { Type = types[column.Name] }),
        ];
        return found.Length == 0
            ? null
            : new SweptTable(table, found)
            {
                Device = First(_who[Device], types),
                Account = First(_who[Account], types),
                Texts = [.. _who[Text].Where(types.ContainsKey)],
            };
    }

    // The first of them that is not empty.
    private static KqlText? First(IEnumerable<string> names, Dictionary<string, string> types)
    {
        KqlText[] there = [.. names.Where(name => types.TryGetValue(name, out var type) && type == "string").Take(3).Select(KqlWriter.Name)];
        return there.Length switch
        {
            0 => null,
            1 => there[0],
            _ => KqlText.Of($"coalesce({KqlText.Join(KqlText.Of($", "), there)})"),
        };
    }

    private static SweptColumn Column(SweptKind kind, string word)
    {
        var (table, rest) = word.IndexOf('.') is > 0 and var point ? (word.Substring(0, point), word.Substring(point + 1)) : (null, word);
        var open = rest.IndexOf('[');
        if (rest.IndexOf('+') is > 0 and var plus)
        {
            return new SweptColumn(kind, rest.Substring(0, plus), "string") { Table = table, Parent = rest.Substring(plus + 1) };
        }

        return open < 0
            ? new SweptColumn(kind, rest, "string") { Table = table }
            : new SweptColumn(kind, rest.Substring(0, open), "string")
            {
                Table = table,
                Key = rest.Substring(open + 1, rest.IndexOf(']') - open - 1),
                Action = rest.Substring(rest.IndexOf('@') + 1),
            };
    }
}
