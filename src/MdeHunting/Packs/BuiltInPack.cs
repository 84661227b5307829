namespace MdeHunting.Packs;

/// <summary>The hunts that come with the module: those that a responder runs first.</summary>
internal static class BuiltInPack
{
    private const string Prefix = "hunts/";

    private static readonly Lazy<IReadOnlyList<MdePackQuery>> Read = new(() => [.. Names().Select(Of)]);

    /// <summary>All of them, by their ids.</summary>
    public static IReadOnlyList<MdePackQuery> Queries => Read.Value;

    private static IEnumerable<string> Names() =>
        typeof(BuiltInPack)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .OrderBy(name => name, StringComparer.Ordinal);

    private static MdePackQuery Of(string name)
    {
        using var stream = typeof(BuiltInPack).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var stated = TextQueries.Of(reader.ReadToEnd()).Single();
        return PackQueries.Of(stated with { Tags = ["BuiltIn"] }, $"MdeHunting/{name.Substring(Prefix.Length)}", name, out var fault)
            ?? throw new InvalidOperationException($"{name}: {fault}");
    }
}
