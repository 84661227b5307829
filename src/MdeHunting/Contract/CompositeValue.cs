namespace MdeHunting.Contract;

/// <summary>Several values in one, as MISP's lists have them, whose types say so: <c>regkey|value</c>, <c>ip-dst|port</c>.</summary>
internal static class CompositeValue
{
    private static readonly char[] Bar = ['|'];

    // A path, a command line, and what REG_DWORD and REG_BINARY hold.
    private static readonly char[] OfData = ['\\', '/', ':', '%', '"'];

    /// <summary>
    /// Why what stands behind a registry key is no name of a value: lists have there the name of one, or its data,
    /// https://www.misp-standard.org/rfc/misp-standard-core.html#name-attribute. Null where it may be a name.
    /// </summary>
    public static string? WhyNoRegistryValue(string text) =>
        text.IndexOfAny(OfData) >= 0 || !text.Any(char.IsLetter) || text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? "It's the data of a registry value, and only the names of registry values are looked for."
            : null;

    /// <summary>What is said of a part of a value, by itself a part of what was meant.</summary>
    public static string ContextOf(string? context, string whole) => context is null ? $"Part of {whole}" : $"{context}. Part of {whole}";

    /// <summary>The parts of a value whose type is not known; the value where it has none. A port says nothing without its address.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isKnown">Whether a name is one of a type.</param>
    /// <param name="typeOf">The type by its name and the value; null where the value tells.</param>
    public static IEnumerable<StatedIndicator> PartsOf(StatedIndicator value, Func<string, bool> isKnown, Func<string, string, MdeIndicatorType?> typeOf)
    {
        var kinds = value.UnknownType?.Split(Bar) ?? [];
        var texts = value.Text.Split(Bar, Math.Max(1, kinds.Length));
        return kinds.Length < 2 || texts.Length != kinds.Length || !Array.Exists(kinds, kind => isKnown(kind))
            ? [value]
            : kinds
                .Zip(texts, (kind, text) => (Kind: kind, Part: value with { Text = text, UnknownType = null }))
                .Where(one => !string.Equals(one.Kind, "port", StringComparison.OrdinalIgnoreCase))
                .Select(one =>
                    IsOfRegistry(kinds, one.Kind)
                        ? one.Part with
                        {
                            Type = MdeIndicatorType.RegistryValue,
                            Unread = WhyNoRegistryValue(one.Part.Text.Trim()),
                            Context = ContextOf(value.Context, value.Text),
                        }
                    : isKnown(one.Kind) ? one.Part with { Type = typeOf(one.Kind, one.Part.Text) }
                    : one.Part with { Unread = $"No table has a column for the type {one.Kind}." }
                );
    }

    private static bool IsOfRegistry(string[] kinds, string kind) =>
        string.Equals(kind, "value", StringComparison.OrdinalIgnoreCase) && string.Equals(kinds[0], "regkey", StringComparison.OrdinalIgnoreCase);
}
