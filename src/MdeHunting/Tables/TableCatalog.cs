using System.Globalization;
using MdeHunting.Contract;

namespace MdeHunting.Tables;

/// <summary>The documented tables of advanced hunting.</summary>
internal sealed class TableCatalog
{
    private static readonly Lazy<TableCatalog> Read = new(() => new TableCatalog());

    private readonly Dictionary<string, KnownTable> _byName = new(StringComparer.Ordinal);

    private TableCatalog()
    {
        using var stream = typeof(TableCatalog).Assembly.GetManifestResourceStream("hunting-tables.txt")!;
        using var reader = new StreamReader(stream);
        var tables = new List<KnownTable>();
        var columns = new List<KnownColumn>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("#", StringComparison.Ordinal))
            {
                continue;
            }

            var words = line.Split([' '], StringSplitOptions.RemoveEmptyEntries);
            if (line.StartsWith(" ", StringComparison.Ordinal))
            {
                columns.AddRange(words.Select(Column));
            }
            else
            {
                tables.Add(Table(words, columns = []));
            }
        }

        All = tables;
        foreach (var table in tables)
        {
            _byName.Add(table.Name, table);
            foreach (var alias in table.Aliases)
            {
                _byName.Add(alias, table);
            }
        }
    }

    /// <summary>The bundled list; read when it is first needed.</summary>
    public static TableCatalog Bundled => Read.Value;

    /// <summary>All of them by name, those too that are retired.</summary>
    public IReadOnlyList<KnownTable> All { get; }

    /// <summary>The table of a name or another spelling of it, with its case; null where there is none.</summary>
    public KnownTable? Find(string name) => _byName.TryGetValue(name, out var table) ? table : null;

    private static KnownTable Table(string[] words, List<KnownColumn> columns) =>
        new(words[0], columns)
        {
            Aliases = [.. words.Select(word => Value(word, "alias:")).OfType<string>()],
            IsPreview = words.Contains("preview"),
            RetiredOn = words.Select(word => Value(word, "retired:")).OfType<string>().FirstOrDefault() is { } day
                ? DateTime.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)
                : null,
            Successor = words.Select(word => Value(word, "successor:")).OfType<string>().FirstOrDefault(),
        };

    private static string? Value(string word, string name) => word.StartsWith(name, StringComparison.Ordinal) ? word.Substring(name.Length) : null;

    private static KnownColumn Column(string word)
    {
        var colon = word.IndexOf(':');
        return colon < 0 ? new KnownColumn(word, "string") : new KnownColumn(word.Substring(0, colon), word.Substring(colon + 1));
    }
}
