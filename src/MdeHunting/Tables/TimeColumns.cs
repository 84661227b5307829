namespace MdeHunting.Tables;

/// <summary>By which column each table's rows lie in time.</summary>
internal sealed class TimeColumns
{
    private const string CustomTables = "*_CL";
    private const string NoColumn = "-";

    private readonly Dictionary<string, string> _columns = new(StringComparer.Ordinal);

    private TimeColumns()
    {
        using var stream = typeof(TimeColumns).Assembly.GetManifestResourceStream("time-columns.txt")!;
        using var reader = new StreamReader(stream);
        var column = NoColumn;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("#", StringComparison.Ordinal))
            {
                continue;
            }

            if (!line.StartsWith(" ", StringComparison.Ordinal))
            {
                column = line;
            }
            else
            {
                Add(line.Split([' '], StringSplitOptions.RemoveEmptyEntries), column);
            }
        }
    }

    /// <summary>The bundled list.</summary>
    public static TimeColumns Bundled { get; } = new();

    /// <summary>The tables of the list, by name.</summary>
    public IEnumerable<string> Tables => _columns.Keys.Where(name => name != CustomTables);

    /// <summary>Whether the table is known at all. Names have their case.</summary>
    public bool Knows(string table) => _columns.ContainsKey(table) || IsCustom(table);

    /// <summary>The table's time column; null where it has none, or is not known.</summary>
    public string? Of(string table) =>
        _columns.TryGetValue(table, out var column) || (IsCustom(table) && _columns.TryGetValue(CustomTables, out column))
            ? column == NoColumn
                ? null
                : column
            : null;

    private static bool IsCustom(string table) => table.EndsWith("_CL", StringComparison.Ordinal);

    private void Add(IEnumerable<string> tables, string column)
    {
        foreach (var table in tables)
        {
            _columns.Add(table, column);
        }
    }
}
