namespace MdeHunting.Contract;

/// <summary>Several values in one, as MISP's lists have them, whose types say so: <c>regkey|value</c>, <c>ip-dst|port</c>.</summary>
internal static class CompositeValue
{
    private static readonly char[] Bar = ['|'];

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
                    isKnown(one.Kind)
                        ? one.Part with
                        {
                            Type = typeOf(one.Kind, one.Part.Text),
                        }
                        : one.Part with
                        {
                            Unread = $"No table has a column for the type {one.Kind}.",
                        }
                );
    }
}
