namespace MdeHunting.Tables;

/// <summary>The documented values of the column that says what happened, by table; read when they are first asked for.</summary>
internal static class ActionTypes
{
    /// <summary>The column.</summary>
    public const string Column = "ActionType";

    private static readonly char[] Blanks = [' '];

    private static readonly Lazy<Dictionary<string, List<string>>> All = new(Read);

    /// <summary>The values in a table; none where they are not known.</summary>
    public static IReadOnlyList<string> Of(string table) => All.Value.TryGetValue(table, out var values) ? values : [];

    /// <summary>The tables whose values are known.</summary>
    public static IEnumerable<string> Tables => All.Value.Keys;

    private static Dictionary<string, List<string>> Read()
    {
        var all = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        using var stream = typeof(ActionTypes).Assembly.GetManifestResourceStream("action-types.txt")!;
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
                values.AddRange(line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries));
                continue;
            }

            all.Add(line, values = []);
        }

        return all;
    }
}
