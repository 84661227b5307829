namespace MdeHunting.Indicators;

/// <summary>Finds which of many texts a value has within it, without case, by their beginnings.</summary>
internal sealed class TextParts
{
    private const int Beginning = 4;

    private readonly Dictionary<string, List<string>> _byBeginning = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _short = [];

    public TextParts(IEnumerable<string> parts)
    {
        foreach (var part in parts)
        {
            if (part.Length < Beginning)
            {
                _short.Add(part);
                continue;
            }

            var beginning = part.Substring(0, Beginning);
            if (!_byBeginning.TryGetValue(beginning, out var same))
            {
                _byBeginning[beginning] = same = [];
            }

            same.Add(part);
        }
    }

    /// <summary>A part that the value has; null where it has none.</summary>
    public string? Find(MdeIndicatorType type, string value)
    {
        for (var start = 0; start <= value.Length - Beginning; start++)
        {
            if (
                _byBeginning.TryGetValue(value.Substring(start, Beginning), out var same)
                && same.Find(part => string.Compare(value, start, part, 0, part.Length, StringComparison.OrdinalIgnoreCase) == 0) is { } found
            )
            {
                return found;
            }
        }

        return _short.Find(part => value.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0);
    }
}
