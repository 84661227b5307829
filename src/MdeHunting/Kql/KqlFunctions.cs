namespace MdeHunting.Kql;

/// <summary>What the functions of KQL may see, by a bundled list.</summary>
internal static class KqlFunctions
{
    private static readonly Dictionary<string, KqlFunctionKind> Kinds = Read();

    /// <summary>The kind of a function; Unknown where KQL has none of that name.</summary>
    public static KqlFunctionKind KindOf(string name) => Kinds.TryGetValue(name, out var kind) ? kind : KqlFunctionKind.Unknown;

    /// <summary>The functions of a kind, by name.</summary>
    public static IEnumerable<string> Of(KqlFunctionKind kind) =>
        Kinds.Where(function => function.Value == kind).Select(function => function.Key).OrderBy(name => name, StringComparer.Ordinal);

    private static Dictionary<string, KqlFunctionKind> Read()
    {
        using var stream = typeof(KqlFunctions).Assembly.GetManifestResourceStream("functions.txt")!;
        using var reader = new StreamReader(stream);
        var kinds = new Dictionary<string, KqlFunctionKind>(StringComparer.Ordinal);
        var kind = KqlFunctionKind.Unknown;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] != ' ')
            {
                kind = (KqlFunctionKind)Enum.Parse(typeof(KqlFunctionKind), line, ignoreCase: true);
            }
            else
            {
                Add(kinds, line, kind);
            }
        }

        return kinds;
    }

    private static void Add(Dictionary<string, KqlFunctionKind> kinds, string line, KqlFunctionKind kind)
    {
        foreach (var name in line.Split([' '], StringSplitOptions.RemoveEmptyEntries))
        {
            kinds[name] = kind;
        }
    }
}
