namespace MdeHunting.Tables;

/// <summary>What documented tables and columns hold, in short; read when it is first asked for.</summary>
internal sealed class SchemaDescriptions
{
    private const string Initiator = "InitiatingProcess";

    private static readonly Lazy<SchemaDescriptions> Read = new(() => new SchemaDescriptions());

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    private SchemaDescriptions()
    {
        using var stream = typeof(SchemaDescriptions).Assembly.GetManifestResourceStream("schema-descriptions.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                var blank = line.IndexOf(' ');
                _texts.Add(line.Substring(0, blank), line.Substring(blank + 1));
            }
        }
    }

    /// <summary>What a table holds; null where it is not documented.</summary>
    public static string? Of(string table) => TableCatalog.Bundled.Find(table) is { } known ? Read.Value.Find(known.Name) : null;

    /// <summary>What a column of a table holds; null where it is not documented, or has no description yet.</summary>
    /// <remarks>What it means in that table goes ahead of what a column of that name means in every other.</remarks>
    public static string? Of(string table, string column) =>
        TableCatalog.Bundled.Find(table) is not { } known || !known.Columns.Any(one => one.Name == column) ? null
        : Read.Value.Find($"{known.Name}.{column}") is { } there ? there
        : Read.Value.Find(column) is { } own ? own
        : column.StartsWith(Initiator, StringComparison.Ordinal) && Read.Value.Find(column.Substring(Initiator.Length)) is { } of ? $"Initiating process: {of}"
        : null;

    private string? Find(string name) => _texts.TryGetValue(name, out var text) ? text : null;
}
