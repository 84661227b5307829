namespace MdeHunting.Tables;

/// <summary>The documented values of columns that have few, by table; read when they are first asked for.</summary>
internal static class ColumnValues
{
    // Those of a table that is named alone.
    private const string Column = "ActionType";

    private static readonly char[] Blanks = [' '];
    private static readonly char[] Separators = [';'];

    private static readonly Lazy<Dictionary<string, List<string>>> All = new(Read);

    /// <summary>The values of a column of a table; none where they are not known.</summary>
    public static IReadOnlyList<string> Of(string table, string column) => All.Value.TryGetValue($"{table}.{column}", out var values) ? values : [];

    /// <summary>The columns of which values are known in any table.</summary>
    public static IEnumerable<string> Columns => All.Value.Keys.Select(key => key.Substring(key.IndexOf('.') + 1)).Distinct(StringComparer.Ordinal);

    /// <summary>The tables and columns of which values are known.</summary>
    public static IEnumerable<(string Table, string Column)> Known =>
        All.Value.Keys.Select(key => (key.Substring(0, key.IndexOf('.')), key.Substring(key.IndexOf('.') + 1)));

    private static Dictionary<string, List<string>> Read()
    {
        var all = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        using var stream = typeof(ColumnValues).Assembly.GetManifestResourceStream("column-values.txt")!;
        using var reader = new StreamReader(stream);
        List<string> values = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == ' ')
            {
                var separators = line.IndexOf(';') < 0 ? Blanks : Separators;
                values.AddRange(line.Split(separators, StringSplitOptions.RemoveEmptyEntries).Select(value => value.Trim()));
                continue;
            }

            // Lines of columns that follow each other have the same values.
            values = values.Count > 0 ? [] : values;
            foreach (var key in line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries))
            {
                all.Add(key.IndexOf('.') > 0 ? key : $"{key}.{Column}", values);
            }
        }

        return all;
    }
}
