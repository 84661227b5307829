namespace MdeHunting.Tables;

/// <summary>By which column each table's rows lie in time.</summary>
internal sealed class TimeColumns
{
    private const string OfHunting = "Timestamp";
    private const string OfWorkspaces = "TimeGenerated";
    private const string Attribute = "time:";
    private const string NoColumn = "-";

    private static readonly char[] Blanks = [' '];

    private readonly Dictionary<string, string?> _columns = new(StringComparer.Ordinal);

    private TimeColumns()
    {
        Read("hunting-tables.txt", AddHunting);
        Read("sentinel-tables.txt", AddSentinel);
    }

    /// <summary>The bundled lists.</summary>
    public static TimeColumns Bundled { get; } = new();

    /// <summary>Whether the table is known at all. Names have their case.</summary>
    public bool Knows(string table) => _columns.ContainsKey(table) || IsCustom(table);

    /// <summary>The table's time column; null where it has none, or is not known.</summary>
    public string? Of(string table) =>
        _columns.TryGetValue(table, out var column) ? column
        : IsCustom(table) ? OfWorkspaces
        : null;

    private static bool IsCustom(string table) => table.EndsWith("_CL", StringComparison.Ordinal);

    // The tables' names alone are wanted, and not the columns, which are many more.
    private void AddHunting(string line)
    {
        if (line[0] == ' ')
        {
            return;
        }

        var column = OfHunting;
        var words = line.Split(Blanks);
        foreach (var word in words)
        {
            column = word.StartsWith(Attribute, StringComparison.Ordinal) ? word.Substring(Attribute.Length) : column;
        }

        _columns.Add(words[0], column == NoColumn ? null : column);
    }

    private void AddSentinel(string line)
    {
        foreach (var table in line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries))
        {
            _columns.Add(table, OfWorkspaces);
        }
    }

    private static void Read(string name, Action<string> add)
    {
        using var stream = typeof(TimeColumns).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                add(line);
            }
        }
    }
}
