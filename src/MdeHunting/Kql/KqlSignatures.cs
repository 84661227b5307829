namespace MdeHunting.Kql;

/// <summary>How the language's functions are called and what they give, by the bundled <c>kql-functions.txt</c>; read when it is first asked for.</summary>
internal static class KqlSignatures
{
    private static readonly char[] Blanks = [' '];

    private static readonly Lazy<Dictionary<string, KqlSignature[]>> All = new(Read);

    /// <summary>The ways to call a function; none where they are not known.</summary>
    public static IReadOnlyList<KqlSignature> Of(string name) => All.Value.TryGetValue(name, out var found) ? found : [];

    /// <summary>The functions that give rows.</summary>
    public static IEnumerable<string> OfRows => All.Value.Where(one => one.Value[0].Result == "rows").Select(one => one.Key);

    private static Dictionary<string, KqlSignature[]> Read()
    {
        var all = new Dictionary<string, KqlSignature[]>(StringComparer.Ordinal);
        using var stream = typeof(KqlSignatures).Assembly.GetManifestResourceStream("kql-functions.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var fields = line.Split('|');
            var parameters = new List<KqlSignatureParameter>();
            foreach (var word in fields[1].Split(Blanks, StringSplitOptions.RemoveEmptyEntries))
            {
                var colon = word.IndexOf(':');
                parameters.Add(
                    new KqlSignatureParameter(
                        word.Substring(0, colon),
                        word.Substring(colon + 1).TrimEnd('*', '?'),
                        word.IndexOf('?') > 0,
                        word.EndsWith("*", StringComparison.Ordinal)
                    )
                );
            }

            var result = fields[2].Trim();
            foreach (var name in fields[0].Split(Blanks, StringSplitOptions.RemoveEmptyEntries))
            {
                var own = new KqlSignature(name, parameters, result);
                all[name] = all.TryGetValue(name, out var others) ? [.. others, own] : [own];
            }
        }

        return all;
    }
}
