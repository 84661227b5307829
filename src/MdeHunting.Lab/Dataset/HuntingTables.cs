using System.Collections.Frozen;
using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.Dataset;

/// <summary>The tables of advanced hunting: their names and, in order, their columns.</summary>
public static class HuntingTables
{
    /// <summary>Every documented table that is not retired, by its name.</summary>
    public static FrozenDictionary<string, IReadOnlyList<KqlColumn>> All { get; } = Read();

    /// <summary>
    /// The columns that tell when a row happened, best first: CallActivityEvents has the second, and tables of Log Analytics the third, some beside the
    /// first. Other moments, such as when a vulnerability was published, say nothing of the row, and a table with no more than those has no time.
    /// </summary>
    private static readonly string[] TimeColumns = ["Timestamp", "ActivityTimestamp", "TimeGenerated"];

    /// <summary>The place of the column that tells when a row happened; negative where there is none.</summary>
    public static int TimeColumnOf(IReadOnlyList<KqlColumn> columns)
    {
        foreach (var name in TimeColumns)
        {
            for (var place = 0; place < columns.Count; place++)
            {
                if (columns[place].Name == name && columns[place].Type == KqlType.DateTime)
                {
                    return place;
                }
            }
        }
        return -1;
    }

    private static FrozenDictionary<string, IReadOnlyList<KqlColumn>> Read()
    {
        using var stream =
            typeof(HuntingTables).Assembly.GetManifestResourceStream("hunting-tables.txt")
            ?? throw new InvalidOperationException("The lab was built without its list of hunting tables.");
        using var reader = new StreamReader(stream);

        var tables = new Dictionary<string, IReadOnlyList<KqlColumn>>(StringComparer.Ordinal);
        var columns = new List<KqlColumn>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            if (line.StartsWith(' '))
            {
                columns.AddRange(line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Column));
                continue;
            }

            columns = [];
            if (!line.Contains(" retired:", StringComparison.Ordinal))
            {
                tables.Add(line.Split(' ')[0], columns);
            }
        }

        return tables.ToFrozenDictionary(table => table.Key, table => (IReadOnlyList<KqlColumn>)[.. table.Value], StringComparer.Ordinal);
    }

    private static KqlColumn Column(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new KqlColumn(text, KqlType.String) : new KqlColumn(text[..colon], Enum.Parse<KqlType>(text[(colon + 1)..], ignoreCase: true));
    }
}
